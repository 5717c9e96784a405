// Answers under the search box while one types: arrows go through them, Escape closes them. Without this file the form works.
(() => {
  "use strict";
  const form = document.querySelector("form.find");
  const box = form?.querySelector("input");
  const list = form?.querySelector(".suggestions");
  if (!list) return;

  const stops = () => [box, ...list.querySelectorAll("a")];
  const close = () => list.replaceChildren();

  list.addEventListener("htmx:afterSwap", (event) => {
    event.stopPropagation(); // what the page itself does after a swap is for its own parts
    if (document.activeElement !== box) return close();
    document.getElementById("said").textContent = list.firstElementChild?.dataset.said ?? "";
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.firstElementChild) {
      close();
      box.focus();
      event.preventDefault();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = stops().indexOf(document.activeElement);
    if (!step || here < 0) return;
    const next = stops()[here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
})();
