// Fragments that follow the feed: an element with hx-get, hx-trigger="refresh" and data-live="incident. dispatch."
// (and data-live-subject="incident:12") is refreshed when an event names it: the first one at once (within SPREAD_MS, so that
// many screens do not ask in the same instant), the ones after it at most every LEAST_MS, and only while somebody can
// see it. One second from the change to the screen is the promise (R-C3); data-live-spread="400" is for panels that very
// many browsers hold.

const LEAST_MS = 500;
const SPREAD_MS = 80;
const waiting = new WeakMap();
const lastAt = new WeakMap();
const unseen = new Set();

function wants(element, event) {
  const kinds = element.dataset.live.split(/\s+/).filter(Boolean);
  if (kinds.length && !kinds.some((prefix) => event.kind.startsWith(prefix))) return false;
  const subject = element.dataset.liveSubject;
  if (!subject) return true;
  return event.subject === subject || (event.subjects || []).includes(subject);
}

function refresh(element) {
  waiting.delete(element);
  if (!element.isConnected) return;
  if (document.hidden) {
    unseen.add(element);
    return;
  }
  lastAt.set(element, Date.now());
  element.dispatchEvent(new CustomEvent("refresh", { bubbles: false }));
}

function soon(element, pause) {
  if (waiting.has(element)) return;
  const rest = Math.max(0, LEAST_MS - (Date.now() - (lastAt.get(element) || 0)));
  waiting.set(
    element,
    setTimeout(() => refresh(element), Math.max(rest, pause)),
  );
}

export function refreshFor(event) {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (wants(element, event)) soon(element, Math.random() * (Number(element.dataset.liveSpread) || SPREAD_MS));
  }
}

export function refreshAll(spreadMs) {
  for (const element of document.querySelectorAll("[data-live]")) soon(element, 50 + Math.random() * spreadMs);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const element of unseen) soon(element, 50);
  unseen.clear();
});
