// The live feed of this browser: one WebSocket, held by one tab and shared with the others (Web Locks, BroadcastChannel).
//
//   onEvent("incident. dispatch.", (event) => …)   prefixes of kinds, or a RegExp; returns a function that ends it
//   onPositions((items) => …)                      [[team, lon, lat, "iso"], …], at most once a second
//   onResync(() => …)                              something was left out: fetch again what you hold
//   onBeat(() => …)                                each heartbeat: it comes also where timers are throttled
//   onState((state, info) => …)                    "connecting" | "live" | "late" | "stale" | "lost" | "auth"
//   serverNow()                                    milliseconds since 1970 by the server's clock
//
// Every tab hears each event once, in commit order; one that is not newer than what the tab has seen is dropped.

import { offset, takeBeat } from "./live/clock.js";
import { freshness, revive, signOfLife, signedOut } from "./live/freshness.js";
import { refreshAll, refreshFor } from "./live/refresh.js";
import { share } from "./live/share.js";

const eventHandlers = new Set();
const positionHandlers = new Set();
const resyncHandlers = new Set();
const beatHandlers = new Set();
const root = document.documentElement;
// What the page itself was rendered with: earlier news are in it already.
let seen = 0;

function listen(set, handler) {
  set.add(handler);
  return () => set.delete(handler);
}

function matcher(pattern) {
  if (pattern instanceof RegExp) return (kind) => pattern.test(kind);
  const prefixes = pattern.split(/\s+/).filter(Boolean);
  return (kind) => prefixes.length === 0 || prefixes.some((prefix) => kind.startsWith(prefix));
}

export function onEvent(pattern, handler) {
  const matches = matcher(pattern);
  return listen(eventHandlers, (event) => matches(event.kind) && handler(event));
}

export function onPositions(handler) {
  return listen(positionHandlers, handler);
}

export function onResync(handler) {
  return listen(resyncHandlers, handler);
}

export function onBeat(handler) {
  return listen(beatHandlers, handler);
}

export function onState(handler) {
  return freshness.watch(handler);
}

export function serverNow() {
  return Date.now() + offset();
}

// One failing listener may not keep the others from hearing.
function tell(set, ...values) {
  for (const handler of [...set]) {
    try {
      handler(...values);
    } catch (error) {
      console.error(error);
    }
  }
}

function resync() {
  tell(resyncHandlers);
  refreshAll(2000);
}

function take(part) {
  signOfLife();
  if (part.type === "event") {
    if (part.cursor <= seen) return;
    seen = part.cursor;
    tell(eventHandlers, part);
    refreshFor(part);
  } else if (part.type === "positions") {
    tell(positionHandlers, part.items);
  } else if (part.type === "heartbeat") {
    takeBeat(part.at);
    freshness.version(part.version);
    tell(beatHandlers);
  } else if (part.type === "resync") {
    seen = part.cursor || 0;
    resync();
  }
}

if (root.dataset.user) {
  const feed = share({
    user: root.dataset.user,
    renderedAt: Date.parse(root.dataset.now || "") || Date.now(),
    take: (parts) => parts.forEach(take),
    // Nothing tells what happened between the rendering of this page and now: look once.
    unsure: () => refreshAll(1000),
    signedOut,
    retryAt: (at) => freshness.retryAt(at),
  });
  revive(feed.hurry);
  document.addEventListener("session:restored", feed.hurry);
  window.addEventListener("online", feed.hurry);
}
