// What keeps an unattended screen going: stays awake, says how it is, reloads only when the server answers and never in a
// loop, is sent to the pairing page when it may no longer watch, and comes up without a server from the service worker.

import { offset } from "./live/clock.js";
import { onState, serverNow } from "./live.js";
import { t } from "./i18n.js";

const QUIET_HOUR = 4;
const QUIET_MINUTE = 30;
const HOUR_MS = 3600 * 1000;
const SAY_MS = 20000;
const WRONG_CLOCK_MS = 2000;
const RELOADS_AN_HOUR = 3;
const root = document.documentElement;
const state = document.getElementById("wall-state");
const started = Date.now();
let freshness = "connecting";

// A page that cannot mend itself by loading anew must not try for ever.
function mayReload() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("wall.reloads") || "[]").filter((at) => Date.now() - at < HOUR_MS);
    if (kept.length >= RELOADS_AN_HOUR) return false;
    sessionStorage.setItem("wall.reloads", JSON.stringify([...kept, Date.now()]));
  } catch {
    // private mode: nothing to count with
  }
  return true;
}

export async function reloadWhenWell() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store" });
    if (answer.ok && mayReload()) location.reload();
  } catch {
    // not now: what is on the screen is worth more than an error page
  }
}

function grave() {
  return !!document.querySelector('#wall-data [data-grade="1"], #wall-data [data-grade="2"]');
}

// Memory creep: once a day at a quiet time, if nothing grave is open.
function daily() {
  const parts = { timeZone: root.dataset.timezone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const [hour, minute] = new Intl.DateTimeFormat("en-GB", parts).format(serverNow()).split(":").map(Number);
  const due = hour === QUIET_HOUR && minute >= QUIET_MINUTE && Date.now() - started > 2 * HOUR_MS;
  if (due && freshness === "live" && !grave()) reloadWhenWell();
}

async function keepAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // refused while hidden or on plain HTTP
  }
}

// What the remote control shows of this screen. An answer of 401 or 404 means: no longer allowed to watch.
async function say() {
  const said = new URLSearchParams({
    freshness,
    version: root.dataset.version || "",
    size: `${window.innerWidth}×${window.innerHeight}`,
  });
  try {
    const answer = await fetch(`${state.dataset.address}?${said}`, { headers: { "X-Background": "1" } });
    if (document.querySelector(".wall[data-screen]") && [401, 404].includes(answer.status)) {
      location.replace("/wall/pair/?lost=1");
    }
  } catch {
    // the freshness strip says it
  }
}

function drift() {
  const chip = document.querySelector("[data-drift]");
  const wrong = Math.abs(offset()) > WRONG_CLOCK_MS && freshness === "live";
  chip.hidden = !wrong;
  if (!wrong) return;
  const seconds = Math.round(-offset() / 1000);
  chip.textContent = t("This computer's clock is off by %(seconds)s s", {
    seconds: `${seconds > 0 ? "+" : ""}${seconds}`,
  });
}

// A screen that was revoked has nobody to sign in: it goes to the pairing page, and no dialog opens.
if (document.querySelector(".wall[data-screen]")) {
  document.addEventListener("session:needed", (event) => event.stopImmediatePropagation(), true);
}

export function keep() {
  onState((now) => {
    freshness = now;
    if (now === "auth" || now === "live") say();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && keepAwake());
  keepAwake();
  setInterval(daily, 10 * 60 * 1000);
  setInterval(say, SAY_MS);
  setInterval(drift, 5000);
  navigator.serviceWorker?.register("/wall/sw.js", { scope: "/wall/" }).catch(() => {});
  // Come up without a server: what the worker kept last is newer than the page it kept. With it again: the page anew.
  if (root.dataset.keptAt) {
    window.addEventListener("load", () => {
      for (const part of document.querySelectorAll("#wall-data, #wall-state")) {
        part.dispatchEvent(new CustomEvent("refresh", { bubbles: false }));
      }
    });
    onState((now) => now === "live" && reloadWhenWell());
  }
}
