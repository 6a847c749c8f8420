// How a wall is divided on the screen it stands on: its unit, its columns between the bezels, and what is left out for
// readers far away. The address says what the screen cannot know of itself: screens=COLUMNSxROWS, and scale=1..1.9 or
// distance= and height= in metres. All lengths are units: 1080 of them, over the scale, are the height of a 16:9 wall.
(() => {
  "use strict";
  const [ACROSS, DOWN] = [1920, 1080];
  const [MODULE, GUTTER, MARGIN, EDGE] = [480, 16, 32, 24];
  const [HEADER, STRIP, TICKER] = [58, 158, 84];
  const [LARGEST, REFERENCE, LEAN, FAR] = [1.9, 2.94, 1.2, 1.5];
  const WIDE_RATIO = 2.6;
  const PHONE = 768;
  const ROOMY = 1424;
  const LEAST_COLUMN = 400;
  const LEAST_PANEL = 200;
  // A row of screens that is lower has no room for a panel: there, larger sizes are not to be had.
  const LEAST_LAYER = 360;
  const MOST_PANELS = 8;
  const FIGURES = { full: 6, lean: 6, far: 4 };
  // Modules of the overview's columns, whose second, or first of two, is the map; those of other boards are measured.
  const SHARES = { full: [2, 3, 2, 1], lean: [2, 3, 2, 1], far: [3, 2] };
  const ON_MAP = 0.75;
  const ON_TEXT = 100;

  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
  const sum = (values) => values.reduce((total, one) => total + one, 0);
  const range = (n) => Array.from({ length: n }, (_, one) => one);
  const length = (units) => `calc(${units.toFixed(2)} * var(--u))`;

  // What an address asks for; what cannot be read is not asked for.
  const read = (search) => {
    const asked = new URLSearchParams(search);
    const [, columns, rows] = /^([1-9]|1\d)x([1-3])$/.exec(asked.get("screens") ?? "") ?? [null, 1, 1];
    const far = Number(asked.get("distance")) / Number(asked.get("height"));
    const scale = Number(asked.get("scale")) || (far > 0 && far < Infinity ? far / REFERENCE : 1);
    return { columns: Number(columns), rows: Number(rows), scale: clamp(scale, 1, LARGEST) };
  };

  // All ways to give n modules to some columns.
  const ways = function* (n, columns) {
    if (columns === 1) yield [n];
    else for (let own = 1; own <= n - columns + 1; own += 1) for (const rest of ways(n - own, columns - 1)) yield [own, ...rest];
  };

  // The way nearest to the shares whose gutters fall on bezels; where there are more bezels, they cross the map.
  const share = (n, shares, mapAt, bezels, module) => {
    const ideal = shares.map((one) => (one / sum(shares)) * n);
    const cost = (way) => {
      const edges = way.map((_, column) => sum(way.slice(0, column + 1)));
      const column = (bezel) => edges.findIndex((edge) => bezel < edge);
      const crossed = bezels.filter((bezel) => !edges.includes(bezel)).map((bezel) => column(bezel) === mapAt);
      const narrow = way.filter((one) => one * module < LEAST_COLUMN).length;
      const gaps = way.map((one, place) => (one - ideal[place]) ** 2);
      return sum(gaps) + sum(crossed.map((isMap) => (isMap ? ON_MAP : ON_TEXT))) + narrow * 10;
    };
    return [...ways(n, shares.length)].reduce((best, way) => (cost(way) < cost(best) ? way : best));
  };

  // Widths of columns whose edges stand at multiples of a module: gutters inside, the margin of the wall outside.
  const widths = (way, module) =>
    way.map((one, place) => {
      const outside = [place === 0, place === way.length - 1].map((isEnd) => (isEnd ? MARGIN : GUTTER / 2));
      return one * module - sum(outside);
    });

  // The figures of the strip shared among the screens of a row; a screen without one lends its room to the next.
  const strip = (figures, columns, across) => {
    const found = [];
    let lent = -MARGIN;
    for (const screen of range(columns)) {
      const own = Math.floor(((screen + 1) * figures) / columns) - Math.floor((screen * figures) / columns);
      const room = across / columns + lent - (screen === columns - 1 ? MARGIN : 0);
      lent = own ? 0 : room;
      found.push(...range(own).map(() => room / own));
    }
    return found;
  };

  // Heights of the strip and of the two rows below it, which end and begin at bezels.
  const rows = (down, bezels, above, below) => {
    const start = EDGE + HEADER + GUTTER + above;
    const end = down - EDGE - below;
    const first = bezels.find((bezel) => bezel >= start + STRIP);
    const isClose = first !== undefined && first - start - STRIP - GUTTER < LEAST_PANEL;
    const high = isClose ? first - GUTTER / 2 - start : STRIP;
    const top = start + high + GUTTER;
    const middle = bezels.find((bezel) => bezel > top + LEAST_PANEL && bezel < end) ?? (top + end) / 2;
    return { high, two: [middle - GUTTER / 2 - top, end - middle - GUTTER / 2] };
  };

  // Heights of so many panels in the two rows, the fuller row as empty as can be.
  const stack = (panels, [upper, lower]) => {
    if (panels === 1) return [upper + GUTTER + lower];
    const fullest = (n) => Math.max(n / upper, (panels - n) / lower);
    const above = range(panels - 1).map((n) => n + 1).reduce((best, n) => (fullest(n) < fullest(best) ? n : best));
    const each = (room, n) => range(n).map(() => (room - GUTTER * (n - 1)) / n);
    return [...each(upper, above), ...each(lower, panels - above)];
  };

  const OVERVIEW = { isOverview: true, shares: null, mapAt: 1 };

  const divide = (width, height, { columns, rows: layers, scale: asked }, board = OVERVIEW) => {
    // The boards of the centers hold too much for readers far away: theirs is the overview.
    const own = board.isOverview ? asked : 1;
    const scale = layers > 1 ? clamp(own, 1, DOWN / layers / LEAST_LAYER) : own;
    const unit = Math.min(width / ACROSS, height / DOWN) * scale;
    const [across, down] = [width / unit, height / unit];
    const density = scale > FAR ? "far" : scale > LEAN ? "lean" : "full";
    const isModular = width >= PHONE && (columns * layers > 1 || width / height >= WIDE_RATIO);
    const bezels = {
      x: range(columns - 1).map((n) => ((n + 1) / columns) * width),
      y: range(layers - 1).map((n) => ((n + 1) / layers) * height),
    };
    const found = { scale, density, layout: "plain", room: across < ROOMY ? "tight" : "roomy", bezels, tiles: tiles(density, board, 3) };
    return isModular ? { ...found, ...modules(across, down, columns, layers, density, board) } : found;
  };

  // How many panels of another board there is room for in one row: all, where none is given.
  const tiles = (density, { isOverview }, most) => (isOverview || density === "full" ? null : density === "far" ? 2 : most);

  const modules = (across, down, columns, layers, density, board) => {
    const n = columns * Math.max(1, Math.round(across / MODULE / columns));
    const isTiled = !board.isOverview && (density !== "full" || layers === 3);
    const shares = isTiled ? tiled(density, n, layers === 3 ? columns : n) : board.isOverview ? SHARES[density].slice(0, Math.max(n, 2)) : board.shares;
    const count = columns * Math.ceil(Math.max(n, shares.length) / columns);
    const module = across / count;
    const bezels = range(columns - 1).map((one) => ((one + 1) * count) / columns);
    const way = share(count, shares, density === "far" ? 0 : isTiled ? -1 : board.mapAt, bezels, module);
    const hasTicker = density !== "far" && !(board.isOverview && shares.length === SHARES.full.length);
    const isAbove = hasTicker && layers === 3;
    const room = TICKER + GUTTER;
    const ends = range(layers - 1).map((one) => ((one + 1) * down) / layers);
    const found = rows(down, ends, isAbove ? room : 0, hasTicker && !isAbove ? room : 0);
    const [upper, lower] = found.two;
    const isDouble = isTiled && density === "full";
    return {
      layout: board.isOverview ? "modules" : isTiled ? "tiles" : "columns",
      slots: board.isOverview ? shares.length : null, layers, ticker: !hasTicker ? "none" : isAbove ? "above" : "below",
      alarms: lower > 1.3 * upper ? "low" : "high",
      tiles: isTiled ? (isDouble ? 2 * shares.length - 1 : shares.length) : null,
      columns: widths(way, module), rows: isTiled && !isDouble ? [upper + GUTTER + lower] : found.two, high: found.high,
      figures: strip(FIGURES[density], columns, across),
      start: columns === 1 ? null : (across * (columns === 2 ? 1 : columns - 1)) / columns - MARGIN - GUTTER / 2,
      place: columns < 3 ? null : across / columns - MARGIN - GUTTER / 2,
      stacks: layers > 1 ? range(MOST_PANELS).map((panels) => stack(panels + 1, found.two)) : [],
    };
  };

  // Equal tiles of a board that has no room for all its panels.
  const tiled = (density, n, most) => (density === "far" ? [3, 2] : range(Math.max(2, most)).map(() => 1));

  // --- the page takes what has been found; the sheets do the rest ---
  const page = document.documentElement;
  const put = (name, lengths) => page.style.setProperty(name, [lengths].flat().map(length).join(" "));
  const mark = (element, name, value) => {
    if (value === undefined || value === null) delete element.dataset[name];
    else element.dataset[name] = value;
  };

  // A board's columns as they stand on a plain wall, and the one that is a map. What a wider wall adds is the widest one's.
  const measure = (root) => {
    const main = root?.querySelector(".wall-main");
    if (!main || root.classList.contains("board-overview")) return OVERVIEW;
    Object.assign(page.dataset, { layout: "plain", density: "full" });
    page.style.setProperty("--scale", 1);
    const unit = Math.min(innerWidth / ACROSS, innerHeight / DOWN);
    const shares = getComputedStyle(main).gridTemplateColumns.split(" ").map((one) => parseFloat(one) / unit);
    const widest = shares.indexOf(Math.max(...shares));
    shares[widest] = Math.max(LEAST_COLUMN, shares[widest] - (innerWidth / unit - ACROSS));
    const mapAt = [...main.children].findIndex((one) => one.classList.contains("wall-map"));
    return { isOverview: false, shares, mapAt: main.children.length === shares.length ? mapAt : -1 };
  };

  // The panels that stay where there is no room for all: what calls, where it is, then the board's own in their order.
  const tile = (root, most) => {
    const main = root?.querySelector(".wall-main");
    if (!main) return;
    const panels = [...main.querySelectorAll(".panel")].filter((one) => !main.contains(one.parentElement.closest(".panel")));
    const calling = main.querySelector(".wall-alarms") ?? main.querySelector(".wall-side > .panel:not(.wall-map)");
    const first = [calling, main.querySelector(".wall-map")].filter(Boolean);
    const ordered = [...first, ...panels.filter((one) => !first.includes(one))];
    for (const [n, panel] of ordered.entries()) mark(panel, "tile", most === null ? undefined : n < most ? n : "off");
  };

  const apply = () => {
    const root = document.querySelector("#wall[data-live]");
    const found = divide(innerWidth, innerHeight, read(location.search), measure(root));
    for (const name of ["density", "layout", "room", "slots", "layers", "ticker", "alarms"]) mark(page, name, found[name]);
    page.style.setProperty("--scale", found.scale);
    page.style.setProperty("--screens", found.bezels.x.length + 1);
    const isModular = found.columns !== undefined;
    mark(page, "header", !isModular ? null : found.place !== null ? "apart" : found.start !== null ? "halved" : "whole");
    for (const name of isModular ? ["columns", "rows", "high", "figures"] : []) put(`--${name}`, found[name]);
    put("--start", found.start ?? 0);
    put("--place", found.place ?? 0);
    found.stacks?.forEach((heights, n) => put(`--stack-${n + 1}`, heights));
    tile(root, found.tiles);
    window.threecenterScreen.bezels = found.bezels;
  };

  window.threecenterScreen = { read, divide, apply, bezels: { x: [], y: [] } };
  addEventListener("resize", apply);
  apply();
})();
