() => {
  const wall = document.querySelector("#wall");
  const probe = document.createElement("div");
  probe.style.cssText = "position:absolute;width:calc(1000 * var(--u))";
  wall.append(probe);
  const unit = probe.getBoundingClientRect().width / 1000;
  probe.remove();
  const { x: across, y: down } = window.threecenterScreen.bezels;
  const clips = (element) => !["visible"].includes(getComputedStyle(element).overflow);
  const ancestors = (element) => {
    const found = [];
    for (let one = element; one && one !== wall.parentElement; one = one.parentElement) found.push(one);
    return found;
  };
  const isInside = (part, whole, slack = 1.5) => part.left >= whole.left - slack && part.right <= whole.right + slack
    && part.top >= whole.top - slack && part.bottom <= whole.bottom + slack;
  const isApart = (one, other, slack = 1.5) => one.right <= other.left + slack || other.right <= one.left + slack
    || one.bottom <= other.top + slack || other.bottom <= one.top + slack;
  // The ink of a line: digits and Han characters fill about three quarters of their size.
  const ink = (rect, size) => {
    const middle = (rect.top + rect.bottom) / 2;
    return { left: rect.left, right: rect.right, top: middle - size * 0.38, bottom: middle + size * 0.38 };
  };
  const faults = [], texts = [];
  const walker = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.textContent.trim() || element.closest("title, .wall-banner") || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize) * (element.closest(".mark g") ? unit : 1);
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].map((rect) => ink(rect, size));
    const above = ancestors(element);
    const clipping = above.filter(clips).map((one) => [one, one.getBoundingClientRect()]);
    const isOut = (line) => clipping.some(([, rect]) => isApart(line, rect, 3 * unit));
    const seen = lines.filter((line) => !isOut(line));
    if (!seen.length) continue;
    const name = `${element.dataset.cell ?? element.className?.baseVal ?? element.className} "${node.textContent.slice(0, 30)}"`;
    if (size < 20 * unit - 0.1) faults.push(`${name} is ${(size / unit).toFixed(1)} u`);
    const isShortened = above.some((one) => getComputedStyle(one).textOverflow === "ellipsis" || getComputedStyle(one).webkitLineClamp !== "none");
    const panel = element.closest(".panel, .map-side, .ranking, .wall-header");
    for (const line of seen) {
      const shown = { ...line };
      for (const [, rect] of clipping) {
        const isCut = line.top < rect.top - 2 * unit || line.bottom > rect.bottom + 2 * unit || (!isShortened && (line.left < rect.left - 2 * unit || line.right > rect.right + 2 * unit));
        if (isCut) faults.push(`${name} is cut`);
        shown.left = Math.max(shown.left, rect.left);
        shown.right = Math.min(shown.right, rect.right);
      }
      const box = panel && getComputedStyle(panel).display !== "contents" ? panel : wall;
      if (!isInside(shown, box.getBoundingClientRect())) faults.push(`${name} leaves ${box.className}`);
      if (across.some((at) => shown.left < at - 1 && shown.right > at + 1)) faults.push(`${name} crosses a bezel`);
      if (down.some((at) => shown.top < at - 1 && shown.bottom > at + 1)) faults.push(`${name} crosses a bezel`);
      for (const other of texts) {
        if (other.node !== node && !isApart(shown, other, 2 * unit)) faults.push(`${name} stands on ${other.name}`);
      }
      texts.push({ ...shown, node, name });
    }
  }
  if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) faults.push("the page scrolls");
  return faults;
}
