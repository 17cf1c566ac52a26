// Five synthesised sounds, no files. One at a time, the highest class wins; a mute always expires; a browser that blocks
// sound says so in the chip. play("incident" | "grave" | "call" | "safety" | "lost").

import { ready, t, timeText } from "./i18n.js";

const CLASSES = {
  lost: { rank: 5, notes: [[110, 0, 0.7, "sine"]] },
  safety: {
    rank: 4,
    notes: [
      [600, 0, 0.25],
      [900, 0.25, 0.25],
      [600, 0.5, 0.25],
      [900, 0.75, 0.25],
    ],
  },
  grave: {
    rank: 3,
    notes: [
      [880, 0, 0.18, "square"],
      [660, 0.2, 0.18, "square"],
      [880, 0.4, 0.18, "square"],
      [660, 0.6, 0.18, "square"],
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
const MUTE_MS = 15 * 60 * 1000;
const FLOOD_MS = 10 * 60 * 1000;
let audio = null;
let busy = { rank: 0, until: 0 };
const recent = [];

function mutedUntil() {
  try {
    return Number(localStorage.getItem("sound.muted") || 0);
  } catch {
    return 0;
  }
}

function mute(until) {
  try {
    localStorage.setItem("sound.muted", String(until));
  } catch {
    // cannot be kept: sound stays on, the safe side
  }
  show();
}

function context() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!audio && Audio) audio = new Audio();
  return audio;
}

async function unlock() {
  const ctx = context();
  if (ctx && ctx.state === "suspended") await ctx.resume().catch(() => {});
  show();
}

function blocked() {
  return audio?.state !== "running";
}

function show() {
  const chip = document.querySelector("[data-sound]");
  if (!chip) return;
  chip.hidden = false;
  const until = mutedUntil();
  if (until > Date.now()) {
    const at = timeText(until);
    chip.textContent = t("Muted until %(time)s", { time: at });
    chip.dataset.state = "muted";
  } else if (blocked()) {
    chip.textContent = t("Sound blocked: press to allow");
    chip.dataset.state = "blocked";
  } else {
    chip.textContent = t("Sound on");
    chip.dataset.state = "on";
  }
}

function tone(ctx, [hertz, start, length, shape = "triangle"]) {
  const at = ctx.currentTime + start;
  const source = ctx.createOscillator();
  const gain = ctx.createGain();
  source.type = shape;
  source.frequency.value = hertz;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
  source.connect(gain).connect(ctx.destination);
  source.start(at);
  source.stop(at + length + 0.05);
}

export function play(name) {
  const kind = CLASSES[name];
  const now = Date.now();
  if (!kind || mutedUntil() > now || blocked()) return false;
  recent.push(now);
  while (recent.length && now - recent[0] > FLOOD_MS) recent.shift();
  if (recent.length > 10 && kind.rank < 3 && recent.length % 10) return false;
  if (now < busy.until && kind.rank <= busy.rank) return false;
  busy = { rank: kind.rank, until: now + 1200 };
  for (const note of kind.notes) tone(audio, note);
  return true;
}

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-sound]");
  if (!chip) {
    if (blocked() && document.querySelector("[data-sound]")) unlock();
    return;
  }
  if (chip.dataset.state === "blocked") unlock().then(() => play("incident"));
  else mute(chip.dataset.state === "muted" ? 0 : Date.now() + MUTE_MS);
});
document.addEventListener("keydown", () => blocked() && document.querySelector("[data-sound]") && unlock());
setInterval(show, 15000);
ready.then(show);
