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
  // More areas than that lie closer together than their lines can be told apart.
  const MOST_LINED = 2000;
  const REACH = [64, 56];
  const LINES = { few: 52, many: 42 };
  const [ABOVE, BELOW, BEZEL] = [26, 26, 6];
  const NUMBER_TO_NAME = 1.25;
  const [HALF_HAN, HALF_LATIN] = [12, 6.9];
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
      const fine = geometry.areas.filter((one) => rank(one) > shaded);
      if (fine.length <= MOST_LINED) make("path", { d: fine.map((area) => area.d).join(""), class: "fine" }, ground);
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

    // Children of the place: what no wider area of the map holds, whose code would begin theirs.
    labelled() {
      const lengths = [...new Set(this.geometry.areas.map(({ code }) => code.length))];
      const isInside = ({ code }) => lengths.some((n) => n < code.length && this.areas.has(code.slice(0, n)));
      return this.geometry.areas.filter((area) => !isInside(area));
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
      const seen = mark.is_seen ? "seen" : "";
      make("path", { d: area.d, class: `mark-outline ${seen}`, "data-state": mark.state }, this.outlines);
      const spot = make("svg", { ...this.at(area.label), class: "mark" }, this.markers);
      const group = make("g", { "data-state": mark.state, class: seen }, spot);
      group.style.setProperty("--beside", beside);
      make("path", { d: SHAPES[mark.state] ?? SHAPES.on }, group);
      make("text", { class: "num", y: mark.state === "warning" ? 11 : 7 }, group).textContent = String(mark.number);
    }

    // Whether a label stands inside the drawing, clear of its head and foot and of where the wall's screens end; in units.
    wholeness(unit) {
      const { x, y } = window.threecenterScreen?.bezels ?? { x: [], y: [] };
      const own = this.box.getBoundingClientRect();
      const host = this.box.parentElement;
      const across = (at) => (at - own.left) / unit;
      const down = (at) => (at - own.top) / unit;
      const edges = ({ left, right, top, bottom }) => ({ left: across(left), right: across(right), top: down(top), bottom: down(bottom) });
      const room = edges(host.getBoundingClientRect());
      const beside = [...(host.parentElement?.querySelectorAll(".map-head > *, .schematic") ?? [])].map((one) => edges(one.getBoundingClientRect()));
      return (at, height, half) => {
        const [left, right, top, bottom] = [at - half, at + half, height - ABOVE, height + BELOW];
        const isIn = left >= room.left && right <= room.right && top >= room.top && bottom <= room.bottom;
        const isBeside = beside.every((one) => right < one.left || left > one.right || bottom < one.top || top > one.bottom);
        const isUncut = x.every((one) => Math.abs(at - across(one)) > half + BEZEL) && y.every((one) => down(one) < top - BEZEL || down(one) > bottom + BEZEL);
        return isIn && isBeside && isUncut;
      };
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
      const isWhole = this.wholeness(unit);
      const home = (code) => place(this.areas.get(code).label);
      const isDisturbed = (code) => Number(markers.some((one) => !isApart(one, home(code), REACH)));
      const ordered = [...this.labels].sort(([one], [other]) => isDisturbed(one) - isDisturbed(other));
      for (const [code, group] of ordered) {
        const [x, y] = home(code);
        const isClear = ([dx, dy]) => markers.every((one) => isApart(one, [x + dx, y + dy], REACH));
        const half = Math.max(halfWidth(group.firstChild.textContent), halfWidth(group.lastChild.textContent) * NUMBER_TO_NAME);
        const isFree = ([dx, dy]) => taken.every((one) => isApart(one.at, [x + dx, y + dy], [one.half + half, lines]));
        const move = MOVES.find((one) => isClear(one) && isFree(one) && isWhole(x + one[0], y + one[1], half));
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
