// Draws the small charts of a wall as SVG. Data become numbers and attributes only, never markup.
(() => {
  "use strict";
  const SPACE = "http://www.w3.org/2000/svg";

  const make = (name, attributes, parent) => {
    const element = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent?.append(element);
    return element;
  };

  // Points to a path; a missing value lifts the pen.
  const trace = (points) => {
    let pen = "M";
    return points
      .map((point) => {
        if (!point) {
          pen = "M";
          return "";
        }
        const step = `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
        pen = "L";
        return step;
      })
      .join("");
  };

  // A box without a viewBox: its units are pixels, so that lines keep their weight at any size.
  const canvas = (host) => {
    const { width, height } = host.getBoundingClientRect();
    const svg = make("svg", { width: "100%", height: "100%" });
    host.replaceChildren(svg);
    return { svg, width, height };
  };

  const spark = (host, chart) => {
    const { svg, width, height } = canvas(host);
    const known = chart.values.filter((value) => value !== null);
    if (known.length < 2 || !width) return;
    const low = Math.min(...known);
    const extent = Math.max(...known) - low || 1;
    const edge = height * 0.18;
    const across = (width - 2 * edge) / (chart.values.length - 1);
    const points = chart.values.map((value, n) =>
      value === null ? null : [edge + n * across, height - edge - ((value - low) / extent) * (height - 2 * edge)],
    );
    make("path", { d: trace(points), class: "line" }, svg);
    const end = points.at(-1);
    if (end && chart.has_end) make("circle", { cx: end[0], cy: end[1], r: edge * 0.9, class: "dot" }, svg);
  };

  const rhythm = (host, chart) => {
    const { svg, width, height } = canvas(host);
    if (!chart.top || !width) return;
    const slots = 96;
    const at = (value, n) => [((n + 0.5) / slots) * width, height - (value / chart.top) * height];
    for (const share of [0, 0.5, 1]) {
      const y = height * share;
      make("line", { x1: 0, x2: width, y1: y, y2: y, class: share === 1 ? "axis" : "grid" }, svg);
    }
    if (chart.high.length) {
      const outline = [...chart.high.map(at), ...chart.low.map((value, n) => at(value, n)).reverse()];
      make("path", { d: `${trace(outline)}Z`, class: "band" }, svg);
      make("path", { d: trace(chart.middle.map(at)), class: "middle" }, svg);
    }
    const points = chart.values.map(at);
    make("path", { d: trace(points), class: "line" }, svg);
    if (points.length) finish(svg, points.at(-1), chart.label, width);
  };

  const finish = (svg, [x, y], label, width) => {
    make("circle", { cx: x, cy: y, class: "end" }, svg);
    const isLate = x > width * 0.85;
    const text = make("text", { x, y, class: "end-label", "text-anchor": isLate ? "end" : "start" }, svg);
    text.dataset.side = isLate ? "before" : "after";
    text.textContent = label;
  };

  // Dots along an axis: a tick at the middle one, a shorter one at P90.
  const strip = (host, chart) => {
    const { svg, width, height } = canvas(host);
    if (!chart.top || !width) return;
    const at = (value) => (value / chart.top) * width;
    const tick = (value, top) =>
      make("line", { x1: at(value), x2: at(value), y1: top, y2: height - top, class: "mark" }, svg);
    make("line", { x1: 0, x2: width, y1: height / 2, y2: height / 2, class: "axis" }, svg);
    for (const value of chart.middle) tick(value, 0);
    for (const value of chart.high) tick(value, height / 4);
    for (const value of chart.values) make("circle", { cx: at(value), cy: height / 2, class: "dot" }, svg);
  };

  window.threecenterCharts = { spark, rhythm, strip, make };
})();
