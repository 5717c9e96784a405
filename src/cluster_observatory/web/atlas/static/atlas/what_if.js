// Weights move and the ranking follows: the same arithmetic as on the server. Without this file the form asks the server.
(() => {
  "use strict";
  const block = document.getElementById("what-if-data");
  if (!block) return;
  const data = JSON.parse(block.textContent);
  const form = document.querySelector(".weighing");
  const words = data.sentences;
  const boxes = new Map([...form.querySelectorAll("[data-weighs]")].map((box) => [box.dataset.weighs, box]));
  const sliders = new Map([...form.querySelectorAll("[data-slides]")].map((box) => [box.dataset.slides, box]));
  const shares = new Map([...form.querySelectorAll("[data-share]")].map((box) => [box.dataset.share, box]));
  const top = Number(boxes.values().next().value.max);
  const language = document.documentElement.lang;
  const oneDecimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const said = document.getElementById("said");
  const all = document.querySelector(".ranks .all");
  const pinned = document.querySelector(".ranks .pinned");
  const rows = new Map([...all.rows].map((row) => [row.dataset.region, row]));
  const shown = new Map([...rows].map(([region, row]) => [region, {
    rank: row.querySelector(".rank"), score: row.querySelector(".score"), change: row.querySelector(".change"), holds: row.querySelector(".holds"),
  }]));
  const put = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  function weights() {
    const found = {};
    for (const [code, box] of boxes) found[code] = box.value === "" ? data.weights[code] : Number(box.value);
    return found;
  }

  // Σ w·x / Σ w over what is there and weighs something; none where less than the least share of the children is there.
  function scores(weighing) {
    return data.rows.map((row) => {
      const values = new Map(data.indicators.map((code, place) => [code, row.values[place]]));
      for (const { code, children, least } of data.aggregates) {
        let above = 0, below = 0, there = 0;
        for (const child of children) {
          const value = values.get(child);
          if (value === null) continue;
          there += 1;
          above += value * weighing[child];
          below += weighing[child];
        }
        values.set(code, below !== 0 && there / children.length >= least - 1e-12 ? above / below : null);
      }
      return values.get(data.index);
    });
  }

  // 1 for the highest; equal scores share the best place.
  function ranks(found) {
    const order = found.filter((score) => score !== null).sort((one, other) => other - one);
    const places = new Map();
    order.forEach((score, place) => { if (!places.has(score)) places.set(score, place + 1); });
    return found.map((score) => (score === null ? null : places.get(score)));
  }

  const holds = (row, rank) => (rank === null || row.low === null ? null : Math.floor(row.low) <= rank && rank <= Math.ceil(row.high));
  const bare = (weighing) => data.aggregates.findLast(({ children }) => !children.some((child) => weighing[child] > 0));
  const wrong = () => [...boxes.values()].find((box) => !box.checkValidity());

  function compute() {
    const weighing = weights();
    for (const { children } of data.aggregates) {
      const whole = children.reduce((sum, child) => sum + weighing[child], 0);
      for (const child of children) write(shares.get(child), whole ? percent.format(weighing[child] / whole) : "–");
    }
    const empty = bare(weighing);
    if (empty) {
      const refusal = put(words.zero, { name: data.names[empty.code] });
      boxes.get(empty.children[0]).setCustomValidity(refusal);
      write(document.getElementById("what-if-finding"), refusal);
      return { refusal };
    }
    const found = scores(weighing);
    return { weighing, found, ranks: ranks(found) };
  }

  function change(published, rank) {
    if (rank === null || published === null) return "–";
    if (rank === published) return words.same;
    return put(rank < published ? words.up : words.down, { places: Math.abs(rank - published) });
  }

  function show(result) {
    const order = data.rows.map((row, place) => ({ row, score: result.found[place], rank: result.ranks[place] }));
    order.sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity) || (one.row.region < other.row.region ? -1 : 1));
    let moved = 0, held = 0, judged = 0, ranked = 0;
    const before = still.matches ? null : places();
    for (const { row, score, rank } of order) {
      const cells = shown.get(row.region);
      const holding = holds(row, rank);
      write(cells.rank, rank === null ? "–" : String(rank));
      write(cells.score, score === null ? "–" : oneDecimal.format(score));
      cells.score.value = score ?? "";
      write(cells.change, change(row.rank, rank));
      write(cells.holds, holding === null ? "" : holding ? words.inside : words.outside);
      ranked += rank !== null;
      moved += rank !== null && row.rank !== null && rank !== row.rank;
      judged += holding !== null;
      held += holding === true;
    }
    all.append(...order.map(({ row }) => rows.get(row.region)));
    if (before) glide(before);
    const published = [...boxes.keys()].every((code) => result.weighing[code] === data.weights[code]);
    const first = order[0].row.name;
    const finding = ranked === 0 ? words.none : put(published ? words.published : words.finding, { first, moved, all: ranked });
    write(document.getElementById("what-if-finding"), finding);
    write(document.getElementById("holding"), put(words.holding, { held, all: judged }));
    const note = document.querySelector("[data-preset-note]");
    if (note) note.hidden = !published;
    return `${finding} ${mine(order, ranked)}`;
  }

  function mine(order, ranked) {
    const region = form.elements.region.value;
    const found = order.find(({ row }) => row.region === region);
    for (const [code, row] of rows) row.classList.toggle("strong", code === region);
    const sentence = document.getElementById("of-mine");
    pinned.hidden = sentence.hidden = !found;
    if (!found) return "";
    pinned.replaceChildren(rows.get(region).cloneNode(true));
    const { row, rank } = found;
    write(sentence, put(rank === null ? words.unranked : words.mine, { name: row.name, rank, all: ranked, published: row.rank ?? "–" }));
    return sentence.textContent;
  }

  // Rows that are seen glide to their new places.
  function places() {
    const frame = all.closest(".scroll").getBoundingClientRect();
    const found = new Map();
    for (const [region, row] of rows) {
      const box = row.getBoundingClientRect();
      if (box.bottom > frame.top && box.top < frame.bottom) found.set(region, box.top);
    }
    return found;
  }

  function glide(before) {
    for (const [region, from] of before) {
      const row = rows.get(region);
      const away = from - row.getBoundingClientRect().top;
      if (away) row.animate([{ transform: `translateY(${away}px)` }, { transform: "none" }], { duration: 300, easing: "ease-out" });
    }
  }

  function remember(weighing) {
    const asked = new URLSearchParams();
    if (form.elements.region.value) asked.set("region", form.elements.region.value);
    for (const [code, box] of boxes) if (weighing[code] !== data.weights[code]) asked.set(box.name, box.value);
    const query = asked.toString();
    for (const link of document.querySelectorAll(".weighed .take a")) {
      const name = new URLSearchParams(link.search).get("name");
      asked.delete("region");
      link.search = new URLSearchParams([["name", name], ...asked]).toString();
    }
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  }

  // While a slider moves the ranking follows in every frame; what changed is said, and the address written, at its end.
  let waiting = 0;
  function follow(done) {
    for (const box of boxes.values()) box.setCustomValidity("");
    if (wrong()) return;
    const result = compute();
    const sentence = result.refusal ?? show(result);
    if (!done) return;
    said.textContent = sentence;
    if (!result.refusal) remember(result.weighing);
  }

  function set(code, value) {
    boxes.get(code).value = value;
    sliders.get(code).value = value;
  }

  form.addEventListener("input", (event) => {
    const { slides, weighs } = event.target.dataset;
    if (slides) boxes.get(slides).value = event.target.value;
    if (weighs) sliders.get(weighs).value = event.target.value;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => follow(false));
  });
  form.addEventListener("change", () => {
    cancelAnimationFrame(waiting);
    follow(true);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-weights]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const asked = link.dataset.weights === "published" ? data.weights : JSON.parse(link.dataset.weights);
    for (const [code, weight] of Object.entries(asked)) set(code, String(Math.min(weight, top)));
    follow(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    follow(true);
  });

  form.classList.add("at-once");
  for (const slider of sliders.values()) slider.hidden = false;
  follow(false);
})();
