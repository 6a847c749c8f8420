// Where on a map there is room: beside the head of its panel, and for the names of places; lengths are in units.
(() => {
  "use strict";
  const REACH = [64, 56];
  const LINES = { few: 52, many: 42 };
  const [ABOVE, BELOW, BEZEL] = [26, 26, 6];
  const NUMBER_TO_NAME = 1.25;
  const [HALF_HAN, HALF_LATIN] = [12, 6.9];
  const MOVES = [[0, 0], [0, -44], [0, 44], [-64, 0], [64, 0], [-64, -44], [64, -44], [-64, 44], [64, 44], [0, -80], [0, 80], [-96, 0], [96, 0]];
  const PROBES = [0, 0.25, 0.5, 0.75, 1];

  const halfWidth = (text) => [...text].reduce((sum, one) => sum + (one > "\u2e80" ? HALF_HAN : HALF_LATIN), 4);
  const isApart = (one, other, [x, y]) => Math.abs(one[0] - other[0]) > x || Math.abs(one[1] - other[1]) > y;

  const isUnder = ({ ground, outline }, { left, right, top, bottom }) => {
    const onGround = ground.getScreenCTM().inverse();
    const isIn = (x, y) => outline.isPointInFill(new DOMPoint(x, y).matrixTransform(onGround));
    return PROBES.some((across) => PROBES.some((down) => isIn(left + across * (right - left), top + down * (bottom - top))));
  };

  // A place that would lie under its panel's head stands below it; looked at anew when the panel's size changes.
  const standClear = (drawing) => {
    const host = drawing.box.parentElement, panel = host.parentElement;
    const head = panel.querySelector(".map-head");
    const size = `${panel.clientWidth} ${panel.clientHeight}`;
    if (!head || size === host.dataset.size) return;
    host.dataset.size = size;
    host.style.removeProperty("--head");
    const texts = [...head.querySelectorAll("h2, .note, .num")].map((one) => one.getBoundingClientRect());
    const { left, right, top, height } = head.querySelector(".legend").getBoundingClientRect();
    const swatches = { left, right, top, bottom: top + height / 3 };
    if ([...texts, swatches].some((part) => isUnder(drawing, part))) host.style.setProperty("--head", `${head.offsetHeight}px`);
  };

  // Whether a label stands inside the drawing, clear of its head and foot and of where the wall's screens end.
  const wholeness = (box, unit) => {
    const { x, y } = window.threecenterScreen?.bezels ?? { x: [], y: [] };
    const own = box.getBoundingClientRect();
    const host = box.parentElement;
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
  };

  // A label moves to the first spot that no marker and no earlier label stands on; without one it stays unseen:
  // the ranking tells its place.
  const giveWay = ({ box, geometry, areas, labels, isCrowded }, spots) => {
    const [left, top, width, height] = geometry.view_box;
    const unit = parseFloat(getComputedStyle(box).fontSize) / 22;
    const scale = [box.clientWidth / width / unit, box.clientHeight / height / unit];
    const place = ([x, y]) => [(x - left) * scale[0], (y - top) * scale[1]];
    const markers = spots.map(({ area, beside }) => [place(area.label)[0] + beside, place(area.label)[1]]);
    const taken = [];
    const lines = isCrowded ? LINES.many : LINES.few;
    const isWhole = wholeness(box, unit);
    const home = (code) => place(areas.get(code).label);
    const isDisturbed = (code) => Number(markers.some((one) => !isApart(one, home(code), REACH)));
    const ordered = [...labels].sort(([one], [other]) => isDisturbed(one) - isDisturbed(other));
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
  };

  window.threecenterRoom = { standClear, giveWay };
})();
