// Desk pages: the map, what Dash cannot put on the document itself, and menus that close.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const stored = new Map();

  function geometry(address) {
    if (!stored.has(address)) {
      const asked = fetch(address, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
      asked.catch(() => stored.delete(address));
      stored.set(address, asked);
    }
    return stored.get(address);
  }

  function node(name, attributes, parent) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.appendChild(made);
    return made;
  }

  function draw(box, map) {
    const areas = JSON.parse(box.dataset.areas);
    const here = box.dataset.here;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", map.view_box.join(" "));
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", box.dataset.title);
    for (const area of map.context) node("path", { d: area.d, class: "desk-area-context" }, svg);
    const below = map.areas.filter((area) => !areas[area.code]);
    const inner = below.filter(isWidest(below));
    const shown = map.areas.filter((area) => areas[area.code]);
    const levels = new Set(shown.map((area) => area.level));
    for (const area of inner.filter((one) => levels.has(one.level))) node("path", { d: area.d, class: "desk-area-rest" }, svg);
    for (const area of shown) drawArea(svg, area, areas[area.code]);
    for (const area of inner) node("path", { d: area.d, class: "desk-area-inner", "data-code": area.code }, svg);
    for (const area of shown.filter((one) => !areas[one.code].group)) node("path", { d: area.d, class: "desk-area-edge" }, svg);
    for (const d of borders(shown, areas)) node("path", { d, class: "desk-area-group" }, svg);
    node("path", { d: map.outline, class: "desk-area-outline" }, svg);
    const own = map.areas.find((area) => area.code === here);
    if (own) node("path", { d: own.d, class: "desk-area-here" }, svg);
    box.replaceChildren(svg);
    label(svg, map, shown, areas, here);
    colour();
  }

  // Whether no other area holds one: only the widest are coloured, and what lies in them is for their own pages.
  function isWidest(all) {
    const codes = new Set(all.map(({ code }) => code));
    const lengths = [...new Set([...codes].map((code) => code.length))];
    return ({ code }) => !lengths.some((n) => n < code.length && codes.has(code.slice(0, n)));
  }

  // The outline of each group of areas: the edges that only one area of the group has.
  function borders(shown, areas) {
    const groups = new Map();
    for (const area of shown.filter((one) => areas[one.code].group)) {
      const name = areas[area.code].group;
      if (!groups.has(name)) groups.set(name, new Map());
      const edges = groups.get(name);
      for (const ends of edgesOf(area.d)) {
        const edge = [...ends].sort().join("L");
        if (!edges.delete(edge)) edges.set(edge, `M${edge}`);
      }
    }
    return [...groups.values()].map((edges) => [...edges.values()].join(""));
  }

  // Pairs of corners of a path that is written as M, l and z.
  function* edgesOf(d) {
    for (const ring of d.split("M").slice(1)) {
      const steps = ring.match(/-?\d+(\.\d+)?/g).map(Number);
      let [x, y] = steps;
      const corners = [`${x} ${y}`];
      for (let n = 2; n < steps.length; n += 2) corners.push(`${(x += steps[n])} ${(y += steps[n + 1])}`);
      for (let n = 0; n < corners.length; n++) yield [corners[n], corners[(n + 1) % corners.length]];
    }
  }

  // Colours of the finer areas come in a second answer, before or after the drawing is there.
  function colour() {
    const answer = document.querySelector("[data-desk-levels]");
    if (!answer) return;
    const levels = JSON.parse(answer.dataset.deskLevels);
    for (const path of document.querySelectorAll(".desk-area-inner")) {
      const level = levels[path.dataset.code];
      const name = level === undefined ? "desk-area-inner" : `desk-area-inner desk-fill-${level || "none"}`;
      if (path.getAttribute("class") !== name) path.setAttribute("class", name);
    }
  }

  function drawArea(svg, area, facts) {
    const link = node("a", { href: facts.href, class: "desk-area" }, svg);
    const level = facts.level < 0 ? "plain" : facts.level || "none";
    const path = node("path", { d: area.d, class: `desk-fill-${level}` }, link);
    node("title", {}, path).textContent = facts.name;
    link.setAttribute("aria-label", facts.name);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.threecenterGo(facts.href);
    });
  }

  // Labels are drawn largest area first; one that would cover another is left to the tooltip and the ranking.
  function label(svg, map, shown, areas, here) {
    const unit = Math.max(map.view_box[2] / (svg.clientWidth || 440), map.view_box[3] / (svg.clientHeight || 390));
    const taken = [];
    const ordered = [...shown].sort((a, b) => (b.code === here) - (a.code === here) || (b.area_km2 || 0) - (a.area_km2 || 0));
    for (const area of ordered) {
      const text = areas[area.code].label || (area.code === here ? areas[area.code].name : "");
      if (!text || !area.label) continue;
      const width = [...text].reduce((sum, one) => sum + (one > "\u2e7f" ? 14 : 7.5), 0) * unit;
      const height = 18 * unit;
      const [x, y] = area.label;
      const frame = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      if (taken.some((other) => frame[0] < other[2] && other[0] < frame[2] && frame[1] < other[3] && other[1] < frame[3])) continue;
      taken.push(frame);
      const made = node("text", { x, y, class: "desk-area-label", "font-size": 13 * unit, "stroke-width": 3.5 * unit }, svg);
      made.textContent = text;
    }
  }

  function drawMaps() {
    for (const box of document.querySelectorAll("[data-desk-map]")) {
      const key = box.dataset.deskMap + box.dataset.areas + box.dataset.here;
      if (box.drawn === key) continue;
      box.drawn = key;
      geometry(box.dataset.deskMap).then(
        (map) => box.drawn === key && draw(box, map),
        () => box.closest(".desk-panel").classList.add("desk-map-missing"),
      );
    }
  }

  function dress() {
    const page = document.querySelector(".desk-page");
    if (!page) return;
    const root = document.documentElement;
    if (root.lang !== page.lang) root.lang = page.lang;
    if (root.dataset.theme !== page.dataset.theme) root.dataset.theme = page.dataset.theme;
    if (document.title !== page.dataset.pageTitle) document.title = page.dataset.pageTitle;
    for (const input of page.querySelectorAll("input.desk-date")) if (input.type !== "date") input.type = "date";
    name(page);
    drawMaps();
    colour();
    for (const box of page.querySelectorAll("[data-defined]")) define(box);
    arrive(page);
  }

  // Dash hides the field that takes the keyboard's focus from screen readers, although it can be reached.
  function name(page) {
    for (const field of page.querySelectorAll(".dash-dropdown-focus-target[aria-hidden]")) {
      field.removeAttribute("aria-hidden");
      field.setAttribute("aria-label", field.closest("[aria-label]").getAttribute("aria-label"));
    }
  }

  // Dash scrolls to the top after a link; an address with an anchor means a part of the page.
  let arrived = null;
  function arrive(page) {
    const address = window.location.href;
    if (arrived === address || !window.location.hash) return;
    const target = document.getElementById(window.location.hash.slice(1));
    if (!target || !page.contains(target)) return;
    arrived = address;
    document.querySelector(".desk-target")?.classList.remove("desk-target");
    target.classList.add("desk-target");
    requestAnimationFrame(() => target.scrollIntoView({ block: "nearest" }));
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll(".desk-menu[open]")) if (menu !== except) menu.removeAttribute("open");
  }

  document.addEventListener("click", (event) => {
    const menu = event.target.closest(".desk-menu");
    closeMenus(event.target.closest(".desk-option") ? null : menu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(".desk-menu[open]");
    if (!menu) return;
    closeMenus(null);
    menu.querySelector("summary").focus();
  });

  // A table in a closed block is written when the block is opened.
  function table(box) {
    const { caption, head, rows } = JSON.parse(box.dataset.table);
    const made = document.createElement("table");
    made.className = "desk-table";
    Object.assign(made.createCaption(), { textContent: caption, className: "visually-hidden" });
    const top = made.createTHead().insertRow();
    for (const name of head) headCell(top, name, "col");
    const body = made.createTBody();
    for (const [name, ...values] of rows) {
      const row = body.insertRow();
      headCell(row, name, "row");
      for (const value of values) Object.assign(row.insertCell(), { textContent: value, className: "num" });
    }
    box.replaceChildren(made);
  }

  function headCell(row, text, scope) {
    row.append(Object.assign(document.createElement("th"), { textContent: text, scope }));
  }

  // The figures of a page of definitions; cells name themselves where the heads of the columns have no room.
  function define(box) {
    if (box.written === box.dataset.defined) return;
    box.written = box.dataset.defined;
    const { head, rows } = JSON.parse(box.dataset.defined);
    const made = Object.assign(document.createElement("table"), { className: "desk-table desk-defined" });
    const top = made.createTHead().insertRow();
    for (const name of head) headCell(top, name, "col");
    const body = made.createTBody();
    for (const { id, name, meaning, formula, facts } of rows) {
      const row = Object.assign(body.insertRow(), { id });
      headCell(row, name, "row");
      row.lastChild.append(code(id));
      Object.assign(row.insertCell(), { textContent: meaning }).append(...(formula ? [code(formula)] : []));
      facts.forEach((text, n) => {
        const cell = Object.assign(row.insertCell(), { textContent: text, className: text === "—" ? "desk-blank" : "" });
        cell.dataset.label = head[n + 2];
      });
    }
    box.replaceChildren(made);
  }

  function code(text) {
    return Object.assign(document.createElement("code"), { textContent: text });
  }

  document.addEventListener("toggle", (event) => {
    for (const box of event.target.querySelectorAll("[data-table]")) table(box);
  }, true);

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      dress();
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-areas", "data-defined", "data-desk-levels", "data-theme", "data-page-title", "lang"] });
})();
