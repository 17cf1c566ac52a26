// A count sheet that survives a store without signal: every figure is kept on the device at once, sent when there is a
// line, and forgotten only when the server has it. Sending twice changes nothing: figures are set, never added.

import { ready, t } from "./i18n.js";
import "./reserves-scan.js";

const form = document.querySelector("[data-count]");
const user = document.documentElement.dataset.user || "";
const KEY = `count:${form.dataset.count}:${form.dataset.round}:${user}`;
const EVERY_MS = 15000;
let sending = false;

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

function store(kept) {
  try {
    if (Object.keys(kept).length) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

const lineOf = (lot) => document.getElementById(`lot-${lot}`);

function mark(lot, state, words = "") {
  const line = lineOf(lot);
  if (!line) return;
  line.classList.remove("is-done", "is-kept", "is-wrong");
  if (state) line.classList.add(state);
  const said = line.querySelector("[data-line-said]");
  said.textContent = words;
  said.hidden = !words;
}

function show() {
  const lines = [...form.querySelectorAll("[data-line]")];
  const done = lines.filter((line) => line.querySelector("[data-figure]").value.trim()).length;
  const kept = Object.keys(load()).length;
  document.querySelector("[data-count-progress]").textContent = t("%(done)s of %(all)s counted", {
    done,
    all: lines.length,
  });
  const note = document.querySelector("[data-count-kept]");
  note.hidden = !kept;
  note.textContent = t("%(count)s figures are kept on this device and not sent yet.", { count: kept });
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function token() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

async function post(figures, key) {
  const answer = await fetch(form.dataset.url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), "Idempotency-Key": key },
    body: JSON.stringify({ figures }),
  });
  const body = await answer.json().catch(() => ({}));
  const errors = {};
  for (const { field, message } of body.errors || []) errors[field] = message;
  return { status: answer.status, errors };
}

// What was sent and not changed since is forgotten; a refused line stays in its field, marked, and is not sent again.
function settle(batch, errors) {
  const kept = load();
  for (const [lot, sent] of Object.entries(batch)) {
    const words = errors?.[`lot_${lot}`];
    if (errors && !words) continue;
    if (kept[lot] === sent) delete kept[lot];
    mark(lot, words ? "is-wrong" : "is-done", words ? String(words) : "");
  }
  store(kept);
}

async function flush() {
  const batch = load();
  if (sending || !Object.keys(batch).length) return;
  sending = true;
  let again = false;
  try {
    const { status, errors } = await post(batch, newKey());
    if (status === 200) settle(batch, null);
    else if (Object.keys(errors).some((name) => name.startsWith("lot_"))) {
      settle(batch, errors);
      again = true;
    }
  } catch {
    // no line: they stay on the device
  }
  sending = false;
  show();
  if (again) flush();
}

function take(input) {
  const lot = input.name.slice(4);
  const figure = input.value.trim();
  const kept = load();
  if (figure) kept[lot] = figure;
  else delete kept[lot];
  if (!store(kept)) return;
  mark(lot, figure ? "is-kept" : "");
  show();
}

await ready;
for (const [lot, figure] of Object.entries(load())) {
  const input = document.getElementById(`lot_${lot}`);
  if (input) input.value = figure;
  mark(lot, "is-kept");
}
form.addEventListener("input", (event) => {
  if (event.target.matches("[data-figure]")) take(event.target);
});
form.addEventListener("change", flush);
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || !event.target.matches("[data-figure]")) return;
  event.preventDefault();
  const all = [...form.querySelectorAll("[data-figure]")];
  (all[all.indexOf(event.target) + 1] || document.querySelector("[data-count-send]")).focus();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  flush();
});
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
setInterval(flush, EVERY_MS);
show();
flush();
