// The incident page: parts as tabs, lines pinned to the log's top, new lines that wait while somebody reads further down,
// and the sheet that is printed.

import { ready, t, tn } from "./i18n.js";
import { register } from "./keys.js";
import { toast } from "./toast.js";

// --- Tabs: without scripts every part is simply there -------------------------------------------------------------------
const host = document.querySelector("[data-page-tabs]");
const tabs = host ? [...host.querySelectorAll("[role=tab]")] : [];
const parts = [...document.querySelectorAll("[data-part]")];

export function show(name, focus = false) {
  for (const tab of tabs) {
    const on = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on && focus) tab.focus();
  }
  for (const part of parts) part.hidden = part.dataset.part !== name;
}

function reveal(element) {
  const part = element?.closest("[data-part]");
  if (part?.hidden) show(part.dataset.part);
}

if (host) {
  host.hidden = false;
  for (const part of parts) {
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", `tab-${part.dataset.part}`);
  }
  show("overview");
  host.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(tab.id.slice(4));
  });
  host.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    show(tabs[(at + by + tabs.length) % tabs.length].id.slice(4), true);
  });
  // A key or a link that leads into a part shows it first.
  document.addEventListener("incident:reveal", (event) => reveal(event.target));
}

// --- Pins ---------------------------------------------------------------------------------------------------------------
function token() {
  return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function pin(button) {
  const panel = button.closest("[data-panel]");
  const form = new FormData();
  form.append("entry", button.dataset.pinLine);
  form.append("pinned", button.dataset.pinned);
  const url = panel.getAttribute("hx-get").replace(/panel\/log\/.*$/, "pin/");
  const answer = await fetch(url, {
    method: "POST",
    body: form,
    credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  });
  if (!answer.ok) toast(t("Not done (%(code)s)", { code: answer.status }), { kind: "warning" });
  panel.dispatchEvent(new CustomEvent("refresh", { detail: "now" }));
}

// --- New lines slide in only while the top is shown ---------------------------------------------------------------------
function scroller(panel) {
  const lines = panel.querySelector(".log-lines");
  return [panel, lines].find((one) => one && one.scrollHeight > one.clientHeight + 4 && one.scrollTop > 20) || null;
}

async function count(panel) {
  const newest = panel.querySelector(".log-lines time")?.getAttribute("datetime") || "";
  const answer = await fetch(panel.getAttribute("hx-get"), {
    credentials: "same-origin",
    headers: { "HX-Request": "true" },
  });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const times = [...page.querySelectorAll(".log-lines time")].map((one) => one.getAttribute("datetime"));
  const fresh = times.filter((at) => Date.parse(at) > Date.parse(newest)).length;
  const note = panel.querySelector("[data-log-new]");
  if (!note || !fresh) return;
  note.hidden = false;
  note.querySelector("button").textContent = tn("%(count)s new line", "%(count)s new lines", fresh);
}

document.addEventListener(
  "refresh",
  (event) => {
    const panel = event.target;
    if (event.detail === "now" || panel.dataset?.panelName !== "log" || !scroller(panel)) return;
    event.stopImmediatePropagation();
    count(panel);
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pin-line]");
  if (button) pin(button);
  const top = event.target.closest("[data-log-top]");
  if (top) {
    const panel = top.closest("[data-panel]");
    for (const one of [panel, panel.querySelector(".log-lines")]) if (one) one.scrollTop = 0;
    panel.dispatchEvent(new CustomEvent("refresh", { detail: "now" }));
  }
  if (event.target.closest("[data-key-reports]")) {
    event.preventDefault();
    toReports();
  }
});

function toReports() {
  const panel = document.getElementById("reports");
  if (!panel) return false;
  panel.scrollIntoView({ block: "nearest" });
  panel.focus();
  return true;
}

function steps(event) {
  const page = event.target.closest("[data-incident]");
  const first = page?.querySelector("[data-step]");
  if (!first) return false;
  first.focus();
  return true;
}

ready.then(() => {
  register({ scope: "incident", key: "S", label: () => t("To the next status"), run: steps });
  register({ scope: "incident", key: "R", label: () => t("To the reports"), run: toReports });
});
