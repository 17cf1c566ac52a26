// One registry of keys: handlers, key caps and the help overlay come from it, so they cannot drift apart.
// register({scope, key, label, run}): scope "global", or the value of data-keys on a focusable region. Single letters,
// digits and signs act only while focus is inside such a region and outside fields; nothing acts while an IME composes.

import { ready, t } from "./i18n.js";

const entries = [];
let lettersOn = true;
try {
  lettersOn = localStorage.getItem("keys.letters") !== "off";
} catch {
  // storage refused: letters stay on
}

export function register(entry) {
  const kept = { scope: "global", ...entry };
  entries.push(kept);
  return () => {
    const at = entries.indexOf(kept);
    if (at >= 0) entries.splice(at, 1);
  };
}

export function composing(event) {
  return event.isComposing || event.key === "Process" || event.keyCode === 229;
}

function name(event) {
  let key = event.key;
  if (event.code.startsWith("Digit") && (event.altKey || event.ctrlKey)) key = event.code.slice(5);
  // In Chinese punctuation the same key gives 、 or ？
  if (event.code === "Slash" && key !== "?" && !event.altKey && !event.ctrlKey) key = event.shiftKey ? "?" : "/";
  if (key.length === 1) key = key.toUpperCase();
  const shift = event.shiftKey && (key.length > 1 || event.ctrlKey) ? "Shift+" : "";
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + shift + key;
}

function plain(key) {
  return key.length === 1 || ["Enter", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(key);
}

export function editing(target) {
  return !!target.closest?.("input, textarea, select, [contenteditable=true]");
}

function scopesAt(target) {
  const scopes = [];
  for (let at = target; at?.closest; at = at.parentElement?.closest("[data-keys]")) {
    const region = at.closest("[data-keys]");
    if (!region) break;
    scopes.push(...region.dataset.keys.split(" "));
    at = region;
  }
  return [...scopes, "global"];
}

function press(event) {
  if (event.defaultPrevented || composing(event)) return;
  const key = name(event);
  const inField = editing(event.target);
  if (plain(key) && inField) return;
  for (const scope of scopesAt(event.target)) {
    const entry = entries.find((one) => one.scope === scope && one.key.toUpperCase() === key.toUpperCase());
    if (!entry) continue;
    if (key.length === 1 && key !== "?" && (scope === "global" || !lettersOn)) continue;
    if (key.length > 1 && inField && entry.notInFields) continue;
    if (entry.run(event) === false) continue;
    event.preventDefault();
    return;
  }
}

function section(title, rows) {
  const part = document.createElement("section");
  const head = document.createElement("h3");
  head.textContent = title;
  const list = document.createElement("dl");
  const shown = new Set();
  for (const row of rows) {
    if (shown.has(row.key)) continue;
    shown.add(row.key);
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.className = "keycap";
    cap.textContent = row.key;
    term.append(cap);
    const what = document.createElement("dd");
    what.textContent = typeof row.label === "function" ? row.label() : t(row.label);
    list.append(term, what);
  }
  part.append(head, list);
  return part;
}

const TITLES = {
  global: () => t("Everywhere"),
  queue: () => t("Queue"),
  map: () => t("Map"),
  board: () => t("Dispatch board"),
  desk: () => t("Duty desk"),
  intake: () => t("Intake"),
  incident: () => t("Incident"),
};

export async function showHelp() {
  await ready;
  const dialog = document.getElementById("keys-dialog");
  const list = dialog?.querySelector("[data-keys-list]");
  if (!list || dialog.open) return;
  list.replaceChildren();
  for (const scope of new Set(entries.map((entry) => entry.scope))) {
    const title = (TITLES[scope] || (() => scope))();
    list.append(
      section(
        title,
        entries.filter((entry) => entry.scope === scope && entry.label),
      ),
    );
  }
  dialog.querySelector("[data-letters-switch]").checked = lettersOn;
  dialog.showModal();
}

document.addEventListener("keydown", press);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) showHelp();
  if (event.target.closest("dialog [data-close]")) event.target.closest("dialog").close();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-letters-switch]")) return;
  lettersOn = event.target.checked;
  try {
    localStorage.setItem("keys.letters", lettersOn ? "on" : "off");
  } catch {
    // holds for this page
  }
});

register({ key: "?", label: () => t("This list of keys"), run: showHelp });
