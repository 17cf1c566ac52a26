// The queue never moves under a hand: while a row is pointed at or has the focus, and while updates are paused (P), rows
// that came, went or changed places wait behind “3 new (N)”. What changes inside a row, such as a claim, is shown at once.

import { ready, t, tn } from "./i18n.js";
import { register } from "./keys.js";
import { say } from "./toast.js";

const note = document.querySelector("[data-queue-new]");
const pauseButton = document.querySelector("[data-queue-pause]");
let paused = false;
let waiting = null;
let asked = "";

const host = () => document.querySelector("[data-queue]");

function ids(root) {
  return [...root.querySelectorAll("[data-report]")].map((row) => row.dataset.report);
}

function inUse() {
  const list = host()?.querySelector(".queue-list");
  return !!list && (list.matches(":hover") || list.contains(document.activeElement));
}

function show() {
  if (!note) return;
  note.hidden = !waiting;
  if (!waiting) return;
  const words = waiting.fresh ? tn("%(count)s new", "%(count)s new", waiting.fresh) : t("The list has changed");
  if (note.firstElementChild.firstChild.textContent !== words) note.firstElementChild.firstChild.textContent = words;
}

function release() {
  if (!waiting) return false;
  waiting = null;
  show();
  const list = host();
  list.dataset.now = "1";
  list.dispatchEvent(new CustomEvent("refresh"));
  return true;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const list = event.detail.target;
  if (!list?.matches?.("[data-queue]") || event.detail.xhr.status >= 400) return;
  const path = event.detail.pathInfo?.finalRequestPath || "";
  const now = list.dataset.now === "1" || path !== asked;
  delete list.dataset.now;
  asked = path;
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const [known, fresh] = [ids(list), ids(page)];
  const moved = known.join() !== fresh.join();
  if (now || !list.querySelector("[data-queue-part]") || !(paused || (moved && inUse()))) {
    waiting = null;
    show();
    return;
  }
  event.detail.shouldSwap = false;
  settle(list, page);
  const seen = new Set(known);
  waiting = moved ? { fresh: fresh.filter((id) => !seen.has(id)).length } : null;
  show();
});

// The rows stay where they are; what they say is the newest there is, and one that is gone says so.
function settle(list, page) {
  for (const row of list.querySelectorAll("[data-report]")) {
    const fresh = page.querySelector(`[data-report="${row.dataset.report}"]`);
    row.classList.toggle("is-gone", !fresh);
    if (fresh) window.Idiomorph.morph(row, fresh.outerHTML, { morphStyle: "outerHTML" });
  }
}

// When the hand is gone, what waited is shown.
setInterval(() => {
  if (waiting && !paused && !inUse()) release();
}, 1500);

function pause() {
  paused = !paused;
  pauseButton?.setAttribute("aria-pressed", String(paused));
  say(paused ? t("Updates are paused.") : t("Updates go on."));
  if (!paused) {
    waiting = waiting || {};
    release();
    document.querySelector(".desk-log")?.dispatchEvent(new CustomEvent("refresh"));
  }
  return true;
}

// The last lines of the record stand still as well.
document.addEventListener(
  "refresh",
  (event) => {
    if (paused && event.target.matches?.(".desk-log")) event.stopImmediatePropagation();
  },
  true,
);
pauseButton?.addEventListener("click", pause);
note?.addEventListener("click", release);

register({ scope: "queue", key: "N", label: "Show what came in", run: release });
register({ scope: "queue", key: "P", label: "Pause updates, or let them go on", run: pause });
ready.then(show);
