// Turns the pages of a wall whose address lists them: playlist=overview:30,governance:45 in seconds each, thirty at least.
(() => {
  "use strict";
  const LEAST_SECONDS = 30;
  const FADE_MS = 400;
  const PATIENCE_MS = 5000;
  const PREFIX = "/wall/";

  // The pages with their seconds; what cannot be read is left out, and a single page is never turned.
  const read = (search) => {
    const asked = new URLSearchParams(search).get("playlist") ?? "";
    const pages = [...asked.matchAll(/([a-z]+):(\d{1,5})(?=,|$)/g)];
    return pages.map(([, board, seconds]) => ({ board, seconds: Math.max(LEAST_SECONDS, Number(seconds)) }));
  };

  const board = () => location.pathname.slice(PREFIX.length);

  // The page after this one; the first one after a page that is not listed.
  const next = (pages) => pages[(pages.findIndex((one) => one.board === board()) + 1) % pages.length];

  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  const fade = (root, from, to) =>
    isCalm.matches ? null : root.animate([{ opacity: from }, { opacity: to }], { duration: FADE_MS, fill: "forwards" });

  // A page stays while somebody should see it: with a critical alarm that nobody has taken, or with old figures,
  // which say that the server may have no other page to give.
  const isDue = (wall, pages, time) => {
    const own = pages.find((one) => one.board === board());
    const isHeld = wall.values.states["pill-critical"] === "on" || wall.root.dataset.freshness !== "fresh";
    return !isHeld && time - wall.openedAt >= (own?.seconds ?? LEAST_SECONDS) * 1000;
  };

  // The address is replaced, not followed: nothing is loaded anew, nothing is kept of the page before.
  const turn = (wall, pages, now) => {
    if (wall.turnedAt && now - wall.turnedAt < PATIENCE_MS) return;
    if (wall.turnedAt) fade(wall.root, 1, 1);
    if (pages.length < 2 || !isDue(wall, pages, now)) return;
    wall.turnedAt = now;
    fade(wall.root, 1, 0);
    wall.turning = setTimeout(() => {
      history.replaceState(null, "", PREFIX + next(pages).board + location.search);
      dispatchEvent(new PopStateEvent("popstate"));
    }, isCalm.matches ? 0 : FADE_MS);
  };

  const begin = (root) => {
    if (read(location.search).length > 1) fade(root, 0, 1);
  };

  window.threecenterPlaylist = { turn: (wall, now) => turn(wall, read(location.search), now), begin };
})();
