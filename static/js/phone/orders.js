// Answers to orders, also without a line: they carry the time they were pressed at.

import { t } from "../i18n.js";
import { enqueue, flush } from "./flush.js";
import { uuid } from "./ids.js";
import { get } from "./store.js";

const ASKING = new Set(["declined"]);

async function answer(form, button) {
  const status = form.elements.status.value;
  let reason = "";
  if (ASKING.has(status)) {
    reason = window.prompt(t("Why can the team not go?")) || "";
    if (!reason.trim()) return;
  }
  const card = form.closest("[data-order]");
  const words = card.querySelector("[data-order-said]");
  for (const one of card.querySelectorAll("button[type=submit]")) one.disabled = true;
  const id = uuid();
  await enqueue({
    id,
    kind: "order",
    label: `${card.dataset.title} · ${button.textContent.trim()}`,
    url: `/api/v1/dispatches/${card.dataset.order}/status/`,
    body: { status, ...(reason ? { reason } : {}) },
    times: { at: Date.now() },
  });
  words.hidden = false;
  words.textContent = t("%(said)s: kept, not yet sent", { said: button.textContent.trim() });
  await flush({ byHand: true });
  const item = await get("outbox", id);
  if (item?.state === "sent") {
    document.dispatchEvent(new CustomEvent("field:follow"));
    words.textContent = t("%(said)s: received by the duty room", { said: button.textContent.trim() });
  } else if (item?.state === "error") {
    words.textContent = item.error;
    for (const one of card.querySelectorAll("button[type=submit]")) one.disabled = false;
  }
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-order-answer]");
    if (!form) return;
    event.preventDefault();
    answer(form, event.submitter || form.querySelector("button"));
  });
}
