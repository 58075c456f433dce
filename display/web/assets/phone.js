// A telephone's page shows what the server made of its ticket: the whole of it again,
// whenever something changed, and every fifteen seconds where nothing tells of changes.

import { morph } from "./morph.js";
import { patience } from "./patience.js";

const pollEvery = 15_000;
const retryEvery = 3_000; // after an answer that did not come: whoever waits is not left with old news
const staleAfter = 35_000; // two polls, and a little
const reconnectMax = 15_000;

const stale = document.getElementById("stale");
let heard = new Date();
let wanted = false; // asked for again while it was asked for
let asking = false;
let delay = 1_000;
let tag = null; // of what is shown

// look asks for the page, and where it is the same for nothing but to be told so.
async function look() {
  if (asking) return (wanted = true);
  asking = true;
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(location.pathname, { headers, cache: "no-store", signal: patience(10_000) });
    if (answer.ok || answer.status === 404) show(await answer.text());
    if (answer.ok || [304, 404].includes(answer.status)) hear();
    else again();
    if (answer.ok) tag = answer.headers.get("ETag");
  } catch {
    again();
  }
  asking = false;
  if (wanted) {
    wanted = false;
    look();
  }
}

let retry;

function again() {
  clearTimeout(retry);
  retry = setTimeout(look, retryEvery * (1 + Math.random() / 3));
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const before = document.getElementById("ticket");
  const now = page.getElementById("ticket");
  document.title = page.title;
  for (const name of ["lang", "dir"]) document.documentElement[name] = page.documentElement[name];
  if (now.className === "called" && before.className !== "called") navigator.vibrate?.([300, 200, 300]);
  before.className = now.className;
  morph(before, now.innerHTML);
  if (!page.getElementById("follows")) {
    document.getElementById("follows")?.remove();
    clearInterval(poll);
    clearTimeout(retry);
    over = true;
    socket?.close();
  }
}

function hear() {
  heard = new Date();
  stale.hidden = true;
}

let over = false;
let socket;

function follow() {
  if (over) return;
  const url = new URL(document.body.dataset.live, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(url);
  socket.onopen = () => (delay = 1_000);
  socket.onmessage = (e) => (JSON.parse(e.data).beat ? (heard = new Date()) : look());
  socket.onclose = () => {
    again();
    setTimeout(follow, delay * (0.5 + Math.random() / 2));
    delay = Math.min(2 * delay, reconnectMax);
  };
}

const poll = setInterval(() => {
  look();
  if (new Date() - heard < staleAfter) return;
  stale.textContent = stale.dataset.says.replace("{}", heard.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  stale.hidden = false;
}, pollEvery);

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
follow();
