// One registry of keys: handlers, key caps and the help overlay come from it, so they cannot drift apart.
// register({scope, key, label, run}): scope "global", or the value of data-keys on a focusable region. Single letters,
// digits and signs act only while focus is inside such a region and outside fields; nothing acts while an IME composes.
// A person may switch them off, each or all, or lay them on other keys: kept on the server (setting “keys”).

import { ready, t } from "./i18n.js";
import { overlay } from "./keys-help.js";
import { chosenKey, load, settings } from "./keys-own.js";

const entries = [];
// Signs that open help and the bar from anywhere outside fields; by code, because an IME gives 、 and ？ for them.
const SIGNS = new Set(["?", "/"]);

export function register(entry) {
  const kept = { scope: "global", ...entry };
  entries.push(kept);
  return () => {
    const at = entries.indexOf(kept);
    if (at >= 0) entries.splice(at, 1);
  };
}

export function registered() {
  return entries.slice();
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

function answers(entry, key) {
  return chosenKey(entry.scope, entry.key).toUpperCase() === key.toUpperCase();
}

function press(event) {
  if (event.defaultPrevented || !event.key || composing(event)) return;
  const key = name(event);
  const inField = editing(event.target);
  if (plain(key) && inField) return;
  for (const scope of scopesAt(event.target)) {
    const entry = entries.find((one) => one.scope === scope && answers(one, key));
    if (!entry) continue;
    const sign = scope === "global" && SIGNS.has(key);
    if (key.length === 1 && !sign && (scope === "global" || !settings().letters)) continue;
    if (key === "/" && !settings().letters) continue;
    if (key.length > 1 && inField && entry.notInFields) continue;
    if (entry.run(event) === false) continue;
    event.preventDefault();
    return;
  }
}

export async function showHelp() {
  await ready;
  overlay(entries);
}

document.addEventListener("keydown", press);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) showHelp();
  if (event.target.closest("dialog [data-close]")) event.target.closest("dialog").close();
});

register({ key: "?", label: () => t("This list of keys"), run: showHelp });
load();
