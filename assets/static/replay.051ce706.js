// A board at a past minute, which the address names: ?at=2026-11-20T14:35. Nothing is live here: each minute is asked for,
// the bar says which one is seen, and the address follows it.
(() => {
  "use strict";
  const MINUTE_MS = 60000;
  const DAY_MINUTES = 24 * 60;
  const STEPS = [-15, -1, 1, 15];
  const PACES = [1, 5, 15];
  const PLAY_MS = 1000;
  const PAUSE_MS = 120;
  const PATIENCE_MS = 60000;
  const BOARD = /^\/(wall\/)?(overview|governance|emergency|grid)$/;
  const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

  // Local minutes are counted as if they were UTC: no zone of this browser's has a say in them.
  const count = (text) => Math.round(Date.parse(`${text}:00Z`) / MINUTE_MS);
  const write = (minute) => new Date(minute * MINUTE_MS).toISOString().slice(0, 16);
  const isMinute = (text) => FORM.test(text) && write(count(text)) === text;
  const ofDay = (minute) => ((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
  const asked = () => new URLSearchParams(location.search).get("at");
  const minuteOf = (time, zone) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(time).replace(" ", "T");

  const address = (at, path = location.pathname, search = location.search) => {
    const query = new URLSearchParams(search);
    if (at === null) query.delete("at");
    else query.set("at", at);
    const text = query.toString().replaceAll("%3A", ":");
    return path + (text && `?${text}`);
  };

  const make = (name, classes, facts = {}, ...children) => {
    const { data = {}, label, ...own } = facts;
    const made = Object.assign(document.createElement(name), { className: classes }, own);
    Object.assign(made.dataset, data);
    if (label) made.setAttribute("aria-label", label);
    made.append(...children);
    return made;
  };

  // Where this page has come to since it was opened at a minute: Dash, which draws the page anew for another place, only
  // knows that minute.
  let reached = null;

  class Replay {
    constructor(wall, text) {
      Object.assign(this, { wall, root: wall.root, bar: wall.root.querySelector("[data-replay]"), opened: text });
      this.words = JSON.parse(this.bar.dataset.replay);
      this.first = -Infinity;
      this.last = Math.floor(Date.now() / MINUTE_MS) + DAY_MINUTES;
      this.shown = null;
      this.root.dataset.past = "on";
      this.root.dataset.freshness = "waiting";
      document.documentElement.dataset.past = "on";
      this.follow = (event) => this.stay(event);
      addEventListener("click", this.follow, true);
      const start = reached?.opened === text ? reached.at : text;
      this.minute = isMinute(start) ? count(start) : Math.floor(Date.now() / MINUTE_MS);
      this.build();
      if (isMinute(start)) this.go(this.minute, 0);
      else this.refuse(start);
    }

    close() {
      this.isClosed = true;
      this.stop();
      clearTimeout(this.soon);
      this.question?.abort();
      removeEventListener("click", this.follow, true);
      delete document.documentElement.dataset.past;
    }

    // --- the bar ---
    build() {
      const { words } = this;
      this.sign = make("strong", "replay-sign", {}, words.replay);
      this.when = make("span", "replay-when num");
      this.told = make("span", "replay-told", { title: words.not_live_title }, words.not_live);
      this.said = make("span", "replay-said", { role: "status" });
      this.slider = make("input", "replay-slider", { type: "range", min: 0, max: DAY_MINUTES - 1, step: 1, label: words.minute });
      this.slider.addEventListener("input", () => this.slide());
      this.slider.addEventListener("keydown", (event) => this.page(event));
      this.day = make("input", "replay-day num", { type: "date", label: words.date });
      this.day.addEventListener("change", () => this.turn());
      const [far, near, on, further] = STEPS.map((step) => this.stepper(step));
      this.playing = make("button", "replay-play", { type: "button" }, words.play);
      this.playing.addEventListener("click", () => (this.clock ? this.stop() : this.play()));
      const paces = PACES.map((pace) => make("option", "", { value: pace }, words.a_second.replace("{}", pace)));
      this.pace = make("select", "replay-pace", { label: words.pace }, ...paces);
      const live = make("a", "replay-live", { href: address(null) }, words.live);
      this.bar.replaceChildren(
        make("div", "replay-state", {}, this.sign, this.when, this.told, this.said),
        make("div", "replay-ways", {}, this.day, far, near, this.slider, on, further, this.playing, this.pace, live),
      );
      this.set();
    }

    stepper(step) {
      const size = Math.abs(step);
      const label = (step < 0 ? this.words.back_by : this.words.on_by).replace("{}", size);
      const text = (step < 0 ? "−" : "+") + this.words.step.replace("{}", size);
      const made = make("button", "replay-step num", { type: "button", title: label }, text);
      made.addEventListener("click", () => this.step(step));
      return made;
    }

    // The controls say what has been asked for, `when` which minute is seen.
    set() {
      const text = write(this.minute);
      this.slider.value = ofDay(this.minute);
      this.slider.style.setProperty("--share", ofDay(this.minute) / (DAY_MINUTES - 1));
      this.slider.setAttribute("aria-valuetext", text.slice(11));
      this.day.value = text.slice(0, 10);
    }

    say(word, minute = null) {
      this.said.textContent = word ? this.words[word].replace("{}", minute ?? "") : "";
      this.said.dataset.word = word;
      this.told.hidden = Boolean(word);
    }

    // --- moving ---
    slide() {
      this.stop();
      this.go(this.minute - ofDay(this.minute) + Number(this.slider.value));
    }

    page(event) {
      const step = { PageUp: 15, PageDown: -15 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(step);
    }

    turn() {
      this.stop();
      if (this.day.value) this.go(count(`${this.day.value}T00:00`) + ofDay(this.minute), 0);
    }

    step(minutes) {
      this.stop();
      this.go(this.minute + minutes, 0);
    }

    play() {
      this.playing.textContent = this.words.pause;
      this.clock = setInterval(() => this.advance(), PLAY_MS);
    }

    // A minute that is still on its way is waited for.
    advance() {
      if (this.question) return;
      if (this.minute >= this.last) this.stop();
      else this.go(this.minute + Number(this.pace.value), 0);
    }

    stop() {
      clearInterval(this.clock);
      this.clock = null;
      this.playing.textContent = this.words.play;
    }

    // --- asking: the latest wins, and what was asked for before is let go ---
    go(minute, pause = PAUSE_MS) {
      this.minute = clamp(minute, this.first, this.last);
      this.set();
      clearTimeout(this.soon);
      this.question?.abort();
      this.question = null;
      this.soon = setTimeout(() => this.ask(write(this.minute)), pause);
    }

    async ask(at) {
      const question = (this.question = new AbortController());
      const patience = setTimeout(() => question.abort(), PATIENCE_MS);
      this.say("reading", at.replace("T", " "));
      this.root.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`/live.json?${this.wall.view}&at=${at}`, { signal: question.signal, cache: "no-store" });
        if (answer.status === 401) location.reload();
        const message = answer.status === 200 ? await answer.json() : null;
        if (this.question !== question || this.isClosed) return;
        if (message) this.show(message);
        else this.fail({ 403: "forbidden", 404: "forbidden", 422: "refused" }[answer.status] ?? "failed", at);
      } catch {
        if (this.question === question && !this.isClosed) this.fail("failed", at);
      } finally {
        clearTimeout(patience);
        if (this.question === question) {
          this.question = null;
          this.root.removeAttribute("aria-busy");
        }
      }
    }

    show(message) {
      const { at, first, last, zone } = message;
      Object.assign(this, { first: count(first), last: count(last), shown: at });
      Object.assign(this.day, { min: first.slice(0, 10), max: last.slice(0, 10) });
      const { threecenterAge: age, threecenterTime: time } = window;
      const language = this.root.lang === "en" ? "en" : "zh";
      const day = time.day(message.now, zone, language);
      this.when.textContent = [at.slice(0, 4), day, at.slice(11)].join(" · ");
      age.say(this.root, "[data-age]", this.words.stopped.replace("{}", at.slice(11)));
      age.say(this.root, "[data-clock]", at.slice(11));
      age.say(this.root, "[data-day]", day);
      this.root.dataset.freshness = "replay";
      this.say(message.as_of < message.now ? "reaches" : "", message.as_of < message.now ? time.clock(message.as_of, zone) : null);
      this.keep(at);
      this.wall.receive(message);
    }

    // One address restores one view: also after the page has been loaded anew.
    keep(at) {
      reached = { opened: this.opened, at };
      if (asked() !== at) history.replaceState(history.state, "", address(at));
    }

    fail(word, at) {
      this.stop();
      this.say(word === "failed" && this.shown ? "kept" : word, at.replace("T", " "));
      this.root.dataset.freshness = "lost";
    }

    refuse(text) {
      this.fail("unread", text.slice(0, 40));
    }

    // The boards are looked at from one minute: whoever goes from one to another, or to another language, stays in it.
    stay(event) {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link || link.classList.contains("replay-live") || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const to = new URL(link.getAttribute("href"), location.href);
      if (to.origin !== location.origin || !BOARD.test(to.pathname)) return;
      event.preventDefault();
      event.stopPropagation();
      location.assign(address(write(this.minute), to.pathname, to.search));
    }
  }

  const begin = (wall) => {
    const text = asked();
    return text === null || !wall.root.querySelector("[data-replay]") ? null : new Replay(wall, text);
  };

  // The quiet way in from a live board: the minute before this one.
  const offer = (root, time, zone) => {
    const entry = root.querySelector("[data-replay-entry]");
    if (!entry) return;
    const href = address(minuteOf(time - MINUTE_MS, zone));
    if (entry.getAttribute("href") !== href) entry.setAttribute("href", href);
  };

  window.threecenterReplay = { begin, offer };
})();
