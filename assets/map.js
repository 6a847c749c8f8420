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

  const make = (...parts) => window.threecenterCharts.make(...parts);
  const percent = (value, from, extent) => `${(((value - from) / extent) * 100).toFixed(3)}%`;

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
      this.isCrowded = this.labels.size > MOST_NAMED;
      this.box.classList.toggle("dense", this.isCrowded);
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
      this.outline = make("path", { d: geometry.outline, class: "outline" }, ground);
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
      window.threecenterRoom.standClear(this);
      this.markers.replaceChildren();
      this.outlines.replaceChildren();
      const shown = marks.filter((mark) => this.areas.has(mark.place)).slice(0, 9);
      const spots = shown.map((mark) => ({ area: this.areas.get(mark.place), beside: beside(mark, shown) }));
      shown.forEach((mark, n) => this.drawMark(mark, spots[n]));
      window.threecenterRoom.giveWay(this, spots);
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
