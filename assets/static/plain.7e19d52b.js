// Draws what a page tells instead of making Dash components of it: [tag, attributes, ...children] in `data-plain` of the
// element around them. Texts become text and attributes attributes, never markup. Links among them keep the page.
(() => {
  "use strict";
  const drawn = new WeakMap();

  function make(told) {
    if (typeof told === "string") return document.createTextNode(told);
    const [tag, attributes, ...children] = told;
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name !== "style") element.setAttribute(name, value);
      else for (const [key, own] of Object.entries(value)) element.style.setProperty(key, own);
    }
    element.append(...children.map(make));
    return element;
  }

  function draw(host) {
    const text = host.getAttribute("data-plain");
    const before = drawn.get(host);
    if (before?.text === text) return;
    for (const node of before?.nodes ?? []) node.remove();
    const nodes = text === null ? [] : JSON.parse(text).map(make);
    drawn.set(host, { text, nodes });
    host.append(...nodes);
  }

  function drawAll({ type, target, addedNodes }) {
    if (type === "attributes") draw(target);
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.hasAttribute("data-plain")) draw(node);
      for (const host of node.querySelectorAll("[data-plain]")) draw(host);
    }
  }

  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  const isOwnWindow = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.defaultPrevented || !isOwnWindow(event)) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  new MutationObserver((records) => records.forEach(drawAll)).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-plain"],
  });
  window.threecenterGo = go;
})();
