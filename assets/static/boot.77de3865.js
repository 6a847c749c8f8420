// Sets theme and language before the first paint: from the address, else from cookies, else by the kind of page.
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
})();
