// The answer to a report that was returned for more: also kept when there is no line.

import { t } from "../i18n.js";
import { hand } from "./hand.js";
import { uuid } from "./ids.js";

async function send(form) {
  const text = form.elements.text.value.trim();
  if (!text) {
    form.elements.text.focus();
    return;
  }
  const button = form.querySelector("[data-send]");
  button.disabled = true;
  try {
    await hand({
      id: uuid(),
      kind: "answer",
      url: `/api/v1/reports/${form.dataset.report}/resubmit/`,
      label: form.dataset.label,
      receipt: form.dataset.receipt,
      body: { text, version: Number(form.elements.version.value) || null },
      done: "?sent=1",
    });
  } catch (error) {
    button.disabled = false;
    button.textContent = t("Send the answer");
    form.querySelector("[data-kept]").textContent = error.message;
  }
}

export function start() {
  const form = document.querySelector("[data-answer-form]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form);
  });
  form.dataset.wired = "1";
}
