// The command bar: Ctrl+K or / anywhere. The server reads the line and says in words what it would do; Enter does exactly
// that, once; what can be taken back is offered for ten seconds. Nothing runs that was not first shown as an echo.
// Never acts while an IME composes; closing gives the caret back to the field one was in.

import { createList } from "./command-list.js";
import { post, Unreachable } from "./command-server.js";
import { language, ready, t } from "./i18n.js";
import { composing, register, showHelp } from "./keys.js";
import { say, toast } from "./toast.js";

const bar = document.getElementById("command-bar");
const input = document.getElementById("command-input");
const echo = document.getElementById("command-echo");
const WAIT_MS = 120;
const SAY_MS = 700;
const HISTORY = `command.history.${document.documentElement.dataset.user || ""}`;
const PREFIX = { status: { zh: "状 ", en: "s " }, find: { zh: "找 ", en: "f " } };

let before = null; // where one was
let reading = null; // what the shown echo means, for exactly this line
let readLine = "";
let picks = {};
let asked = 0;
let timer = 0;
let sayTimer = 0;
let busy = false;
let lineKey = "";
let past = -1;

function uuid() {
  return `command-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

// --- Opening and closing ------------------------------------------------------------------------------------------------
function remember() {
  const at = document.activeElement;
  before = { at, start: null, end: null };
  try {
    before.start = at.selectionStart;
    before.end = at.selectionEnd;
  } catch {
    // fields that have no caret
  }
}

function giveBack() {
  const { at, start, end } = before || {};
  before = null;
  if (!at?.isConnected || at === document.body) {
    document.getElementById("main")?.focus({ preventScroll: true });
    return;
  }
  at.focus({ preventScroll: true });
  try {
    if (start !== null && start !== undefined) at.setSelectionRange(start, end);
  } catch {
    // fields that have no caret
  }
}

function open(prefill = "") {
  if (!bar || document.querySelector("dialog[open]")) return false;
  if (bar.hidden) remember();
  bar.hidden = false;
  input.value = prefill;
  picks = {};
  past = -1;
  forget();
  input.focus();
  input.setSelectionRange(prefill.length, prefill.length);
  look(0);
  return true;
}

function close() {
  if (!bar || bar.hidden) return;
  clearTimeout(timer);
  clearTimeout(sayTimer);
  asked += 1;
  bar.hidden = true;
  giveBack();
}

// --- The echo -------------------------------------------------------------------------------------------------------------
function forget() {
  reading = null;
  readLine = "";
  lineKey = "";
  list.show([]);
}

function words(text, state, warning = "") {
  echo.textContent = text;
  echo.dataset.state = state;
  bar.querySelector("[data-command-warning]").textContent = warning;
}

function show(answer, line) {
  reading = answer;
  readLine = line;
  lineKey = uuid();
  words(answer.text, answer.state, answer.warning);
  list.show(answer.choices, answer.state === "choose");
  bar.querySelector("[data-command-run]").disabled = ["partial", "refused"].includes(answer.state);
  bar.querySelector("[data-command-hints]").hidden = !!line.trim();
  clearTimeout(sayTimer);
  if (line.trim()) sayTimer = setTimeout(() => say(answer.text), SAY_MS);
}

async function ask(line) {
  asked += 1;
  const mine = asked;
  try {
    const answer = await post("/command/echo/", { line, picks });
    if (mine !== asked || bar.hidden) return null;
    if (answer.ok) show(answer.body, line);
    else words(answer.words, "refused");
    return answer.ok ? answer.body : null;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (mine === asked) words(t("The server cannot be reached. Your line stays here."), "refused");
    return null;
  }
}

function look(wait = WAIT_MS) {
  clearTimeout(timer);
  const line = input.value;
  if (!line.trim()) {
    asked += 1;
    forget();
    words(t("Type a command, or words to search for."), "partial");
    bar.querySelector("[data-command-hints]").hidden = false;
    hints();
    return;
  }
  timer = setTimeout(() => ask(line), wait);
}

async function hints() {
  const host = bar.querySelector("[data-command-hints]");
  if (host.dataset.loaded) return;
  host.dataset.loaded = "1";
  try {
    const answer = await fetch("/help/commands/", { credentials: "same-origin" });
    if (answer.ok) host.innerHTML = await answer.text();
  } catch {
    delete host.dataset.loaded;
  }
}

// --- Enter ----------------------------------------------------------------------------------------------------------------
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(HISTORY)) || [];
  } catch {
    return [];
  }
}

function keep(line) {
  const lines = [line, ...kept().filter((one) => one !== line)].slice(0, 50);
  try {
    sessionStorage.setItem(HISTORY, JSON.stringify(lines));
  } catch {
    // no history then
  }
}

function go(url) {
  keep(input.value.trim());
  close();
  const onDesk = document.querySelector("[data-tabs]") && /^\/(incidents\/[^/]+|reports\/\d+)\/$/.test(url);
  if (onDesk) document.dispatchEvent(new CustomEvent("desk:open", { detail: { url } }));
  else location.assign(url);
}

async function undo(seal) {
  try {
    const answer = await post("/command/undo/", { undo: seal });
    if (answer.ok) toast(answer.body.text);
    else toast(answer.words, { kind: "error" });
  } catch {
    toast(t("The server cannot be reached. Nothing was undone."), { kind: "error" });
  }
  document.body.dispatchEvent(new CustomEvent("dispatch-changed", { bubbles: true, detail: {} }));
}

async function run() {
  if (busy) return;
  busy = true;
  const line = readLine;
  words(t("Sending: %(text)s", { text: reading.text }), "sending");
  try {
    const answer = await post("/command/run/", { line, picks, shown: reading.text }, lineKey);
    if (!answer.ok) {
      if (answer.body.reading) show(answer.body.reading, line);
      words(answer.words, "refused");
      say(answer.words);
      return;
    }
    const { text, warning, undo: seal, seconds } = answer.body;
    keep(line.trim());
    close();
    toast(text, { kind: warning ? "warning" : "info", seconds, undo: seal ? () => undo(seal) : null });
    document.body.dispatchEvent(new CustomEvent("dispatch-changed", { bubbles: true, detail: {} }));
  } catch {
    // The same key is sent again by the next Enter, so that nothing is done twice.
    words(t("The server cannot be reached. Press Enter again: nothing is done twice."), "ready");
  } finally {
    busy = false;
  }
}

function choose(choice) {
  if (choice.url) {
    go(choice.url);
    return;
  }
  picks[reading.slot] = choice.value;
  ask(input.value);
  input.focus();
}

async function enter() {
  const line = input.value;
  if (!line.trim()) return;
  const active = list.active();
  if (active) {
    choose(active);
    return;
  }
  // Not shown yet: show it now; what is shown is what the next Enter does.
  if (!reading || readLine !== line) {
    clearTimeout(timer);
    await ask(line);
    return;
  }
  if (reading.state === "ready") await run();
  else if (reading.state === "go") go(reading.url);
  else if (reading.state === "choose") list.enter();
  else if (reading.state === "help") {
    close();
    showHelp();
  } else say(reading.text);
}

function history(by) {
  const lines = kept();
  past = Math.min(lines.length - 1, Math.max(-1, past + by));
  input.value = past < 0 ? "" : lines[past];
  look(0);
}

function keydown(event) {
  if (composing(event)) return;
  if (event.key === "Enter" && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    event.stopPropagation();
    enter();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    if (list.active()) list.leave();
    else close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const by = event.key === "ArrowDown" ? 1 : -1;
    if (!list.move(by)) history(-by);
  } else if (/^[1-9]$/.test(event.key) && list.active() && !event.ctrlKey) {
    const choice = list.at(Number(event.key) - 1);
    if (!choice) return;
    event.preventDefault();
    choose(choice);
  } else if (event.key === "k" && event.ctrlKey) {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}

const list = createList(document.getElementById("command-choices"), input, choose);

function openFor(verb, what = "") {
  return open(PREFIX[verb][language()] + what);
}

if (bar && document.documentElement.dataset.surface !== "wall") {
  input.addEventListener("keydown", keydown);
  input.addEventListener("input", (event) => !event.isComposing && look());
  input.addEventListener("compositionend", () => look());
  bar.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !bar.contains(event.relatedTarget)) {
      before = { at: event.relatedTarget };
      close();
    }
  });
  bar.querySelector("[data-command-run]").addEventListener("click", enter);
  document.addEventListener("click", (event) => {
    const hint = event.target.closest("[data-command-insert]");
    if (event.target.closest("[data-command-open]")) open();
    else if (event.target.closest("[data-command-close]")) close();
    else if (hint && bar.contains(hint)) open(hint.dataset.commandInsert);
    else if (!bar.hidden && !bar.contains(event.target)) close();
  });
  register({ key: "Ctrl+K", label: () => t("Command bar"), run: () => open() });
  register({ key: "/", label: () => t("Command bar, outside fields"), run: () => open() });
  register({
    key: "F8",
    label: () => t("Set the status of a team"),
    run: (event) => {
      const chip = event.target.closest?.("[data-dispatch]");
      return openFor("status", chip?.dataset.team ? `${chip.dataset.team} ` : "");
    },
  });
  register({ scope: "bar", key: "Enter", label: () => t("Do what the echo says"), run: () => false });
  register({ scope: "bar", key: "1–9", label: () => t("After Enter: choose one of several"), run: () => false });
  register({ scope: "bar", key: "ArrowUp", label: () => t("Earlier line, or up in the list"), run: () => false });
  register({ scope: "bar", key: "ArrowDown", label: () => t("Later line, or down in the list"), run: () => false });
  register({
    scope: "bar",
    key: "Escape",
    label: () => t("Close the bar, back to the field you were in"),
    run: () => false,
  });
  ready.then(() => bar.setAttribute("data-ready", ""));
}
