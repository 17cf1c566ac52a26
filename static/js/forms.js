// Forms: focus goes to the error summary, a form is sent once, typed text is not lost by leaving, Ctrl+Enter submits.

import { t } from "./i18n.js";
import { composing } from "./keys.js";

const changed = new WeakSet();

function focusErrors(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  const mark = t("Error:") + " ";
  if (!document.title.startsWith(mark)) document.title = mark + document.title;
}

function guardTwice(event) {
  const form = event.target;
  if (form.method === "dialog" || form.matches("[data-many]")) return;
  if (form.dataset.sending && Date.now() - Number(form.dataset.sending) < 8000) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sending = Date.now();
  changed.delete(form);
}

function release(event) {
  const form = event.target.closest?.("form");
  if (form) delete form.dataset.sending;
}

function submitFromKeys(event) {
  if (event.key !== "Enter" || !event.ctrlKey || event.altKey || composing(event)) return;
  const form = event.target.closest?.("form");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const button = form.querySelector("[data-ctrl-enter], button[type=submit]:not([hidden])");
  if (button) button.click();
  else form.requestSubmit();
}

function unsaved() {
  return [...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form));
}

document.addEventListener("submit", guardTwice, true);
document.addEventListener("htmx:afterRequest", release);
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
document.addEventListener("keydown", submitFromKeys);
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sending;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});
focusErrors(document);
