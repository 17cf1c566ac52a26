// A wall: runs unattended. The map fits itself when the set of incidents changes; new rows pulse three times; it reloads
// only after /healthz answered, at a quiet hour (for a new version the live feed sees to it); the screen is kept awake.

import { serverNow } from "./live.js";
import { createMap } from "./map.js";

const QUIET_HOUR = 4;
const data = document.getElementById("wall-data");
const started = Date.now();

async function reloadWhenWell() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    // not now: what is on the screen is worth more than an error page
  }
}

async function keepAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // refused while hidden or on plain HTTP
  }
}

function grave() {
  return !!data.querySelector('[data-grade="1"], [data-grade="2"]');
}

// Memory creep: once a day at a quiet hour, if nothing grave is open.
function daily() {
  const now = new Date();
  if (now.getHours() === QUIET_HOUR && Date.now() - started > 3600 * 1000 * 2 && !grave()) reloadWhenWell();
}

let seen = new Set();
function pulseNew() {
  const rows = [...data.querySelectorAll(".wall-incident")];
  for (const row of rows) if (seen.size && !seen.has(row.id)) row.classList.add("is-new");
  seen = new Set(rows.map((row) => row.id));
  seen.add("");
}

// Rows that do not fit whole are counted, not cut.
function fitRows() {
  const list = data.querySelector(".wall-list");
  const rest = data.querySelector("[data-rest]");
  if (!list || !rest) return;
  const rows = [...list.children];
  for (const row of rows) row.hidden = false;
  rest.hidden = false;
  const bottom = list.getBoundingClientRect().bottom;
  const over = rows.filter((row) => row.getBoundingClientRect().bottom > bottom + 1);
  for (const row of over) row.hidden = true;
  const left = Number(rest.dataset.rest) + over.length;
  rest.querySelector("[data-rest-count]").textContent = left;
  rest.hidden = !left;
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target !== data) return;
  pulseNew();
  fitRows();
});
window.addEventListener("resize", fitRows);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && keepAwake());
setInterval(daily, 10 * 60 * 1000);
keepAwake();
pulseNew();
fitRows();

// The day, on the server's calendar; the page may stand for weeks.
function day() {
  const { lang, dataset } = document.documentElement;
  const parts = { year: "numeric", month: "long", day: "numeric", weekday: "long", timeZone: dataset.timezone };
  const words = new Intl.DateTimeFormat(lang.startsWith("zh") ? "zh-CN" : "en-GB", parts).format(serverNow());
  for (const element of document.querySelectorAll("[data-wall-day]")) element.textContent = words;
}
setInterval(day, 30000);
day();

const letter = parseFloat(getComputedStyle(document.body).fontSize);
const size = Math.min(60, Math.max(26, Math.round(letter * 1.4)));
const sparse = document.body.classList.contains("wall-sparse");
createMap(document.getElementById("map"), {
  layers: sparse ? ["incidents"] : ["incidents", "teams"],
  interactive: false,
  size,
  letter,
  hide: (feature) => feature.properties.sensitive === true,
});
