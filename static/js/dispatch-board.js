// Beside the order itself: timers that turn amber and red at the limits of their status, a call for help by holding 0
// (or its button) for a second, calling a leader, dragging a team onto an incident, and looking farther for units.

import { t } from "./i18n.js";
import { register } from "./keys.js";
import { onEvent, serverNow } from "./live.js";
import { play } from "./sound.js";
import { say, toast } from "./toast.js";

const HOLD_MS = 1000;
const AGAIN_MS = 10000;

// --- Timers ---------------------------------------------------------------------------------------------------------
function overrun(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `+${minutes}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`
    : `+${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:00`;
}

function tick() {
  const now = serverNow() / 1000;
  for (const chip of document.querySelectorAll("[data-chip-limit]")) {
    const limit = Number(chip.dataset.chipLimit);
    const spent = now - Number(chip.dataset.chipSince);
    const late = limit > 0 && spent >= limit;
    const state = late ? "late" : limit > 0 && spent >= Number(chip.dataset.chipWarn) ? "warned" : "";
    if (chip.dataset.timed !== state) chip.dataset.timed = state;
    const words = chip.querySelector("[data-chip-over]");
    const text = late ? overrun(spent - limit) : "";
    if (words && words.textContent !== text) words.textContent = text;
  }
}
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);

// --- A call for help: held for a second, no dialog --------------------------------------------------------------------
let holding = null;

function letGo(done = false) {
  if (!holding) return;
  clearTimeout(holding.timer);
  holding.chip.classList.remove("is-holding");
  if (!done) say(t("Hold for a whole second to call for help."));
  holding = null;
}

function hold(chip) {
  const button = chip?.querySelector("[data-mayday]");
  if (!button) return false;
  if (holding) return true;
  chip.classList.add("is-holding");
  const timer = setTimeout(() => {
    letGo(true);
    window.htmx.ajax("POST", button.dataset.mayday, { source: button, swap: "none" });
  }, HOLD_MS);
  holding = { chip, timer };
  return true;
}

document.addEventListener("keyup", (event) => {
  if (event.key === "0" || event.key === "Enter" || event.key === " ") letGo();
});
document.addEventListener("pointerdown", (event) => {
  const button = event.target.closest?.("[data-mayday]");
  if (button && event.button === 0) hold(button.closest("[data-dispatch], .order-card"));
});
for (const kind of ["pointerup", "pointercancel", "blur"]) window.addEventListener(kind, () => letGo());
document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("[data-mayday]");
  if (!button || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  hold(button.closest("[data-dispatch], .order-card"));
});

let insisting = 0;
function insist() {
  const calling = document.querySelector(".mayday-banner, .dispatch-chip.is-mayday, .todo.is-mayday");
  if (!calling) {
    clearInterval(insisting);
    insisting = 0;
    return;
  }
  play("safety");
}

onEvent("dispatch.mayday", (event) => {
  if (event.kind !== "dispatch.mayday") return;
  play("safety");
  if (!document.getElementById("board"))
    toast(t("%(team)s calls for help at %(incident)s", event.data), { kind: "error", seconds: 60 });
  if (!insisting) insisting = setInterval(insist, AGAIN_MS);
});

// --- Calling a leader -------------------------------------------------------------------------------------------------
function call(event) {
  const link = event.target.closest("[data-dispatch], .candidate")?.querySelector('a[href^="tel:"]');
  if (link) link.click();
  else say(t("No phone number is known, or it is not shown to you."));
  return true;
}

register({
  scope: "chip",
  key: "0",
  label: "Hold for a second: the team calls for help",
  run: (event) => hold(event.target.closest("[data-dispatch]")),
});
register({ scope: "chip", key: "C", label: "Call the team's leader", run: call });
register({ scope: "unit", key: "C", label: "Call the team's leader", run: call });

// --- Dragging a team onto an incident ---------------------------------------------------------------------------------
document.addEventListener("dragstart", (event) => {
  const team = event.target.closest?.("[data-drag-team]");
  if (!team) return;
  event.dataTransfer.setData("text/x-team", JSON.stringify([team.dataset.dragTeam, team.dataset.dragName]));
  event.dataTransfer.effectAllowed = "link";
});

function target(event) {
  return event.dataTransfer?.types.includes("text/x-team") ? event.target.closest?.(".board-row") : null;
}

function light(row) {
  for (const one of document.querySelectorAll(".board-row.is-target"))
    if (one !== row) one.classList.remove("is-target");
  row?.classList.add("is-target");
}

document.addEventListener("dragover", (event) => {
  const row = target(event);
  light(row);
  if (!row) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "link";
});
document.addEventListener("dragend", () => light(null));
document.addEventListener("drop", (event) => {
  const row = target(event);
  light(null);
  if (!row) return;
  event.preventDefault();
  const [team, name] = JSON.parse(event.dataTransfer.getData("text/x-team"));
  const number = row.querySelector("[data-board-incident]").dataset.boardIncident;
  row.dispatchEvent(new CustomEvent("board:drop", { bubbles: true, detail: { number, team, name } }));
});

// --- Looking farther --------------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-widen]");
  if (!button) return;
  const select = button.closest("[data-units-all]").querySelector("[name=km]");
  select.value = button.dataset.widen || "0";
  select.dispatchEvent(new Event("change", { bubbles: true }));
});
