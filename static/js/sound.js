// Five synthesised sounds and the summary of a flood, no files. One tab of a browser sounds: the one that holds the lock,
// and only a tab the browser lets sound asks for it. The highest class wins; a mute always expires and is on record; a
// browser that blocks sound says so in the chip. play("incident" | "call" | "grave" | "safety" | "lost" | "flood").

import { ready, t, timeText } from "./i18n.js";

const CLASSES = {
  lost: { rank: 6, notes: [[110, 0, 0.7, "sine"]] },
  safety: {
    rank: 5,
    notes: [
      [600, 0, 0.25],
      [900, 0.25, 0.25],
      [600, 0.5, 0.25],
      [900, 0.75, 0.25],
    ],
  },
  grave: {
    rank: 4,
    notes: [
      [880, 0, 0.18, "square"],
      [660, 0.2, 0.18, "square"],
      [880, 0.4, 0.18, "square"],
      [660, 0.6, 0.18, "square"],
    ],
  },
  flood: {
    rank: 3,
    notes: [
      [392, 0, 0.3],
      [330, 0.32, 0.4],
    ],
  },
  call: {
    rank: 2,
    notes: [
      [480, 0, 0.3],
      [620, 0.3, 0.3],
    ],
  },
  incident: {
    rank: 1,
    notes: [
      [523, 0, 0.12],
      [659, 0.13, 0.12],
      [784, 0.26, 0.2],
    ],
  },
};
export const MUTE_MIN = 15;
const LONGEST_MIN = 60;
const BUSY_MS = 1200;
const NAME = `sound.${document.documentElement.dataset.user || ""}`;
// Only who keeps the watch is alarmed, and has the chip.
const watch = !!document.querySelector('.frame-nav a[href="/duty/"]');
let audio = null;
let holds = false;
let asked = false;
let elsewhere = false;
let busy = { rank: 0, until: 0 };

function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // cannot be kept: sound stays as it is, on
  }
}

// Milliseconds since 1970, or 0. What would last longer than the longest mute is no mute (a clock put back, a hand-made value).
export function mutedUntil() {
  const until = Number(kept("sound.muted") || 0);
  const now = Date.now();
  return until > now && until <= now + LONGEST_MIN * 60000 ? until : 0;
}

export function volume() {
  const chosen = Number(kept("sound.volume") ?? 70);
  return Number.isFinite(chosen) ? Math.min(100, Math.max(10, chosen)) : 70;
}

export function setVolume(percent) {
  keep("sound.volume", percent);
}

function record(minutes) {
  let token = "";
  try {
    token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    // the server refuses it, and that is said
  }
  const body = new FormData();
  body.set("minutes", String(minutes));
  return fetch("/timeline/mute/", {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": token, "HX-Request": "true" },
  }).then(
    (answer) => answer.ok,
    () => false,
  );
}

// Resolves to whether the record has it.
export function mute(minutes) {
  keep("sound.muted", minutes ? Date.now() + Math.min(minutes, LONGEST_MIN) * 60000 : 0);
  show();
  return record(minutes);
}

export function blocked() {
  return audio?.state !== "running";
}

export function soundState() {
  if (mutedUntil()) return "muted";
  return blocked() && !elsewhere ? "blocked" : "on";
}

// Whether this tab is the one that speaks for the browser.
export function speaks() {
  return holds && !blocked();
}

function context() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!audio && Audio) {
    audio = new Audio();
    audio.addEventListener("statechange", claim);
  }
  return audio;
}

function claim() {
  show();
  if (blocked() || asked) return;
  asked = true;
  if (!("locks" in navigator)) {
    holds = true;
    return;
  }
  navigator.locks.request(NAME, () => {
    holds = true;
    show();
    return new Promise(() => {});
  });
}

export async function unlock() {
  const ctx = context();
  if (ctx && ctx.state === "suspended") await ctx.resume().catch(() => {});
  claim();
}

async function look() {
  if (navigator.locks?.query && !holds) {
    const { held = [] } = await navigator.locks.query();
    elsewhere = held.some((lock) => lock.name === NAME);
  } else elsewhere = false;
  show();
}

function show() {
  const chip = document.querySelector("[data-sound]");
  if (!chip || !watch) return;
  const state = soundState();
  const words =
    state === "muted"
      ? t("Muted until %(time)s", { time: timeText(mutedUntil()) })
      : state === "blocked"
        ? t("Sound blocked: allow")
        : t("Sound on");
  chip.hidden = false;
  if (chip.textContent !== words) chip.textContent = words;
  chip.dataset.state = state;
}

function tone(ctx, [hertz, start, length, shape = "triangle"]) {
  const at = ctx.currentTime + start;
  const source = ctx.createOscillator();
  const gain = ctx.createGain();
  source.type = shape;
  source.frequency.value = hertz;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.003 * volume(), at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
  source.connect(gain).connect(ctx.destination);
  source.start(at);
  source.stop(at + length + 0.05);
}

export function play(name) {
  const kind = CLASSES[name];
  const now = Date.now();
  if (!kind || !speaks() || mutedUntil()) return false;
  if (now < busy.until && kind.rank <= busy.rank) return false;
  busy = { rank: kind.rank, until: now + BUSY_MS };
  for (const note of kind.notes) tone(audio, note);
  document.dispatchEvent(new CustomEvent("sound:played", { detail: { name } }));
  return true;
}

export function rank(name) {
  return CLASSES[name]?.rank || 0;
}

if (watch && document.querySelector("[data-sound]")) {
  document.addEventListener("click", async (event) => {
    const chip = event.target.closest("[data-sound]");
    const was = soundState();
    if (blocked()) await unlock();
    if (!chip) return;
    if (was === "blocked") play("incident");
    else (await import("./sound-panel.js")).open({ MUTE_MIN, mute, mutedUntil, play, setVolume, volume });
  });
  document.addEventListener("keydown", () => blocked() && unlock());
  window.addEventListener("storage", (event) => event.key === "sound.muted" && show());
  setInterval(look, 5000);
  // A browser that has let this site sound before lets it at once.
  context();
  ready.then(() => {
    claim();
    look();
  });
}
