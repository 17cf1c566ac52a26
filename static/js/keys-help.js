// The overlay behind “?”: the keys of what is on this page, each single letter with a way to change it or switch it off,
// then the commands of the bar.

import { t } from "./i18n.js";
import { KEYS } from "./key-list.js";
import { chosenKey, keep, settings } from "./keys-own.js";
import { say } from "./toast.js";

const TITLES = {
  global: () => t("Everywhere"),
  bar: () => t("Command bar"),
  desk: () => t("Duty desk"),
  queue: () => t("Queue"),
  report: () => t("Report"),
  intake: () => t("Intake"),
  incident: () => t("Incident"),
  files: () => t("Files"),
  board: () => t("Dispatch board"),
  chip: () => t("A team on an assignment"),
  unit: () => t("A unit in the list"),
  map: () => t("Map"),
};
const ARROWS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function words(row) {
  if (!row.label) return "";
  const own = typeof row.label === "function" ? row.label() : t(row.label);
  const listed = KEYS.find((one) => one.scope === row.scope && one.key.toUpperCase() === row.key.toUpperCase());
  return listed ? t(listed.label) : own;
}

async function save(row, key, redraw) {
  const name = `${row.scope}:${row.key}`;
  const remap = { ...settings().remap };
  if (key === row.key) delete remap[name];
  else remap[name] = key;
  const kept = await keep({ remap });
  redraw();
  say(kept ? t("The key was kept.") : t("The key holds on this machine only; the server did not answer."));
}

// Press the new key; Delete switches it off, Escape leaves it as it was.
function ask(button, row, rows, redraw) {
  button.textContent = t("Press a key");
  const listen = (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (["Shift", "Control", "Alt", "Process"].includes(event.key)) return;
    button.removeEventListener("keydown", listen);
    if (event.key === "Escape") redraw();
    else if (event.key === "Delete" || event.key === "Backspace") save(row, "", redraw);
    else if (event.key.length === 1) {
      const key = event.key.toUpperCase();
      const taken = rows.find((one) => one !== row && chosenKey(one.scope, one.key).toUpperCase() === key);
      if (taken) {
        button.textContent = t("Taken: %(what)s", { what: words(taken) });
        button.addEventListener("keydown", listen);
      } else save(row, key, redraw);
    } else redraw();
  };
  button.addEventListener("keydown", listen);
}

function changer(row, rows, redraw) {
  const button = make("button", "btn btn-sm btn-quiet", t("Change"));
  button.type = "button";
  button.setAttribute("aria-label", `${t("Change")}: ${words(row)}`);
  button.addEventListener("click", () => ask(button, row, rows, redraw));
  return button;
}

function section(scope, rows, redraw) {
  const part = make("section");
  part.append(make("h3", "", (TITLES[scope] || (() => scope))()));
  const list = make("dl");
  const shown = new Set();
  for (const row of rows) {
    if (shown.has(row.key)) continue;
    shown.add(row.key);
    const key = chosenKey(row.scope, row.key);
    const term = make("dt");
    term.append(make("kbd", "keycap", ARROWS[key] || key || t("off")));
    const what = make("dd", "", words(row));
    if (row.key.length === 1 && row.scope !== "global") what.append(" ", changer(row, rows, redraw));
    list.append(term, what);
  }
  part.append(list);
  return part;
}

async function grammar(host) {
  if (host.dataset.loaded) return;
  try {
    const answer = await fetch("/help/commands/", { credentials: "same-origin" });
    if (!answer.ok) return;
    host.innerHTML = await answer.text();
    host.dataset.loaded = "1";
  } catch {
    // the printed card has them too
  }
}

export function overlay(entries) {
  const dialog = document.getElementById("keys-dialog");
  const list = dialog?.querySelector("[data-keys-list]");
  if (!list || dialog.open) return;
  const draw = () => {
    list.replaceChildren();
    for (const scope of new Set(entries.map((entry) => entry.scope))) {
      const rows = entries.filter((entry) => entry.scope === scope && entry.label);
      if (rows.length) list.append(section(scope, rows, draw));
    }
  };
  draw();
  const box = dialog.querySelector("[data-letters-switch]");
  box.checked = settings().letters;
  box.onchange = () => keep({ letters: box.checked });
  const commands = dialog.querySelector("[data-keys-grammar]");
  if (commands) grammar(commands);
  dialog.showModal();
}

document.addEventListener("click", (event) => event.target.closest("[data-print-page]") && window.print());
