// The wall's page shows what the server made of the last frame, and lets each call be
// heard in turn. It stands for weeks: what it keeps is small, and it opens itself again
// when the server is a newer one.

import { morph } from "./morph.js";
import { Line } from "./line.js";
import { Sound } from "./sound.js";

const texts = document.body.dataset;
const byId = (id) => document.getElementById(id);
const inside = byId("wall");
const stale = byId("stale");
const aids = byId("aids");
const start = byId("start");
const choices = byId("choices");
const aidsFor = 8_000;

const sound = new Sound();
let unsaid; // a call that was heard, and of which the server does not know it yet
let next; // until the band may be another call's

const line = new Line(texts.path, texts.live, {
  about: () => ({ screen: texts.screen, width: innerWidth, height: innerHeight }),
  shown(answer, kind) {
    if (answer.assets !== texts.assets) return location.reload();
    if (kind === "said") unsaid = undefined;
    morph(inside, answer.html);
    document.title = answer.title;
    for (const [name, size] of Object.entries(answer.sizes || {})) document.documentElement.style.setProperty(name, size);
    clearTimeout(next);
    if (answer.next_ms) next = setTimeout(() => line.push("look"), answer.next_ms);
    if (answer.announce) announce(answer.announce);
  },
  lost: (since) => {
    stale.textContent = stale.dataset.says.replace("{}", since);
    stale.hidden = false;
  },
  found: () => {
    stale.hidden = true;
    if (unsaid) line.push("said", unsaid);
  },
  late: () => {},
  retried: () => {},
  dropped: () => {},
  refused: () => {},
  unknown: () => {},
  signedOut: () => location.reload(),
});

async function announce({ call, speech }) {
  await sound.announce(speech, mode());
  unsaid = String(call);
  line.push("said", unsaid);
}

// What is heard is the configuration's, until somebody at this screen chooses.
const kept = (name) => {
  try {
    return localStorage.getItem("wall-" + name) || texts[name];
  } catch {
    return texts[name];
  }
};

function keep(name, value) {
  try {
    localStorage.setItem("wall-" + name, value);
  } catch {
    texts[name] = value;
  }
}

const mode = () => kept("sound");

for (const choice of aids.querySelectorAll("[name=sound]")) choice.checked = choice.value === mode();
byId("volume").value = kept("volume");
sound.volume = Number(kept("volume"));
aids.addEventListener("change", (e) => {
  keep(e.target.name, e.target.value); // the other stays as it is configured
  sound.volume = Number(byId("volume").value);
  offerStart();
});
aids.addEventListener("submit", (e) => e.preventDefault());
byId("full").addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));

// The start button stands there only where the browser insists on a gesture; the other
// aids while somebody is at the screen.
async function offerStart() {
  if (mode() !== "silent" && !sound.ready) await sound.start();
  start.hidden = mode() === "silent" || sound.ready;
  aids.hidden = start.hidden && choices.hidden;
}

let asleep;

function wake() {
  choices.hidden = aids.hidden = false;
  document.body.classList.add("awake");
  clearTimeout(asleep);
  asleep = setTimeout(() => {
    if (choices.contains(document.activeElement)) document.activeElement.blur();
    choices.hidden = true;
    document.body.classList.remove("awake");
    offerStart();
  }, aidsFor);
  offerStart();
}

for (const gesture of ["pointermove", "pointerdown", "keydown"]) addEventListener(gesture, wake);
start.addEventListener("click", offerStart);
choices.hidden = true;
offerStart();
if (sound.context) sound.context.addEventListener("statechange", offerStart);

// The screen is kept awake where the browser can: it asks for an encrypted line.
async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    byId("sleep").hidden = false;
  }
}

document.addEventListener("visibilitychange", stayAwake);
addEventListener("resize", () => line.push("look"));
stayAwake();
line.push("look");
