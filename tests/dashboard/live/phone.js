() => {
  const board = document.querySelector(".board"), faults = new Set();
  const clips = (one) => getComputedStyle(one).overflow !== "visible";
  const shortens = (one) => getComputedStyle(one).textOverflow === "ellipsis";
  const isUncut = (part, whole) => part.left >= whole.left - 1.5 && part.right <= whole.right + 1.5 && part.middle > whole.top && part.middle < whole.bottom;
  const lines = [];
  const walker = document.createTreeWalker(board, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    const isHidden = element.closest("title, .map, .visually-hidden") || !element.checkVisibility({ visibilityProperty: true });
    if (!node.textContent.trim() || isHidden) continue;
    const name = `${element.dataset.cell ?? element.className} "${node.textContent.slice(0, 30)}"`;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 14) faults.add(`${name} is ${size} px`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const part = { left: rect.left, right: rect.right, middle: (rect.top + rect.bottom) / 2 };
      for (let one = element; one !== board; one = one.parentElement) {
        const whole = one.getBoundingClientRect();
        if (shortens(one)) part.right = Math.min(part.right, whole.right);
        else if (clips(one) && !isUncut(part, whole)) faults.add(`${name} is cut`);
      }
      const isOn = (one) => one.node !== node && Math.abs(one.middle - part.middle) < size * 0.6 && one.left < part.right - 2 && part.left < one.right - 2;
      const other = lines.find(isOn);
      if (other) faults.add(`${name} stands on ${other.name}`);
      lines.push({ ...part, node, name });
      if (part.left < 0 || part.right > innerWidth) faults.add(`${name} leaves the screen`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.add("the page scrolls sideways");
  return [...faults];
}
