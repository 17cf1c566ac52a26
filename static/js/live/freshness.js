// Whether what the screen shows is current: LIVE, LATE, STALE, LOST, AUTH, from the age of the last message.
// The last good data stays on screen, with its time; nothing is reloaded blindly.

import { t } from "../i18n.js";
import { play } from "../sound.js";
import { offset } from "./clock.js";

const LATE_S = 15;
const STALE_S = 30;
const LOST_S = 120;
const root = document.documentElement;
const watchers = new Set();
// A page that a service worker kept for a server that is away is as old as what is on it.
const startedAt = Date.parse(root.dataset.keptAt || "") || Date.now();

let lastSign = 0;
let state = "connecting";
let needsSignIn = false;
let nextTry = 0;
let hurry = () => {};
let newVersion = false;

const time = new Intl.DateTimeFormat("en-GB", {
  timeZone: root.dataset.timezone || "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

function silence() {
  return Math.floor((Date.now() - (lastSign || startedAt)) / 1000);
}

function judged() {
  if (needsSignIn) return "auth";
  const seconds = silence();
  if (seconds >= LOST_S) return "lost";
  if (seconds >= STALE_S) return "stale";
  if (!lastSign) return "connecting";
  return seconds >= LATE_S ? "late" : "live";
}

function length(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (!minutes) return t("%(seconds)s s", { seconds });
  if (minutes < 60) return t("%(minutes)s min %(seconds)s s", { minutes, seconds: seconds % 60 });
  return t("%(hours)s h %(minutes)s min", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function frozenAt() {
  return time.format(new Date((lastSign || startedAt) + offset()));
}

function chipWords() {
  if (state === "live") return t("Live");
  if (state === "late") return t("Late %(seconds)s s", { seconds: silence() });
  if (state === "stale") return t("Frozen %(time)s", { time: frozenAt() });
  if (state === "lost") return t("No connection");
  if (state === "auth") return t("Sign in again");
  return t("Connecting");
}

// [what is announced once, what changes every second]
function stripWords() {
  const age = length(silence());
  if (state === "stale") return [t("Data frozen at %(time)s", { time: frozenAt() }), t("(%(age)s ago)", { age })];
  if (state === "lost") {
    const seconds = Math.max(0, Math.ceil((nextTry - Date.now()) / 1000));
    const next = seconds ? t("next try in %(seconds)s s", { seconds }) : t("trying now");
    return [t("Connection lost; data frozen at %(time)s", { time: frozenAt() }), `(${age}) · ${next}`];
  }
  if (state === "auth") return [t("You need to sign in again. What is on this page stays."), ""];
  if (newVersion) return [t("A new version is in place. Reload the page when it suits you."), ""];
  return ["", ""];
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function part(strip, name, make) {
  let found = strip.querySelector(`[data-part="${name}"]`);
  if (!found) {
    found = make();
    found.dataset.part = name;
    strip.append(found);
  }
  return found;
}

function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-quiet";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

function drawStrip(strip) {
  const [words, changing] = stripWords();
  strip.hidden = !words;
  strip.dataset.state = state;
  put(
    part(strip, "words", () => Object.assign(document.createElement("span"), { role: "alert" })),
    words,
  );
  const tail = part(strip, "changing", () => document.createElement("span"));
  tail.setAttribute("aria-hidden", "true");
  put(tail, changing ? ` ${changing} ` : "");
  const retry = part(strip, "retry", () => button(t("Try now"), () => hurry()));
  retry.hidden = state !== "lost";
  const enter = part(strip, "enter", () => button(t("Sign in"), askToSignIn));
  enter.hidden = state !== "auth";
}

function draw() {
  root.dataset.freshness = state;
  root.dataset.freshnessState = state;
  for (const chip of document.body.querySelectorAll("[data-freshness]")) {
    chip.dataset.state = state;
    put(chip.querySelector("[data-freshness-text]") || chip, chipWords());
  }
  for (const strip of document.querySelectorAll("[data-freshness-strip]")) drawStrip(strip);
}

function askToSignIn() {
  document.dispatchEvent(new CustomEvent("session:needed", { detail: {} }));
}

function look() {
  const was = state;
  state = judged();
  draw();
  if (was === state) return;
  if (state === "lost") play("lost");
  if (state === "auth") askToSignIn();
  for (const watcher of [...watchers]) watcher(state, { since: lastSign, silent: silence(), was });
}

// A wall that nobody looks after takes a new version by itself, and only when the server is there to serve it.
async function reloadWhenServed() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    newVersion = false; // not now: the next heartbeat asks again
  }
}

export const freshness = {
  watch(handler) {
    watchers.add(handler);
    handler(state, { since: lastSign, silent: silence(), was: state });
    return () => watchers.delete(handler);
  },
  version(version) {
    if (newVersion || !version || !root.dataset.version || version === root.dataset.version) return;
    newVersion = true;
    if (root.dataset.surface === "wall") reloadWhenServed();
  },
  retryAt(at) {
    nextTry = at;
  },
};

export function signOfLife() {
  lastSign = Date.now();
  needsSignIn = false;
  if (state !== "live") look();
}

export function signedOut() {
  needsSignIn = true;
  look();
}

export function revive(again) {
  hurry = again;
}

if (root.dataset.user) {
  setInterval(look, 1000);
  look();
}
