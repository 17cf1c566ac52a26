// The queue and one report: choosing a row, the keys A T M X, reasons, heartbeats of one's claims, filters that survive
// a refresh. Everything is delegated, because the parts are replaced whenever something happens.

import { askReason } from "./dialogs.js";
import { ready, t } from "./i18n.js";
import { register } from "./keys.js";
import { toast } from "./toast.js";

const BEAT_MS = 10000;
const LOOK_MS = 15000;
const API = "/api/v1/reports/";
let chosen = null;

function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

async function call(path, body, background = false) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" };
  if (background) headers["X-Background"] = "1";
  const answer = await fetch(API + path, {
    method: "POST",
    credentials: "same-origin",
    headers,
    body: JSON.stringify(body || {}),
  });
  const document_ = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, body: document_ };
}

function words(result) {
  const first = result.body.errors?.[0]?.message;
  return first || result.body.detail || t("Not done (%(code)s)", { code: result.status });
}

function part() {
  return document.querySelector("[data-queue-part]");
}

function refresh() {
  const host = part()?.closest("[hx-get]");
  if (!host) return;
  host.dataset.now = "1"; // asked for by the person: shown even under the pointer
  host.dispatchEvent(new CustomEvent("refresh"));
}

// --- Choosing a row -------------------------------------------------------------------------------------------------
function rows() {
  return [...document.querySelectorAll("[data-queue-part] [data-report]")];
}

function row() {
  return rows().find((one) => one.dataset.report === chosen) || null;
}

function mark() {
  const current = row();
  for (const one of rows()) one.classList.toggle("is-chosen", one === current);
  for (const button of document.querySelectorAll("[data-queue-tools] [data-act]"))
    button.disabled = !usable(button.dataset.act, current);
}

function usable(act, current) {
  if (!current) return false;
  const claim = current.dataset.claimed;
  if (act === "claim") return !claim;
  if (act === "take-over") return claim === "other";
  return claim !== "other";
}

function choose(one) {
  chosen = one?.dataset.report || null;
  mark();
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(row());
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  next.querySelector("a").focus();
  choose(next);
  return true;
}

function open(current) {
  current.querySelector("a").click();
}

// --- Doing something with it ----------------------------------------------------------------------------------------
async function claim(current) {
  const result = await call(`${current.dataset.report}/claim/`);
  if (!result.ok) toast(words(result), { kind: "warning" });
  else open(current);
  refresh();
}

async function takeOver(current) {
  const reason = await askReason({
    title: t("Take this report over"),
    text: current.dataset.number,
    label: t("Take over"),
  });
  if (reason === null) return;
  const result = await call(`${current.dataset.report}/take-over/`, { reason });
  if (!result.ok) toast(words(result), { kind: "warning" });
  else open(current);
  refresh();
}

async function reject(current) {
  const reason = await askReason({ title: t("Reject this report"), text: current.dataset.number, label: t("Reject") });
  if (reason === null) return;
  const result = await call(`${current.dataset.report}/reject/`, { reason });
  const number = current.dataset.number;
  if (!result.ok) toast(words(result), { kind: "warning" });
  else
    toast(t("%(number)s rejected; the reporter is told", { number }), {
      seconds: 10,
      undo: () => undo(current.dataset.report, "reopen", t("Rejected by mistake")),
    });
  refresh();
}

async function undo(report, action, reason) {
  const result = await call(`${report}/${action}/`, { reason });
  if (!result.ok) toast(words(result), { kind: "warning" });
  refresh();
}

async function join(current) {
  const report = current.dataset.report;
  const answer = await fetch(`${API}${report}/duplicates/`, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  const best = answer.ok ? (await answer.json()).find((one) => one.incident) : null;
  if (!best) {
    toast(t("No incident like this is known. Open the report to verify it."), { kind: "warning" });
    return;
  }
  const result = await call(`${report}/verify/`, { incident: best.incident });
  if (!result.ok) {
    toast(words(result), { kind: "warning" });
    return;
  }
  const values = {
    number: current.dataset.number,
    incident: result.body.incident.number,
    reasons: best.reasons.join(" · "),
  };
  toast(t("%(number)s joined to %(incident)s (%(reasons)s)", values), {
    seconds: 10,
    undo: () => undo(report, "unjoin", t("Joined by mistake")),
  });
  refresh();
}

const ACTS = { claim, "take-over": takeOver, join, reject };

function act(name) {
  const current = row();
  if (!usable(name, current)) return false;
  ACTS[name](current);
  return true;
}

// --- One report: buttons with keys, reasons --------------------------------------------------------------------------
function panel() {
  const here = document.activeElement?.closest?.("[data-report-panel]");
  return here || [...document.querySelectorAll("[data-report-panel]")].find((one) => one.offsetParent) || null;
}

function pressed(key) {
  const button = panel()?.querySelector(`[data-key="${key}"]`);
  if (!button) return false;
  button.click();
  return true;
}

async function ask(event) {
  const button = event.target.closest("[data-ask]");
  if (!button) return;
  event.preventDefault();
  const host = button.closest("[data-report-panel]");
  const reason = await askReason({ title: button.dataset.ask, label: button.firstChild.textContent.trim() });
  if (reason === null) return;
  window.htmx.ajax("POST", button.dataset.hx, { source: button, target: host, swap: "outerHTML", values: { reason } });
}

// --- Heartbeats of claims whose report is open here ---------------------------------------------------------------------
async function beat() {
  for (const one of document.querySelectorAll('[data-report-panel][data-claim="mine"]')) {
    const result = await call(`${one.dataset.reportPanel}/claim/`, {}, true).catch(() => null);
    if (result && result.status === 409) {
      toast(words(result), { kind: "warning" });
      one.dispatchEvent(new CustomEvent("refresh"));
    }
  }
}

// --- Filters: sent along with every refresh, so that none is lost ---------------------------------------------------------
function addFilters(event) {
  const { path, parameters, elt } = event.detail;
  if (!path?.startsWith("/reports/queue/") || !elt?.contains(part())) return;
  const form = part().querySelector("[data-queue-filter]");
  for (const [name, value] of new FormData(form)) if (value) parameters[name] = value;
  const page = part().dataset.page;
  if (page) parameters.page = page;
}

let typing = 0;
function filter(event) {
  const form = event.target.closest("[data-queue-filter]");
  if (!form) return;
  part().dataset.page = "";
  clearTimeout(typing);
  typing = setTimeout(refresh, event.type === "input" ? 300 : 0);
}

function clearFilters(event) {
  const link = event.target.closest("[data-queue-clear], [data-queue-page]");
  if (!link || !part()?.closest("[hx-get]")) return;
  event.preventDefault();
  if (link.dataset.queuePage) part().dataset.page = link.dataset.queuePage;
  else for (const field of part().querySelector("[data-queue-filter]").elements) field.value = "";
  refresh();
}

// --- Wiring ---------------------------------------------------------------------------------------------------------------
document.addEventListener("focusin", (event) => {
  const one = event.target.closest("[data-queue-part] [data-report]");
  if (one) choose(one);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-queue-tools] [data-act]");
  if (button) act(button.dataset.act);
  clearFilters(event);
  ask(event);
});
document.addEventListener("input", filter);
document.addEventListener("change", filter);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-queue-filter]") || !part().closest("[hx-get]")) return;
  event.preventDefault();
  refresh();
});
// A panel that was replaced takes the focus along, so that its keys go on working and a refusal is read.
document.addEventListener("htmx:load", (event) => {
  const fresh = event.detail.elt;
  if (!fresh?.matches?.("[data-report-panel]")) return;
  const summary = fresh.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  else if (document.activeElement === document.body) fresh.focus();
});
document.addEventListener("htmx:configRequest", addFilters);
document.addEventListener("htmx:afterSettle", mark);

register({ scope: "queue", key: "ArrowDown", label: "Next report", run: () => move(1) });
register({ scope: "queue", key: "ArrowUp", label: "Previous report", run: () => move(-1) });
register({ scope: "queue", key: "Enter", label: "Open the report", run: () => false });
register({ scope: "queue", key: "A", label: "Take the report", run: () => act("claim") });
register({ scope: "queue", key: "T", label: "Take it over, with a reason", run: () => act("take-over") });
register({ scope: "queue", key: "M", label: "Join it to the likeliest incident", run: () => act("join") });
register({ scope: "queue", key: "X", label: "Reject it, with a reason", run: () => act("reject") });
const KEYS = {
  A: "Take the report",
  T: "Take it over, with a reason",
  V: "Verify: open an incident",
  M: "Verify and join",
  R: "Return for more",
  X: "Reject it, with a reason",
  O: "Take up again",
  U: "Undo the join",
  Z: "Give back",
};
for (const [key, label] of Object.entries(KEYS)) register({ scope: "report", key, label, run: () => pressed(key) });

setInterval(beat, BEAT_MS);
// A claim that goes quiet makes no event: look again while somebody else's is on the screen.
setInterval(() => {
  if (!document.hidden && document.querySelector('[data-queue-part] [data-claimed="other"]'))
    part().closest("[hx-get]")?.dispatchEvent(new CustomEvent("refresh"));
}, LOOK_MS);
ready.then(mark);
