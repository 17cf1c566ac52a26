// What the remote control has set, read from the fragment that follows it: told to whoever asked, and times that run out
// (held still, message) fetched anew when they do.

import { serverNow } from "./live.js";

const host = document.getElementById("wall-state");
const handlers = new Set();
let last = "";
let timer = 0;

export function now() {
  const { scene, focus, layers, extent, frozenUntil, messageUntil } = host.querySelector("[data-now-state]").dataset;
  return { scene, focus, layers: layers.split(",").filter(Boolean), extent, frozenUntil, messageUntil };
}

export function frozen() {
  const until = Date.parse(now().frozenUntil);
  return !Number.isNaN(until) && until > serverNow();
}

export function fetchState() {
  host.dispatchEvent(new CustomEvent("refresh", { bubbles: false }));
}

function plan(state) {
  clearTimeout(timer);
  const ends = [state.frozenUntil, state.messageUntil].map((at) => Date.parse(at) - serverNow()).filter((ms) => ms > 0);
  if (ends.length) timer = setTimeout(fetchState, Math.min(...ends) + 500);
}

function look() {
  document.body.classList.toggle("has-band", !!host.querySelector(".wall-band"));
  const state = now();
  plan(state);
  const text = JSON.stringify(state);
  if (text === last) return;
  const before = last ? JSON.parse(last) : null;
  last = text;
  for (const handler of handlers) handler(state, before);
}

export function onState(handler) {
  handlers.add(handler);
  handler(now(), null);
}

document.addEventListener("htmx:afterSettle", (event) => event.target === host && look());
look();
