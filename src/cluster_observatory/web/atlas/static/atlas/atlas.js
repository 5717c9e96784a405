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

  // What part of the sheet is seen: a viewBox as wide and high in proportion as the sheet itself.
  function zoomable(map) {
    const sheet = map.querySelector(".sheet");
    if (!sheet) return;
    sheet.dataset.frame ??= sheet.getAttribute("viewBox");
    const whole = map.viewBox.baseVal, touches = new Map();
    const first = sheet.dataset.frame.split(" ").map(Number);
    const seen = () => sheet.getAttribute("viewBox").split(" ").map(Number);
    const within = (value, low, high) => Math.min(high, Math.max(low, value));
    let dragged = null;

    function see(x, y, width) {
      const wide = within(width, whole.width / 24, whole.width), high = (wide * whole.height) / whole.width;
      const box = [within(x, 0, whole.width - wide), within(y, 0, whole.height - high), wide, high];
      sheet.setAttribute("viewBox", box.map((number) => number.toFixed(1)).join(" "));
      hide(map);
    }

    // Nearer by a factor, with the point at these shares of the map's width and height kept in its place.
    function zoom(factor, across = 0.5, down = 0.5) {
      const [x, y, width, height] = seen();
      const kept = 1 - within(width / factor, whole.width / 24, whole.width) / width;
      see(x + width * kept * across, y + height * kept * down, width / factor);
    }

    function act(how) {
      if (how === "in") zoom(1.6);
      else if (how === "out") zoom(1 / 1.6);
      else see(...first);
    }

    const shares = (event) => {
      const frame = map.getBoundingClientRect();
      return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
    };
    const apart = () => {
      const [one, other] = [...touches.values()];
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    };

    for (const button of map.closest(".map-place").querySelectorAll("[data-zoom]")) button.addEventListener("click", () => act(button.dataset.zoom));
    map.addEventListener("keydown", (event) => {
      const how = { "+": "in", "=": "in", "-": "out", 0: "whole" }[event.key];
      if (!how || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act(how);
    });
    map.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 240), ...shares(event));
    }, { passive: false });
    map.addEventListener("dragstart", (event) => event.preventDefault());
    map.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") touches.set(event.pointerId, event);
      else if (event.button === 0) dragged = { x: event.clientX, y: event.clientY, from: seen(), moved: false };
    });
    map.addEventListener("pointermove", (event) => {
      if (touches.has(event.pointerId) && touches.size === 2) {
        const before = apart();
        touches.set(event.pointerId, event);
        if (before) zoom(apart() / before, ...shares(event));
      } else if (dragged && event.buttons & 1) {
        const [x, y, width] = dragged.from, unit = width / map.getBoundingClientRect().width;
        const right = event.clientX - dragged.x, down = event.clientY - dragged.y;
        if (!dragged.moved && Math.hypot(right, down) < 5) return;
        dragged.moved = true;
        see(x - right * unit, y - down * unit, width);
      }
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) map.addEventListener(end, (event) => touches.delete(event.pointerId));
    // What was dragged is not opened.
    map.addEventListener("click", (event) => {
      if (dragged?.moved) event.preventDefault();
      dragged = null;
    }, true);
    map.addEventListener("focusin", (event) => {
      const link = event.target.closest(".sheet a");
      if (!link) return;
      const frame = map.getBoundingClientRect(), at = middle(link);
      const [across, down] = [(at.x - frame.left) / frame.width, (at.y - frame.top) / frame.height];
      if (across >= 0 && across <= 1 && down >= 0 && down <= 1) return;
      const [x, y, width, height] = seen();
      see(x + width * (across - 0.5), y + height * (down - 0.5), width);
      show(link, middle(link).x, middle(link).y);
    });
  }

  function start(root) {
    root.querySelectorAll(".map").forEach((map) => { listen(map); zoomable(map); });
  }

  // A region that is pointed at or focused is marked wherever it stands: map, ranking, table.
  function point(event) {
    const code = event.target.closest?.("[data-region]")?.dataset.region;
    for (const other of document.querySelectorAll(".pointed")) if (other.dataset.region !== code) other.classList.remove("pointed");
    if (code) for (const same of document.querySelectorAll(`[data-region="${CSS.escape(code)}"]`)) same.classList.add("pointed");
  }
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);

  // Countries are ticked one after the other and shown together, by their button.
  document.addEventListener("change", (event) => { if (event.target.closest(".where")) event.stopPropagation(); }, true);

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
  let asked = null;
  document.addEventListener("htmx:beforeRequest", () => { asked = document.activeElement?.closest(".where"); });
  document.addEventListener("htmx:afterSwap", () => {
    const evidence = document.getElementById("evidence");
    if (!evidence) return;
    start(evidence);
    if (asked) evidence.querySelector(".where summary")?.focus();
    document.getElementById("said").textContent = evidence.dataset.finding;
  });
  document.addEventListener("htmx:beforeHistorySave", () => {
    for (const tip of document.querySelectorAll(".tip")) { tip.hidden = true; tip.removeAttribute("style"); }
  });
  document.addEventListener("htmx:historyRestore", () => start(document));
  document.addEventListener("htmx:responseError", (event) => { location.href = event.detail.pathInfo.finalRequestPath; });
})();
