// The head's page: it stays true by itself, and leaves alone what the head is about to
// write, open or choose. What is changed is changed by its forms, which need no script.

import { morph } from "./morph.js";
import { Line } from "./line.js";

const inside = document.getElementById("manager");
const stale = document.getElementById("stale");
const underWay = document.getElementById("under-way");
const texts = document.body.dataset;

const line = new Line(texts.path, texts.live, {
  shown(answer) {
    document.title = answer.title;
    morph(inside, carried(answer.html));
  },
  lost: (since) => {
    stale.textContent = texts.stale.replace("{}", since);
    stale.hidden = false;
  },
  found: () => {
    stale.hidden = true;
    underWay.textContent = "";
  },
  late: () => {},
  retried: () => {},
  dropped: () => {},
  refused: () => {},
  unknown: () => {},
  signedOut: () => location.replace(texts.path),
});

// carried is what the server says now, with what belongs to this page alone: what is open,
// what a form was given to begin with, and under which nonce it is sent.
function carried(html) {
  const wanted = document.createElement("template");
  wanted.innerHTML = html; // the server's own, made by html/template
  for (const now of wanted.content.querySelectorAll("details[id], input[id], option[id]")) {
    const was = document.getElementById(now.id);
    if (!was) continue;
    if (now.tagName === "DETAILS") now.open = was.open;
    for (const name of ["value", "selected"]) {
      if (now.tagName !== "DETAILS" && was.hasAttribute(name)) now.setAttribute(name, was.getAttribute(name));
    }
  }
  const nonce = inside.querySelector("input[name=nonce]").value;
  for (const field of wanted.content.querySelectorAll("input[name=nonce]")) field.setAttribute("value", nonce);
  return wanted.innerHTML;
}

document.addEventListener("submit", (e) => {
  if (line.isLost) {
    e.preventDefault();
    underWay.textContent = texts.dropped;
    return;
  }
  underWay.textContent = texts.underWay;
});

// A page that is gone back to may have been used: it begins anew.
addEventListener("pageshow", (e) => e.persisted && location.reload());

// What the page was opened with is new: it looks again at the first frame.
line.clock = document.getElementById("clock").textContent;
line.hear();
