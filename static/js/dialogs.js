// Confirm with a reason: askReason({title, text, label, required}) → the reason, "" when none was wanted, null when
// cancelled. Forms and buttons marked data-confirm="words" (and data-reason="field") ask before they are sent.

import { t } from "./i18n.js";
import { composing } from "./keys.js";

export function askReason({ title, text = "", label = t("Confirm"), required = true, reason = true }) {
  const dialog = document.getElementById("reason-dialog");
  if (!dialog) return Promise.resolve(reason ? null : "");
  const input = dialog.querySelector("textarea");
  const error = dialog.querySelector("[data-reason-error]");
  dialog.querySelector("[data-reason-title]").textContent = title;
  dialog.querySelector("[data-reason-text]").textContent = text;
  dialog.querySelector("[data-reason-yes]").firstChild.textContent = label + " ";
  dialog.querySelector("[data-reason-field]").hidden = !reason;
  input.value = "";
  error.hidden = true;
  dialog.returnValue = "";
  dialog.showModal();
  if (reason) input.focus();
  return new Promise((resolve) => {
    const form = dialog.querySelector("form");
    const check = (event) => {
      if (!reason || !required || input.value.trim()) return;
      event.preventDefault();
      error.hidden = false;
      input.focus();
    };
    form.addEventListener("submit", check);
    dialog.addEventListener(
      "close",
      () => {
        form.removeEventListener("submit", check);
        resolve(dialog.returnValue === "yes" ? input.value.trim() : null);
      },
      { once: true },
    );
  });
}

async function confirmSubmit(event) {
  const button = event.submitter;
  const asked = button?.dataset.confirm ? button : event.target;
  const words = asked.dataset?.confirm;
  if (!words || asked.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const field = asked.dataset.reason;
  const answer = await askReason({ title: words, reason: !!field, label: button?.dataset.label || t("Confirm") });
  if (answer === null) return;
  const form = event.target;
  if (field) {
    const input =
      form.elements[field] ||
      form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: field }));
    input.value = answer;
  }
  asked.dataset.confirmed = "1";
  form.requestSubmit(button || undefined);
  delete asked.dataset.confirmed;
}

document.addEventListener("submit", confirmSubmit, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || composing(event)) return;
  const dialog = document.getElementById("reason-dialog");
  if (!dialog?.open) return;
  event.preventDefault();
  dialog.querySelector("[data-reason-yes]").click();
});
