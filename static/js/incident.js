// The incident page, its tab on the duty desk, and the list: keys, corrections, figures, and refreshes that never pull
// anything from under somebody's hands.

import { ready, t } from "./i18n.js";
import { register } from "./keys.js";

const root = (event) => event.target.closest?.("[data-incident]") || document.querySelector("[data-incident]");
const first = (event, selector) => root(event)?.querySelector(selector);

// Parts of the page may lie behind tabs.
function reveal(element) {
  element.dispatchEvent(new CustomEvent("incident:reveal", { bubbles: true }));
}

// --- Keys: they act while focus is inside the page and outside fields; every one has its button ------------------------
function press(selector) {
  return (event) => {
    const button = first(event, selector);
    if (!button) return false;
    reveal(button);
    button.click();
    return true;
  };
}

function open(selector, field) {
  return (event) => {
    const menu = first(event, selector);
    if (!menu) return false;
    reveal(menu);
    menu.open = !menu.open;
    if (menu.open) menu.querySelector(field)?.focus();
    return true;
  };
}

function focus(selector) {
  return (event) => {
    const target = first(event, selector);
    if (!target) return false;
    reveal(target);
    target.scrollIntoView({ block: "nearest" });
    target.focus();
    return true;
  };
}

function units(event) {
  const panel = first(event, "#units, .summary-units");
  if (!panel) return false;
  panel.scrollIntoView({ block: "start" });
  (panel.querySelector("button, input, select, a[href]") || panel).focus();
  return true;
}

const KEYS = [
  { key: "D", label: () => t("Send teams"), run: units },
  { key: "N", label: () => t("New line for the log"), run: focus("[data-note-text]") },
  { key: "L", label: () => t("Decide the grade"), run: open("[data-grade-menu]", "input") },
  { key: "F", label: () => t("State figures"), run: open("[data-state-figures]", "input[type=text]") },
  { key: "H", label: () => t("Being handled, or reopen"), run: press("[data-step=H]") },
  { key: "C", label: () => t("Under control"), run: press("[data-step=C]") },
  { key: "X", label: () => t("Close the incident"), run: press("[data-step=X]") },
  { key: "E", label: () => t("Edit the particulars"), run: press("[data-edit]") },
  { key: "M", label: () => t("Map"), run: focus("#incident-map") },
  { key: "P", label: () => t("Print"), run: press("[data-sheet], [data-print]") },
];
for (const entry of KEYS) register({ scope: "incident", ...entry });

function step(by) {
  return (event) => {
    const rows = [...(event.target.closest("#incident-rows")?.querySelectorAll("tbody tr") || [])];
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    rows[Math.min(rows.length - 1, Math.max(0, at + by))].querySelector("a").focus();
    return true;
  };
}
register({ scope: "incident", key: "ArrowDown", label: () => t("Next row of the list"), run: step(1) });
register({ scope: "incident", key: "ArrowUp", label: () => t("Previous row of the list"), run: step(-1) });

// --- Refreshes wait while somebody types, has typed, or points at a row ------------------------------------------------
const held = new Set();

function touched(region) {
  if (region.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return true;
  for (const field of region.querySelectorAll("input, textarea, select")) {
    if (field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== field.defaultChecked) return true;
    } else if (field.tagName === "SELECT") {
      if ([...field.options].some((option) => option.selected !== option.defaultSelected && field.selectedIndex > 0))
        return true;
    } else if (field.value !== field.defaultValue) return true;
  }
  return false;
}

function rowsInUse(region) {
  return region.id === "incident-rows" && (region.matches(":hover") || region.contains(document.activeElement));
}

function showHeld() {
  const note = document.querySelector("[data-held]");
  if (note) note.hidden = ![...held].some((region) => region.id === "incident-rows");
}

function hold(event) {
  const region = event.target;
  if (!region.matches?.("[data-hold]") || event.detail === "now") return held.delete(region);
  if (!rowsInUse(region) && !touched(region)) return held.delete(region);
  event.stopImmediatePropagation();
  held.add(region);
  showHeld();
  return true;
}

function release() {
  for (const region of [...held]) {
    if (!region.isConnected) held.delete(region);
    else if (!rowsInUse(region) && !touched(region)) {
      held.delete(region);
      region.dispatchEvent(new CustomEvent("refresh"));
    }
  }
  showHeld();
}

document.addEventListener("refresh", hold, true);
setInterval(() => held.size && release(), 1500);

// --- What was unfolded stays unfolded when its panel is refreshed --------------------------------------------------------
let unfolded = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  unfolded = [...(event.detail.target?.querySelectorAll?.("details[open][id]") || [])].map((one) => one.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

// --- A panel that cannot be read says so in its own place ----------------------------------------------------------------
function failed(event) {
  const panel = event.target;
  if (!panel.matches?.("[data-panel]") || panel.querySelector("[data-panel-failed]")) return;
  const box = document.createElement("div");
  box.className = "notice notice-error";
  box.dataset.panelFailed = "";
  const words = document.createElement("p");
  words.textContent = t("This part could not be read. The rest of the page is right.");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm btn-quiet";
  again.dataset.retryPanel = "";
  again.textContent = t("Try again");
  box.append(words, again);
  if (panel.querySelector(".skeleton")) panel.replaceChildren(box);
  else panel.prepend(box);
}
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);

// --- Corrections, filters of the log, buttons ----------------------------------------------------------------------------
function correcting(form, id, text) {
  form.querySelector("[data-strikes]").value = id;
  form.querySelector("[data-correcting]").hidden = !id;
  form.querySelector("[data-correcting-text]").textContent = id ? `“${text}”` : "";
  form.querySelector("[data-as-decision]").hidden = !!id;
  if (id) form.querySelector("textarea").focus();
}

function showLines(link) {
  const panel = link.closest("[data-panel]");
  panel.setAttribute("hx-get", link.dataset.logShow);
  window.htmx.process(panel);
  held.delete(panel);
  panel.dispatchEvent(new CustomEvent("refresh"));
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const form = root(event)?.querySelector("[data-note-form]");
  if (at("[data-correct]") && form) {
    event.preventDefault();
    correcting(form, at("[data-correct]").dataset.correct, at("[data-correct]").dataset.text);
  } else if (at("[data-correct-cancel]")) correcting(form, "", "");
  else if (at("[data-log-show]")) {
    event.preventDefault();
    showLines(at("[data-log-show]"));
  } else if (at("[data-retry-panel]")) at("[data-panel]")?.dispatchEvent(new CustomEvent("refresh"));
  else if (at("[data-release]")) {
    for (const region of [...held]) region.dispatchEvent(new CustomEvent("refresh", { detail: "now" }));
    showHeld();
  } else if (at("[data-print]")) window.print();
  else if (at("[data-key-note]")) {
    event.preventDefault();
    focus("[data-note-text]")(event);
  } else if (at("[data-key-dispatch]")) {
    event.preventDefault();
    units(event);
  }
});

// --- Forms beside the panels are emptied once they were taken ------------------------------------------------------------
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (
    !form.matches?.("[data-note-form], [data-figures-form]") ||
    !event.detail.successful ||
    event.detail.xhr.status >= 400
  )
    return;
  form.reset();
  if (form.matches("[data-note-form]")) {
    form.querySelector("textarea").value = "";
    correcting(form, "", "");
    form.querySelector("textarea").focus();
  } else {
    for (const field of form.querySelectorAll("[name=source], [name=note], .figure-entry input")) field.value = "";
    for (const output of form.querySelectorAll("output")) output.textContent = "";
    form.closest("details").open = false;
  }
});

// --- The change beside each figure while it is typed ---------------------------------------------------------------------
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-figures-form]");
  const output = form?.querySelector(`[data-delta-for="${event.target.name}"]`);
  if (!output) return;
  const row = root(event)?.querySelector(`[data-figure="${event.target.name}"]`);
  const typed = Number(event.target.value.replace(/[,，\s]/g, ""));
  const change = row?.dataset.current && event.target.value.trim() ? typed - Number(row.dataset.current) : Number.NaN;
  output.textContent = Number.isFinite(change) ? (change > 0 ? "+" : "") + change : "";
});

// --- Direct opening: the narrative suggests a type, never over a choice ---------------------------------------------------
const opening = document.querySelector("form[data-suggest]");
if (opening) {
  const { description, event_type: type } = opening.elements;
  let chosen = type.value !== "";
  type.addEventListener("change", () => {
    chosen = true;
  });
  description.addEventListener("change", async () => {
    if (chosen || !description.value.trim()) return;
    const body = new FormData();
    body.append("description", description.value);
    body.append("csrfmiddlewaretoken", opening.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(opening.dataset.suggest, { method: "POST", body, credentials: "same-origin" });
    const code = answer.ok ? (await answer.text()).trim() : "";
    if (code && !chosen) type.value = code;
  });
}

// --- The map of the page ----------------------------------------------------------------------------------------------------
const place = document.getElementById("incident-map");
if (place) {
  Promise.all([ready, import("./map.js")]).then(async ([, { createMap }]) => {
    const made = await createMap(place, { layers: ["incidents", "teams", "hazard", "shelter"], size: 22 });
    made.focus(place.dataset.focus);
  });
  const page = document.querySelector("[data-incident]");
  if (document.activeElement === document.body && !location.hash) page.focus({ preventScroll: true });
}
