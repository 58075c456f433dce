// A Line is a page's way to its server, in words that a television of 2019 knows. Steps go one after the other. One that gets no
// answer is sent again as it was, under its own key, so that it is done once; what was
// pressed behind it is not kept, since nobody saw what it would be about.

const retryMax = 60_000; // that a step is tried
const retryDelay = 1_000;
const answerMax = 10_000; // of one try
const queuedMax = 20; // events that may wait behind a step
const silentAfter = 12_000; // the server says something every ten seconds
const pollEvery = 5_000; // where no live frames come, as through a proxy that takes no websockets
const reconnectMax = 10_000;

// nonce needs no encrypted line, as crypto.randomUUID does.
const nonce = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Line {
  // told: {shown(answer, kind), lost(since), found(), late(is), retried(), dropped(), refused(), unknown(), signedOut(),
  // and about(), what more goes with each step, where there is more}
  constructor(path, live, told) {
    Object.assign(this, { path, live, told });
    this.draft = this.kept();
    this.queue = [];
    this.current = undefined; // the event of the step under way
    this.unsent = undefined; // what was written into a field while the line was lost
    this.busy = false;
    this.heard = null; // when the server was last heard, by our clock
    this.clock = "…"; // and by the site's
    this.isLost = false;
    this.delay = 1_000;
    this.follow();
    setInterval(() => this.listen(), 1_000);
  }

  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.path)) || {};
    } catch {
      return {};
    }
  }

  // push sends an event. While the line is lost nothing is sent but what is under way.
  push(kind, value = "") {
    if (this.isLost && kind === "text") return (this.unsent = value); // it is in its field
    if (this.isLost && kind !== "look") return this.told.dropped();
    if (kind === "look" && this.queue.some((e) => e.kind === "look")) return;
    if (kind === "text" && this.queue.length > 0 && this.queue[this.queue.length - 1].kind === "text") this.queue.pop(); // the newer is the whole
    if (this.queue.length >= queuedMax) return this.told.refused();
    this.queue.push({ kind, value });
    if (!this.busy) this.work();
  }

  async work() {
    this.busy = true;
    try {
      while ((this.current = this.queue.shift())) await this.step(this.current);
    } finally {
      this.busy = false; // whatever went wrong, the next key is taken
    }
  }

  // isAhead says that a key is on its way: what it will lead to is not shown yet.
  get isAhead() {
    return [this.current, ...this.queue].some((e) => e && e.kind !== "look" && e.kind !== "text");
  }

  async step(event) {
    const step = { draft: this.draft, event, nonce: nonce(), mono_ms: Math.round(performance.now()), ...(this.told.about && this.told.about()) };
    const began = performance.now();
    const late = event.kind === "look" ? 0 : setTimeout(() => this.told.late(true), 300);
    try {
      for (;;) {
        const answer = await this.post(JSON.stringify(step));
        if (answer && answer.refused) return this.refuse(event.kind);
        if (answer) return this.take(answer, event.kind);
        if (this.signedOut) return;
        step.again = true;
        this.lose(event.kind);
        if (performance.now() - began > retryMax) {
          if (event.kind !== "look") this.told.unknown();
          return;
        }
        await pause(retryDelay);
      }
    } finally {
      clearTimeout(late);
      this.told.late(false);
    }
  }

  // post sends a step once: null is no answer, or "not now".
  async post(body) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), answerMax);
    try {
      const response = await fetch(this.path + "/step", {
        method: "POST", body, signal: patience.signal, credentials: "same-origin", headers: { "Content-Type": "application/json" },
      });
      if (response.status === 401) {
        this.leave();
        return null;
      }
      if (response.ok) return await response.json();
      return [429, 502, 503, 504].includes(response.status) ? null : { refused: true };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  take(answer, kind) {
    this.keep(answer.draft);
    if (answer.signed_out) return this.leave();
    this.clock = answer.clock;
    this.hear();
    this.told.shown(answer, kind);
  }

  // refuse begins anew with what the server knows: a step that it cannot take would
  // never be another.
  refuse(kind) {
    this.keep({});
    this.hear();
    if (kind === "look") return; // it is asked at the next frame
    this.told.refused();
    this.push("look");
  }

  keep(draft) {
    this.draft = draft;
    try {
      sessionStorage.setItem(this.path, JSON.stringify(draft));
    } catch {
      // a browser may keep nothing: then a page that is loaded again begins anew
    }
  }

  leave() {
    this.signedOut = true;
    this.keep({});
    this.told.signedOut();
  }

  hear() {
    this.heard = new Date();
    if (this.isLost) {
      this.isLost = false;
      this.told.found();
      if (this.unsent !== undefined) this.push("text", this.unsent);
      this.unsent = undefined;
    }
  }

  // lose says so once, and forgets what was pressed behind the step under way.
  lose(kind) {
    for (const { kind, value } of this.queue) if (kind === "text") this.unsent = value;
    const dropped = this.queue.some((e) => e.kind !== "look" && e.kind !== "text");
    this.queue = [];
    if (!this.isLost) {
      this.isLost = true;
      this.told.lost(this.clock);
    }
    if (dropped) this.told.dropped();
    else if (kind && kind !== "look") this.told.retried();
  }

  // listen looks for a line that fell silent, as behind a router that forgot it: nobody
  // says so, and it is made anew.
  listen() {
    if (!this.heard || this.signedOut) return;
    const silent = new Date() - this.heard;
    const polls = this.isLost || silent > pollEvery && this.socket.readyState !== WebSocket.OPEN;
    if (!this.isLost && silent > silentAfter) {
      this.lose();
      this.follow();
    } else if (polls && !this.busy) this.push("look");
    if (this.socket.readyState === WebSocket.CONNECTING && performance.now() - this.tried > silentAfter) this.follow();
  }

  // follow lets the live frames wake the page; what they show is asked for by a step. A
  // page has one socket: the one before is left, and nobody tries for it any more.
  follow() {
    if (this.signedOut) return;
    clearTimeout(this.trying);
    this.tried = performance.now();
    if (this.socket) {
      this.socket.onclose = this.socket.onmessage = null;
      this.socket.close();
    }
    const url = new URL(this.live, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.socket = new WebSocket(url));
    socket.onopen = () => (this.delay = 1_000);
    socket.onmessage = () => this.push("look");
    socket.onclose = () => {
      this.trying = setTimeout(() => this.follow(), this.delay * (0.5 + Math.random() / 2));
      this.delay = Math.min(2 * this.delay, reconnectMax);
      this.push("look"); // a token that has ended, or a proxy that takes no websockets
    };
  }
}
