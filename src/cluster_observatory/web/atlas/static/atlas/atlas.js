// The map answers to pointer and keyboard; controls act at once; what changed is said. Without this file all pages work.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const regionsOf = (map) => [...map.querySelectorAll(".regions a")];

  function prepare(map) {
    for (const link of regionsOf(map)) {
      const title = link.querySelector("title");
      if (!title) continue;
      link.setAttribute("aria-label", title.textContent);
      title.remove();
    }
  }

  function show(link, x, y) {
    const place = link.closest(".map-place");
    const tip = place.querySelector(".tip");
    const [name, value, ...rest] = link.getAttribute("aria-label").split("; ");
    const part = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
    tip.replaceChildren(part("strong", name), part("b", value), ...rest.map((words) => part("span", words)));
    tip.hidden = false;
    const frame = place.getBoundingClientRect();
    const seen = document.documentElement;
    const left = Math.max(8, Math.min(x + 14, seen.clientWidth - tip.offsetWidth - 8));
    const fits = y + 16 + tip.offsetHeight <= seen.clientHeight - 8;
    const top = fits ? y + 16 : Math.max(8, y - tip.offsetHeight - 12);
    tip.style.left = `${left - frame.left}px`;
    tip.style.top = `${top - frame.top}px`;
  }

  function hide(map) {
    const tip = map.closest(".map-place").querySelector(".tip");
    if (tip) tip.hidden = true;
  }

  const middle = (link) => {
    const box = link.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };

  // The next region in a direction: near, and more along the arrow than across it.
  function next(map, from, key) {
    const start = middle(from);
    const along = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null, least = Infinity;
    for (const link of regionsOf(map)) {
      if (link === from) continue;
      const end = middle(link), dx = end.x - start.x, dy = end.y - start.y;
      const ahead = dx * along[0] + dy * along[1], aside = Math.abs(dx * along[1]) + Math.abs(dy * along[0]);
      if (ahead > 0.5 && aside <= ahead * 1.5 && ahead + 2 * aside < least) [best, least] = [link, ahead + 2 * aside];
    }
    return best;
  }

  function listen(map) {
    prepare(map);
    const linkOf = (event) => event.target.closest(".regions a");
    map.addEventListener("pointermove", (event) => {
      const link = linkOf(event);
      if (link) show(link, event.clientX, event.clientY); else hide(map);
    });
    map.addEventListener("pointerleave", () => hide(map));
    map.addEventListener("focusin", (event) => {
      const link = linkOf(event);
      if (!link) return;
      for (const other of map.querySelectorAll('.regions a[tabindex="0"]')) other.setAttribute("tabindex", "-1");
      link.setAttribute("tabindex", "0");
      if (link.matches(":focus-visible")) show(link, middle(link).x, middle(link).y);
    });
    map.addEventListener("focusout", () => hide(map));
    map.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return hide(map);
      const link = linkOf(event);
      if (!link || !event.key.startsWith("Arrow")) return;
      event.preventDefault();
      next(map, link, event.key)?.focus();
    });
    // A first tap shows the value, a second one on the same region opens it.
    map.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (!link || event.pointerType !== "touch" || link.classList.contains("here")) return;
      event.preventDefault();
      map.querySelector(".here")?.classList.remove("here");
      link.classList.add("here");
      show(link, event.clientX, event.clientY);
    });
  }

  function start(root) {
    root.querySelectorAll(".map").forEach(listen);
  }

  for (const select of document.querySelectorAll("select[data-submit]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }

  // The list of regions answers while one types; the form itself asks the server.
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  for (const box of document.querySelectorAll("input[data-filter]")) {
    const list = document.querySelector(box.dataset.filter);
    box.addEventListener("input", () => {
      const wanted = plain(box.value).split(/\s+/).filter(Boolean);
      for (const item of list.querySelectorAll("[data-words]")) item.hidden = !wanted.every((word) => item.dataset.words.includes(word));
      for (const part of list.querySelectorAll("section")) part.hidden = !part.querySelector("[data-words]:not([hidden])");
    });
  }

  start(document);
  document.addEventListener("htmx:afterSwap", () => {
    const evidence = document.getElementById("evidence");
    if (!evidence) return;
    start(evidence);
    document.getElementById("said").textContent = evidence.dataset.finding;
  });
  document.addEventListener("htmx:historyRestore", () => start(document));
  document.addEventListener("htmx:responseError", (event) => { location.href = event.detail.pathInfo.finalRequestPath; });
})();
