// Dispatch: the board, the panel of one incident's teams (also inside the desk and the incident page), orders on a phone.
// Digits choose teams, Enter orders what the echo says; on a focused chip 1–7 set its status. Buttons exist for all of it.

import { ready, t } from "./i18n.js";
import { register } from "./keys.js";
import "./dispatch-board.js";
import { onEvent, serverNow } from "./live.js";
import { play } from "./sound.js";
import { say, toast } from "./toast.js";

const UNDO_MS = 10000;
// What is chosen survives every refresh of the lists: incident number → Map(team id → name).
const chosen = new Map();

function panelOf(element) {
  return element?.closest?.("[data-teams-panel]") || document.querySelector("[data-teams-panel]");
}

function choices(panel) {
  const number = panel.dataset.teamsPanel;
  if (!chosen.has(number)) chosen.set(number, new Map());
  return chosen.get(number);
}

function boxes(panel) {
  return [...panel.querySelectorAll('input[type="checkbox"][name="team"]')];
}

function echo(panel) {
  const form = panel.querySelector("[data-order-form]");
  if (!form) return;
  const teams = choices(panel);
  const none = teams.size === 0;
  form.querySelector("[data-order-send]").disabled = none;
  form.querySelector("[data-simulate]").disabled = none;
  const names = [...teams.values()].join(t(", "));
  const task = form.querySelector("[data-order-task]").value.trim();
  const what = { number: panel.dataset.teamsPanel, teams: names, task };
  form.querySelector("[data-order-echo]").textContent = none
    ? t("Choose teams with the digit keys or the boxes.")
    : task
      ? t("Order to %(number)s: %(teams)s. Task: %(task)s", what)
      : t("Order to %(number)s: %(teams)s.", what);
}

// After a refresh: tick again what was chosen; forget a team that is no longer offered.
function restore(panel) {
  const teams = choices(panel);
  for (const [id, name] of [...teams]) {
    // A team may be offered twice: among those suggested, and in the list of all.
    const offers = boxes(panel).filter((box) => box.value === id && !box.disabled);
    for (const box of offers) box.checked = true;
    if (!offers.length) {
      teams.delete(id);
      say(t("%(team)s is no longer free.", { team: name }));
    }
  }
  echo(panel);
}

function take(box) {
  const panel = panelOf(box);
  const teams = choices(panel);
  if (box.checked) teams.set(box.value, box.dataset.teamName);
  else teams.delete(box.value);
  for (const twin of boxes(panel)) if (twin.value === box.value && !twin.disabled) twin.checked = box.checked;
  echo(panel);
}

// A team dropped on an incident is chosen for it; the order is given only with Enter or the button, after the echo.
function dropped(event) {
  const { number, team, name } = event.detail;
  const panel = document.querySelector(`[data-teams-panel="${CSS.escape(number)}"]`);
  if (!chosen.has(number)) chosen.set(number, new Map());
  chosen.get(number).set(team, name);
  if (panel) {
    restore(panel);
    panel.focus({ preventScroll: true });
  } else choose(document.querySelector(`[data-board-incident="${CSS.escape(number)}"]`));
}
document.addEventListener("board:drop", dropped);

function digit(event, number) {
  const panel = panelOf(event.target);
  const box = panel?.querySelector(`input[data-digit="${number}"]`);
  if (!box) return false;
  box.checked = !box.checked;
  take(box);
  say(
    box.checked
      ? t("%(team)s chosen", { team: box.dataset.teamName })
      : t("%(team)s not chosen", { team: box.dataset.teamName }),
  );
  return true;
}

function send(event) {
  if (event.target.closest("a, button, summary")) return false;
  const form = panelOf(event.target)?.querySelector("[data-order-form]");
  if (!form || form.querySelector("[data-order-send]").disabled) return false;
  form.requestSubmit();
  return true;
}

function step(event, key) {
  const chip = event.target.closest("[data-dispatch]");
  if (!chip) return false;
  const button = chip.querySelector(`[data-step-key="${key}"]`);
  if (button) button.click();
  else say(t("Not possible from this status."));
  return true;
}

// --- The board: choosing an incident ----------------------------------------------------------------------------------
let current = "";

function mark(link) {
  for (const row of document.querySelectorAll(".board-row")) row.classList.toggle("is-chosen", row.contains(link));
  for (const other of document.querySelectorAll("[data-board-incident]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  document.getElementById("board-chosen").value = link.dataset.boardIncident;
}

// An answer that was asked for before the last choice may arrive after it.
document.addEventListener("htmx:afterSettle", (event) => {
  const link = event.target.id === "board" && document.querySelector(`[data-board-incident="${CSS.escape(current)}"]`);
  if (current && link) mark(link);
});

function choose(link) {
  const side = document.getElementById("board-side");
  if (!side || !link) return false;
  current = link.dataset.boardIncident;
  mark(link);
  history.replaceState(null, "", link.href);
  window.htmx.ajax("GET", link.dataset.panel, { target: side, swap: "innerHTML" });
  return true;
}

function move(by) {
  const links = [...document.querySelectorAll("[data-board-incident]")];
  if (!links.length) return false;
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[Math.min(links.length - 1, Math.max(0, at + by))];
  next.focus();
  return choose(next);
}

document.addEventListener("click", (event) => {
  const needing = event.target.closest("[data-needing]");
  const link = needing
    ? document.querySelector(`[data-board-incident="${CSS.escape(needing.dataset.needing)}"]`)
    : event.target.closest("[data-board-incident]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (choose(link)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches('[data-teams-panel] input[name="team"]')) return;
  take(event.target);
  // Back to the panel, so that the digits and Enter go on working after a press of the mouse.
  if (event.target.matches(":focus") && !event.target.matches(":focus-visible"))
    panelOf(event.target).focus({ preventScroll: true });
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-order-task]")) echo(panelOf(event.target));
});

function settle() {
  for (const panel of document.querySelectorAll("[data-teams-panel]")) restore(panel);
  undoButtons();
}

document.addEventListener("htmx:afterSettle", settle);
document.addEventListener("dispatch-changed", (event) => {
  if (!event.detail?.ordered) return;
  for (const panel of document.querySelectorAll("[data-teams-panel]")) {
    const done = event.target.closest?.("[data-teams-panel]");
    if (done && done !== panel) continue;
    choices(panel).clear();
    for (const box of boxes(panel)) box.checked = false;
    const task = panel.querySelector("[data-order-task]");
    if (task) task.value = "";
    panel.querySelector(".coverage")?.replaceChildren();
    echo(panel);
    panel.focus({ preventScroll: true });
  }
});

// --- Undo counts down where the order stands, and goes when it is too late ---------------------------------------------
function undoButtons() {
  for (const button of document.querySelectorAll("[data-undo-until]")) {
    const left = Math.ceil((Number(button.dataset.undoUntil) * 1000 + UNDO_MS - serverNow()) / 1000);
    if (left <= 0) button.remove();
    else button.textContent = t("Undo (%(seconds)s)", { seconds: left });
  }
}
setInterval(undoButtons, 500);

// --- Keys ----------------------------------------------------------------------------------------------------------------
for (let number = 1; number <= 9; number += 1) {
  register({
    scope: "board",
    key: String(number),
    label: "Choose or drop the team with this number",
    run: (event) => digit(event, number),
  });
}
register({ scope: "board", key: "Enter", label: "Order the chosen teams", run: send });
register({ scope: "board", key: "ArrowDown", label: "Next incident", run: () => move(1) });
register({ scope: "board", key: "ArrowUp", label: "Previous incident", run: () => move(-1) });
const STEPS = { 1: "End", 2: "Acknowledge", 3: "Set out", 4: "On scene", 5: "Return", 6: "Recall", 7: "Decline" };
for (const [key, label] of Object.entries(STEPS)) {
  register({
    scope: "chip",
    key,
    label: () => t("On a team: %(step)s", { step: t(label) }),
    run: (event) => step(event, key),
  });
}

// --- Loud where it must be --------------------------------------------------------------------------------------------
if (document.getElementById("board")) {
  onEvent("dispatch.overdue", (event) => {
    play("safety");
    toast(t("%(team)s has not acknowledged its order to %(incident)s", event.data), { kind: "warning", seconds: 30 });
  });
  document.getElementById("board-side")?.focus({ preventScroll: true });
}
if (document.getElementById("orders")) {
  onEvent("dispatch.ordered", () => {
    play("call");
    navigator.vibrate?.([300, 150, 300]);
    toast(t("A new order"), { seconds: 30 });
  });
  onEvent("dispatch.recalled", () => {
    play("call");
    toast(t("The team is recalled"), { kind: "warning", seconds: 30 });
  });
}

await ready;
settle();
