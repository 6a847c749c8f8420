// Keeps a wall live: connects, writes what has changed, and says itself how old the figures are.
(() => {
  "use strict";
  const LONGEST_PAUSE_MS = 5000;
  const FAILURES_BEFORE_ASKING = 3;
  const ASK_EVERY_MS = 2000;
  const SILENT_MS = 10000;
  const PARTS = ["cells", "states", "bars", "links", "since", "charts"];
  const LOOKED_UP = { cells: "cell", states: "key", bars: "bar", links: "link", since: "since", charts: "chart" };

  const PULSE = [{ opacity: 1 }, { opacity: 0.7 }, { opacity: 1 }];
  const PULSING = { duration: 2000, iterations: 15, easing: "ease-in-out" };

  const now = () => (window.threecenterClock ? window.threecenterClock() : Date.now());
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

  const WRITE = {
    cells(element, text) {
      if (element.textContent === text) return;
      const isFirst = element.textContent === "";
      element.textContent = text;
      if (!isFirst && !isCalm.matches) element.animate?.([{ opacity: 0.4 }, { opacity: 1 }], 200);
    },
    states(element, state) {
      if (element.dataset.state !== state) element.dataset.state = state;
    },
    bars(element, share) {
      element.style.setProperty("--share", share);
    },
    links(element, href) {
      if (href) element.setAttribute("href", href);
      else element.removeAttribute("href");
    },
    since(element, instant) {
      element.dataset.at = instant;
    },
    charts(element, chart) {
      window.threecenterCharts[element.dataset.kind](element, chart);
    },
  };

  class Wall {
    constructor(root) {
      Object.assign(this, { root, build: null, seq: 0, asOf: null, offset: 0, zone: undefined, failures: 0, tag: "" });
      this.openedAt = this.heardAt = now();
      this.view = root.dataset.live;
      this.values = { marks: [], ...Object.fromEntries(PARTS.map((part) => [part, {}])) };
      this.waiting = null;
      this.known = null;
      window.threecenterScreen?.apply();
      window.threecenterPlaylist?.begin(root);
      this.index();
      this.drawMap();
      this.replay = window.threecenterReplay?.begin(this) ?? null;
      if (!this.replay) this.connect();
      this.timer = setInterval(() => this.tick(), 250);
      this.resized = () => this.redraw();
      addEventListener("resize", this.resized);
      this.tick();
    }

    close() {
      this.isClosed = true;
      clearInterval(this.timer);
      this.replay?.close();
      clearTimeout(this.retry);
      clearTimeout(this.retryMap);
      clearTimeout(this.turning);
      this.question?.abort();
      removeEventListener("resize", this.resized);
      this.socket?.close();
    }

    index() {
      this.found = {};
      for (const part of PARTS) {
        const found = (this.found[part] = new Map());
        const name = LOOKED_UP[part];
        for (const element of this.root.querySelectorAll(`[data-${name}]`)) {
          const key = element.dataset[name];
          if (found.has(key)) found.get(key).push(element);
          else found.set(key, [element]);
        }
      }
    }

    async drawMap() {
      const host = this.root.querySelector("[data-map]");
      if (!host) return;
      try {
        this.map = await window.threecenterMap.draw(host);
      } catch {
        this.retryMap = setTimeout(() => this.isClosed || this.drawMap(), LONGEST_PAUSE_MS);
        return;
      }
      this.index();
      this.redraw();
    }

    // --- connection ---
    connect() {
      if (this.isClosed) return;
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      const socket = (this.socket = new WebSocket(`${scheme}//${location.host}/live?${this.view}`));
      socket.onmessage = (message) => {
        this.failures = 0;
        this.heardAt = now();
        this.receive(JSON.parse(message.data));
      };
      socket.onclose = () => this.reconnect();
      this.heardAt = now();
    }

    reconnect() {
      if (this.isClosed) return;
      this.failures += 1;
      const longest = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(this.failures, 4));
      const isAsking = this.failures >= FAILURES_BEFORE_ASKING;
      const pause = isAsking ? ASK_EVERY_MS : longest * (0.5 + Math.random() / 2);
      if (isAsking) this.ask();
      const isSocketDue = !isAsking || this.failures % 5 === 0;
      this.retry = setTimeout(() => (isSocketDue ? this.connect() : this.reconnect()), pause);
    }

    // A line that is cut without a word stays open for minutes: the server speaks every second, so silence is a cut.
    listen() {
      if (now() - this.heardAt < SILENT_MS || this.socket.readyState > WebSocket.OPEN) return;
      this.heardAt = now();
      this.socket.onclose = this.socket.onmessage = null;
      this.socket.close();
      this.reconnect();
    }

    // One question at a time: a server that takes questions and answers none would be buried in them.
    async ask() {
      if (this.question && now() - this.askedAt < SILENT_MS) return;
      this.question?.abort();
      const { signal } = (this.question = new AbortController());
      this.askedAt = now();
      try {
        const headers = this.tag ? { "If-None-Match": this.tag } : {};
        const answer = await fetch(`/live.json?${this.view}`, { headers, signal, cache: "no-store" });
        if (answer.status === 401) location.reload();
        if (answer.status !== 200) return;
        this.tag = answer.headers.get("ETag") ?? "";
        this.receive(await answer.json());
      } catch {
        // The age on the screen says it; the next attempt follows by itself.
      } finally {
        if (this.question?.signal === signal) this.question = null;
      }
    }

    receive(message) {
      if (this.isClosed) return;
      const isFull = message.type === "full";
      if (isFull && this.build && message.build !== this.build) {
        location.reload();
        return;
      }
      if (!isFull && message.seq !== this.seq + 1) {
        this.socket.close();
        return;
      }
      if (isFull) Object.assign(this, { build: message.build, zone: message.zone });
      Object.assign(this, { seq: message.seq, asOf: message.as_of, offset: message.now - now() });
      this.keep(message, isFull);
    }

    // --- writing: what has come since the last frame is written in one go ---
    keep(message, isFull) {
      const isFirst = this.waiting === null;
      this.waiting ??= {};
      for (const part of PARTS) {
        if (!message[part]) continue;
        if (isFull) this.values[part] = {};
        Object.assign(this.values[part], message[part]);
        this.waiting[part] = Object.assign(this.waiting[part] ?? {}, message[part]);
      }
      if (message.marks) this.values.marks = this.waiting.marks = message.marks;
      if (isFirst) requestAnimationFrame(() => this.flush());
    }

    flush() {
      const waiting = this.waiting ?? {};
      this.waiting = null;
      for (const part of PARTS) {
        for (const [key, value] of Object.entries(waiting[part] ?? {})) {
          for (const element of this.found[part].get(key) ?? []) WRITE[part](element, value);
        }
      }
      if (waiting.marks) this.map?.mark(waiting.marks);
      if (this.seq && !this.replay) this.point();
    }

    // A critical alarm that was not there before calls for a look, for half a minute; those of a page just opened do not.
    point() {
      const rows = [...this.root.querySelectorAll('.alarm[data-state="critical"]')].filter((row) => !row.querySelector(".owner:not(:empty)"));
      const links = new Map(rows.map((row) => [row.getAttribute("href"), row]));
      const known = this.known;
      this.known = new Set(links.keys());
      const fresh = known === null ? [] : [...links].filter(([link]) => !known.has(link)).map(([, row]) => row);
      if (fresh.length) window.threecenterTone?.sound();
      if (!isCalm.matches) for (const row of fresh) row.animate(PULSE, PULSING);
    }

    redraw() {
      const isFirst = this.waiting === null;
      this.waiting = { ...this.values };
      if (isFirst) requestAnimationFrame(() => this.flush());
    }

    tick() {
      if (this.replay) return;
      const time = now() + this.offset;
      this.listen();
      window.threecenterAge.show(this, time, now());
      window.threecenterAge.count(this.root, time);
      if (!this.zone) return;
      const { threecenterAge: age, threecenterTime: at } = window;
      age.say(this.root, "[data-clock]", at.clock(time, this.zone));
      window.threecenterReplay?.offer(this.root, time, this.zone);
      age.say(this.root, "[data-day]", at.day(time, this.zone, this.root.lang === "en" ? "en" : "zh"));
      if (window.threecenterRest.keep(this, time)) location.reload();
      window.threecenterPlaylist?.turn(this, now());
    }
  }

  let wall = null;
  const look = () => {
    const root = document.querySelector("[data-live]");
    if (wall && wall.root === root && wall.view === root.dataset.live) return;
    wall?.close();
    wall = root ? new Wall(root) : null;
  };
  setInterval(look, 200);
  look();
})();
