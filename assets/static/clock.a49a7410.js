// Clock and day of the deployment's zone, the age of the figures, and what protects a screen that shows the same page for weeks.
(() => {
  "use strict";
  const FRESH_MS = 6000;
  const LOST_MS = 30000;
  const ORBIT_MS = 300000;
  const ORBIT = [[0, 0], [4, 0], [4, 4], [0, 4], [-4, 4], [-4, 0], [-4, -4], [0, -4]];
  const OLD_MS = 2 * 3600 * 1000;
  const TURN_HOUR = 4;
  const REST_MINUTES = 10;
  const formats = new Map();

  const format = (language, zone, options) => {
    const key = JSON.stringify([language, zone, options]);
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
    return formats.get(key);
  };

  const clock = (time, zone) =>
    format("en-GB", zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(time);

  const day = (time, zone, language) => {
    const parts = format(language === "zh" ? "zh-CN" : "en-GB", zone, { month: "short", day: "numeric", weekday: "short" }).formatToParts(time);
    if (language === "zh") return parts.map((part) => (part.type === "weekday" ? ` ${part.value}` : part.value)).join("");
    return ["weekday", "day", "month"].map((type) => parts.find((part) => part.type === type).value).join(" ");
  };

  const isAsked = (name) => new URLSearchParams(location.search).get(name) === "1";

  // Whether left and right stand swapped: on every other day, which for a screen begins at four.
  const isSwapped = (time, zone) => {
    const parts = format("en-US", zone, { year: "numeric", month: "numeric", day: "numeric" }).formatToParts(time - TURN_HOUR * 3600000);
    const [year, month, date] = ["year", "month", "day"].map((type) => Number(parts.find((part) => part.type === type).value));
    return (Date.UTC(year, month - 1, date) / 86400000) % 2 === 1;
  };

  // A slow orbit, swapped sides, dimmed nights and, where the address asks for it, a dark pause; true when the page should
  // start afresh: in the quiet hour after four, once nothing is critical and the server is there to give it.
  const keep = (wall, time) => {
    const { root, zone, values } = wall;
    const [x, y] = ORBIT[Math.floor(time / ORBIT_MS) % ORBIT.length];
    root.style.setProperty("--orbit-x", x);
    root.style.setProperty("--orbit-y", y);
    const [hour, minute] = clock(time, zone).split(":").map(Number);
    const isCritical = values.states["pill-critical"] === "on";
    const mark = (name, is) => root.dataset[name] === String(is) || (root.dataset[name] = String(is));
    mark("night", hour >= 22 || hour < 6);
    mark("swapped", isSwapped(time, zone));
    mark("resting", hour === TURN_HOUR && minute < REST_MINUTES && !isCritical && isAsked("rest"));
    const isOld = time - wall.offset - wall.openedAt > OLD_MS;
    return hour === TURN_HOUR && isOld && !isCritical && root.dataset.freshness === "fresh";
  };

  const say = (root, selector, text) => {
    const element = root.querySelector(selector);
    if (element && element.textContent !== text) element.textContent = text;
  };

  // How old the figures are, told by what they are true for and never by when something last arrived.
  const show = (wall, time, now) => {
    const { root, asOf, zone } = wall;
    const age = asOf === null ? now - wall.openedAt : Math.max(0, time - asOf);
    const state = age >= LOST_MS ? "lost" : age >= FRESH_MS ? "late" : asOf === null ? "none" : "fresh";
    if (root.dataset.freshness !== state) root.dataset.freshness = state;
    const last = asOf === null || !zone ? "—" : clock(asOf, zone);
    const { sayAgeNone: none, sayAge: fresh, sayAgeLate: late, sayAgeLost: lost, sayBanner } = root.dataset;
    const fill = state === "lost" ? last : String(Math.floor(age / 1000));
    say(root, "[data-age]", { none, fresh, late, lost }[state].replace("{}", fill));
    say(root, "[data-banner]", state === "lost" ? sayBanner.replace("{}", last) : "");
  };

  // How long ago something was, in its two largest units: 42 s, 3 min 20 s, 1 h 42 min, 1 d 3 h.
  const span = (milliseconds, words) => {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const parts = [seconds % 60, Math.floor(seconds / 60) % 60, Math.floor(seconds / 3600) % 24, Math.floor(seconds / 86400)];
    const largest = parts.findLastIndex((part) => part > 0);
    const shown = [largest, largest - 1].filter((n, place) => n >= 0 && (parts[n] > 0 || place === 0));
    return shown.length ? shown.map((n) => words[n].replace("{}", parts[n])).join(" ") : words[0].replace("{}", 0);
  };

  const count = (root, time) => {
    const words = root.dataset.saySpan?.split("|");
    for (const element of words ? root.querySelectorAll("[data-since][data-at]") : []) {
      const at = Number(element.dataset.at);
      const text = at ? span(time - at, words) : "—";
      if (element.textContent !== text) element.textContent = text;
    }
  };

  window.threecenterAge = { say, show, count };
  window.threecenterTime = { clock, day };
  window.threecenterRest = { keep };
})();
