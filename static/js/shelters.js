// A shelter's pages: open incidents to choose from, “all well”, ticking a household, printing. Everything works without.

import { localName } from "./i18n.js";

let incidents = null;
let chosen = ""; // kept through a refresh of the page's living part

async function openIncidents() {
  if (!incidents)
    incidents = fetch("/api/v1/incidents/?open=true&page_size=50", { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { results: [] }))
      .catch(() => ({ results: [] }));
  return (await incidents).results;
}

async function fill(select) {
  if (select.dataset.filled) return;
  select.dataset.filled = "1";
  const wanted = new URLSearchParams(location.search).get("incident");
  select.addEventListener("change", () => {
    chosen = select.value;
  });
  for (const incident of await openIncidents()) {
    const value = `incident:${incident.id}|${incident.number}`;
    if ([...select.options].some((one) => one.value === value)) continue;
    const option = new Option(`${incident.number} ${localName(incident)}`, value);
    option.selected = chosen ? chosen === value : wanted === String(incident.id) || wanted === incident.number;
    select.append(option);
  }
}

function start() {
  for (const select of document.querySelectorAll("[data-open-incidents]")) fill(select);
  for (const button of document.querySelectorAll("[data-print], [data-all-well], [data-tick-household]"))
    button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  if ("allWell" in button.dataset)
    for (const box of button.form.querySelectorAll('input[type="radio"][value="ok"]')) box.checked = true;
  const household = button.dataset.tickHousehold;
  if (household) {
    const boxes = [...document.querySelectorAll(`input[data-household="${CSS.escape(household)}"]`)];
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
  }
});

// A refresh of the list must not forget who was ticked.
let ticked = new Set();
document.addEventListener("htmx:beforeSwap", () => {
  ticked = new Set([...document.querySelectorAll('input[name="stay"]:checked')].map((box) => box.value));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const box of document.querySelectorAll('input[name="stay"]')) if (ticked.has(box.value)) box.checked = true;
  start();
});
start();
