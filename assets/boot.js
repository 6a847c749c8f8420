// Sets theme and language before the first paint: from the address, else from cookies, else by the kind of page;
// and keeps on links what the address asked for.
(() => {
  "use strict";
  const asked = new URLSearchParams(location.search);
  const kept = new Map(document.cookie.split("; ").map((pair) => pair.split("=")));
  const pick = (name, cookie, allowed, usual) =>
    [asked.get(name), kept.get(cookie)].find((value) => allowed.includes(value)) ?? usual;
  const usual = location.pathname.startsWith("/wall/") ? "dark" : "light";
  const page = document.documentElement;
  page.dataset.theme = pick("theme", "tc_theme", ["dark", "light"], usual);
  page.lang = pick("lang", "tc_lang", ["zh", "en"], "zh") === "en" ? "en" : "zh-CN";

  // What the address asks for stays asked for on the next page.
  const carry = (link) => {
    const next = new URL(link.getAttribute("href"), location.href);
    if (next.origin !== location.origin) return;
    for (const name of ["lang", "theme"]) {
      if (asked.has(name) && !next.searchParams.has(name)) next.searchParams.set(name, asked.get(name));
    }
    link.setAttribute("href", next.pathname + next.search + next.hash);
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (link) carry(link);
  }, true);
})();
