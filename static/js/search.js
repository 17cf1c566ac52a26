// The search box of the header: hits as one types (150 ms after the last key, never while an IME composes), ↑ ↓ to move,
// Enter to go; Enter without a choice opens the page with all hits. The form works without this script.

import { t } from "./i18n.js";
import { composing } from "./keys.js";

const WAIT_MS = 150;
const form = document.querySelector("[data-search]");
const field = form?.querySelector("input[name=q]");
const panel = form?.querySelector("[data-search-panel]");
let timer = 0;
let asked = 0;

function rows() {
  return [...panel.querySelectorAll("[role=option]")];
}

function active() {
  return panel.querySelector('[aria-selected="true"]');
}

function mark(row) {
  for (const one of rows()) one.setAttribute("aria-selected", String(one === row));
  if (row) {
    row.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", row.id);
  } else field.removeAttribute("aria-activedescendant");
}

function shut() {
  clearTimeout(timer);
  asked += 1;
  panel.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

async function look() {
  const words = field.value.trim();
  if (!words) {
    shut();
    return;
  }
  asked += 1;
  const mine = asked;
  try {
    const answer = await fetch(`/search/?part=few&q=${encodeURIComponent(words)}`, { credentials: "same-origin" });
    if (mine !== asked) return;
    if (!answer.ok) throw new Error();
    panel.innerHTML = await answer.text();
  } catch {
    if (mine !== asked) return;
    panel.textContent = t("The search did not answer. Press Enter to try again.");
  }
  panel.hidden = false;
  field.setAttribute("aria-expanded", "true");
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT_MS);
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(active()) + by;
  mark(at < 0 ? null : all[Math.min(all.length - 1, at)]);
}

function go(row) {
  const url = row.dataset.url;
  if (!url) return;
  shut();
  const onDesk = document.querySelector("[data-tabs]") && /^\/(incidents\/[^/]+|reports\/\d+)\/$/.test(url);
  if (onDesk) document.dispatchEvent(new CustomEvent("desk:open", { detail: { url } }));
  else location.assign(url);
}

function keydown(event) {
  if (composing(event)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && active()) {
    event.preventDefault();
    go(active());
  } else if (event.key === "Escape" && !panel.hidden) {
    event.preventDefault();
    event.stopPropagation();
    shut();
  }
}

if (form) {
  field.addEventListener("keydown", keydown);
  field.addEventListener("input", (event) => !event.isComposing && later());
  field.addEventListener("compositionend", later);
  panel.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) go(row);
  });
  document.addEventListener("click", (event) => !form.contains(event.target) && shut());
  form.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && shut());
}
