// Says beside the button that the browser gave no passkey, where the library would write it into the console alone.
(() => {
  "use strict";
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const fault of document.querySelectorAll("[data-passkey-fault]")) fault.hidden = false;
  });
})();
