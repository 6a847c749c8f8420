// Draws a schematic map from its stored geometry: areas, borders, labels and numbered markers, all as SVG.
(() => {
  "use strict";
  const SHAPES = {
    critical: "M0-22 22 0 0 22-22 0Z",
    warning: "M0-22 22 17-22 17Z",
    on: "M0-18A18 18 0 0 1 0 18A18 18 0 0 1 0-18Z",
  };
  const MARK_WIDTH = 42;
  const LEVELS = ["province", "city", "district", "subdistrict", "community", "grid"];
  const SHADED = LEVELS.indexOf("community");
  const MOST_NAMED = 12;
  const REACH = [64, 56];
  const LABEL = [24, 26];
  const LINES = { few: 52, many: 42 };
  const [HALF_HAN, HALF_LATIN] = [12, 6.4];
  const MOVES = [[0, 0], [0, -44], [0, 44], [-64, 0], [64, 0], [-64, -44], [64, -44], [-64, 44], [64, 44], [0, -80], [0, 80], [-96, 0], [96, 0]];

  const make = (...parts) => window.threecenterCharts.make(...parts);
  const percent = (value, from, extent) => `${(((value - from) / extent) * 100).toFixed(3)}%`;

  const halfWidth = (text) => [...text].reduce((sum, one) => sum + (one > "\u2e80" ? HALF_HAN : HALF_LATIN), 4);
  const isApart = (one, other, [x, y]) => Math.abs(one[0] - other[0]) > x || Math.abs(one[1] - other[1]) > y;

  // Marks of one place stand side by side, so that none hides another; how far from its middle, in units.
  const beside = (mark, marks) => {
    const here = marks.filter((one) => one.place === mark.place);
    return (here.indexOf(mark) - (here.length - 1) / 2) * MARK_WIDTH;
  };

  class Drawing {
    constructor(host, geometry) {
      this.geometry = geometry;
      this.areas = new Map(geometry.areas.map((area) => [area.code, area]));
      const [, , width, height] = geometry.view_box;
      this.box = document.createElement("div");
      this.box.className = "map-box";
      this.box.style.setProperty("--ratio", width / height);
      this.ground = make("svg", { viewBox: geometry.view_box.join(" "), class: "ground" }, this.box);
      this.signs = make("svg", { class: "signs" }, this.box);
      this.labels = new Map();
      this.drawGround();
      this.outlines = make("g", {}, this.ground);
      this.drawLabels();
      this.box.classList.toggle("dense", this.labels.size > MOST_NAMED);
      this.markers = make("g", {}, this.signs);
      host.replaceChildren(this.box);
    }

    // Communities carry the shade, else the finest areas; wider ones are borders that a keyboard can reach.
    drawGround() {
      const { geometry, ground } = this;
      const rank = (area) => LEVELS.indexOf(area.level);
      const ranks = geometry.areas.map(rank);
      const shaded = ranks.includes(SHADED) ? SHADED : Math.max(...ranks, 0);
      for (const area of geometry.context) make("path", { d: area.d, class: "context" }, ground);
      for (const area of geometry.areas.filter((one) => rank(one) === shaded)) this.drawArea(area);
      for (const area of geometry.areas.filter((one) => rank(one) > shaded)) make("path", { d: area.d, class: "fine" }, ground);
      for (const area of geometry.areas.filter((one) => rank(one) < shaded)) this.drawBorder(area);
      make("path", { d: geometry.outline, class: "outline" }, ground);
    }

    drawArea(area) {
      const link = make("a", { href: `/places/${encodeURIComponent(area.code)}`, tabindex: "-1" }, this.ground);
      const path = make("path", { d: area.d, class: "area", "data-key": `area:${area.code}`, "data-state": "0" }, link);
      make("title", {}, path).textContent = this.nameOf(area);
    }

    drawBorder(area) {
      const target = { href: `/places/${encodeURIComponent(area.code)}`, class: "border", "aria-label": this.nameOf(area) };
      make("path", { d: area.d }, make("a", target, this.ground));
    }

    nameOf(area) {
      return (document.documentElement.lang === "en" && area.name_en) || area.name || area.code;
    }

    at([x, y]) {
      const [left, top, width, height] = this.geometry.view_box;
      return { x: percent(x, left, width), y: percent(y, top, height) };
    }

    // Names and numbers are kept by the live script, which finds them by their identifiers.
    drawLabels() {
      for (const area of this.labelled()) {
        const spot = make("svg", { ...this.at(area.label), class: "label" }, this.signs);
        const group = make("g", {}, spot);
        make("text", { class: "map-name", "data-cell": `map-name:${area.code}` }, group);
        make("text", { class: "map-open num", "data-cell": `map-open:${area.code}` }, group);
        this.labels.set(area.code, group);
      }
    }

    // Children of the place: what no wider area of the map holds.
    labelled() {
      const { areas } = this.geometry;
      const isInside = (area) => areas.some((one) => one !== area && area.code.startsWith(one.code));
      return areas.filter((area) => !isInside(area));
    }

    mark(marks) {
      this.markers.replaceChildren();
      this.outlines.replaceChildren();
      const shown = marks.filter((mark) => this.areas.has(mark.place)).slice(0, 9);
      const spots = shown.map((mark) => ({ area: this.areas.get(mark.place), beside: beside(mark, shown) }));
      shown.forEach((mark, n) => this.drawMark(mark, spots[n]));
      this.giveWay(spots);
    }

    drawMark(mark, { area, beside }) {
      make("path", { d: area.d, class: "mark-outline", "data-state": mark.state }, this.outlines);
      const spot = make("svg", { ...this.at(area.label), class: "mark" }, this.markers);
      const group = make("g", { "data-state": mark.state }, spot);
      group.style.setProperty("--beside", beside);
      make("path", { d: SHAPES[mark.state] ?? SHAPES.on }, group);
      make("text", { class: "num", y: mark.state === "warning" ? 11 : 7 }, group).textContent = String(mark.number);
    }

    // Whether a label's words, centred at a spot of the box in units, would be seen whole; the host cuts off the rest.
    holds([x, y], group, unit) {
      const half = group.firstChild.getComputedTextLength() / unit / 2;
      const [host, box] = [this.box.parentElement, this.box].map((one) => one.getBoundingClientRect());
      const [left, right] = [x - half, x + half].map((edge) => box.left + edge * unit);
      const [top, bottom] = [y - LABEL[0], y + LABEL[1]].map((edge) => box.top + edge * unit);
      return left >= host.left && right <= host.right && top >= host.top && bottom <= host.bottom;
    }

    // A label moves to the first spot that no marker and no earlier label stands on; without one it stays unseen:
    // the ranking tells its place.
    giveWay(spots) {
      const [left, top, width, height] = this.geometry.view_box;
      const unit = parseFloat(getComputedStyle(this.box).fontSize) / 22;
      const scale = [this.box.clientWidth / width / unit, this.box.clientHeight / height / unit];
      const place = ([x, y]) => [(x - left) * scale[0], (y - top) * scale[1]];
      const markers = spots.map(({ area, beside }) => [place(area.label)[0] + beside, place(area.label)[1]]);
      const taken = [];
      const lines = this.labels.size > MOST_NAMED ? LINES.many : LINES.few;
      const home = (code) => place(this.areas.get(code).label);
      const isDisturbed = (code) => Number(markers.some((one) => !isApart(one, home(code), REACH)));
      const ordered = [...this.labels].sort(([one], [other]) => isDisturbed(one) - isDisturbed(other));
      for (const [code, group] of ordered) {
        const [x, y] = home(code);
        const isClear = ([dx, dy]) => markers.every((one) => isApart(one, [x + dx, y + dy], REACH));
        const half = halfWidth(group.firstChild.textContent);
        const isFree = ([dx, dy]) => taken.every((one) => isApart(one.at, [x + dx, y + dy], [one.half + half, lines]));
        const isWithin = ([dx, dy]) => this.holds([x + dx, y + dy], group, unit);
        const move = MOVES.find((one) => isClear(one) && isFree(one) && isWithin(one));
        group.classList.toggle("unseen", !move);
        if (!move) continue;
        const [dx, dy] = move;
        taken.push({ at: [x + dx, y + dy], half });
        group.style.setProperty("--move-x", dx);
        group.style.setProperty("--move-y", dy);
      }
    }
  }

  const draw = async (host) => {
    const answer = await fetch(`/geometry/${encodeURIComponent(host.dataset.map)}.json`);
    if (!answer.ok) {
      host.dataset.state = "none";
      return null;
    }
    return new Drawing(host, await answer.json());
  };

  window.threecenterMap = { draw };
})();
