// The console's page: it shows what the server made of the last step, and says what was
// pressed, touched and written. What that means is the server's to know.

import { morph } from "./morph.js";
import { Line } from "./line.js";

const body = document.body;
const inside = document.getElementById("console");
const stale = document.getElementById("stale");
const underWay = document.getElementById("under-way");
const letters = document.getElementById("letters");
const notify = document.getElementById("notify");
const texts = body.dataset;

const line = new Line(texts.path, texts.live, {
  shown(answer, kind) {
    if (kind !== "look") underWay.textContent = "";
    const field = document.getElementById("field");
    const typed = field?.value;
    morph(inside, answer.html);
    document.title = answer.title;
    show(field, typed);
    if (answer.ring) ring(answer.title);
  },
  lost: (since) => {
    stale.textContent = texts.stale.replace("{}", since);
    stale.hidden = false;
  },
  found: () => {
    stale.hidden = true;
    underWay.textContent = "";
  },
  late: (is) => {
    if (is) underWay.textContent = texts.underWay;
    else if (underWay.textContent === texts.underWay) underWay.textContent = "";
  },
  retried: () => (underWay.textContent = texts.again),
  dropped: () => (underWay.textContent = texts.dropped),
  refused: () => (underWay.textContent = texts.refused),
  unknown: () => (underWay.textContent = texts.unknown),
  signedOut: () => location.reload(),
});

// show puts the cursor where a question is typed into. What is typed into a field that
// stood before is its own until the server has heard the whole of it.
function show(before, typed) {
  const field = document.getElementById("field");
  if (!field) {
    if (before && !inside.contains(document.activeElement)) inside.focus();
    document.querySelector("tr.selected, li.on")?.scrollIntoView({ block: "nearest" });
    return;
  }
  const waits = line.queue.some((e) => e.kind === "text");
  if (field === before && waits) field.value = typed;
  else if (field.value !== field.getAttribute("value")) field.value = field.getAttribute("value");
  if (document.activeElement === body || document.activeElement === inside || field !== before) field.focus();
  if (field !== before) field.setSelectionRange(field.value.length, field.value.length);
  document.querySelector("li.on")?.scrollIntoView({ block: "nearest" });
}

function ring(title) {
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    new Notification(title, { tag: "accueil" });
  } catch {
    // a telephone's browser wants a service worker for it: the title says it
  }
}

const named = new Set(["Enter", "Escape", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey && e.key === "u" && e.target.id === "field") return take(e, "press", "EraseAll");
  if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || e.target.closest(".aids")) return;
  const inField = e.target.id === "field";
  const field = inField && !line.isAhead; // who types ahead types into what the server will ask
  const button = e.target.closest("button");
  if (e.key === "Tab") {
    if (!inField || (field && !document.querySelector('[data-target="press:tab"]')) || e.shiftKey) return; // the browser's own
    return take(e, "press", "Tab");
  }
  const chosen = button?.getAttribute("aria-pressed") === "true"; // a line: Enter is then the console's own
  if (button && (e.key === " " || e.key === "Enter" && !chosen)) return; // a click
  if (e.key === "Backspace" && (!field || e.target.value === "")) return take(e, "press", "Backspace");
  if (named.has(e.key)) {
    if (field && (e.key === "Home" || e.key === "End")) return;
    return take(e, "press", e.key);
  }
  if ([...e.key].length !== 1) return;
  if (field) {
    const target = document.querySelector(`#question-keys [data-target="key:${CSS.escape(e.key)}"]`);
    if (target) take(e, "point", target.dataset.target);
    return;
  }
  if ((inField || letters.checked) && !(e.repeat && e.key === " ")) take(e, "key", e.key);
});

function take(e, kind, value) {
  e.preventDefault();
  line.push(kind, value);
}

inside.addEventListener("input", (e) => {
  if (e.target.id === "field") line.push("text", e.target.value);
});

inside.addEventListener("click", (e) => {
  const target = e.target.closest("[data-target]") ?? e.target.closest("tr")?.querySelector("[data-target]");
  if (target) line.push("point", target.dataset.target);
});

document.addEventListener("paste", (e) => {
  if (e.target.id !== "field") line.push("paste", e.clipboardData?.getData("text").slice(0, 4096) ?? "");
});

// Single letters are keys unless someone wants them not to be: whoever speaks to the
// machine would press them by speaking.
letters.checked = localStorage.getItem("letters") !== "no";
letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "yes" : "no"));

if ("Notification" in window && Notification.permission === "default") {
  notify.hidden = false;
  notify.addEventListener("click", async () => (notify.hidden = (await Notification.requestPermission()) !== "default"));
}

line.push("look");
