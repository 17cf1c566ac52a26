// 续报: what changes, with the difference beside each figure; a figure that adds up and falls asks why; “no change” is one tap.

import { t } from "../i18n.js";
import { autosave, fill, offer, valuesOf, wanted } from "./drafts.js";
import { uuid } from "./ids.js";
import { number } from "./fields.js";
import { hand } from "./hand.js";
import { put, remove } from "./store.js";

function lastOf(form) {
  return JSON.parse(form.elements.base.value || "{}");
}

function delta(row, last) {
  const input = row.querySelector("input");
  const words = row.querySelector("[data-delta]");
  const now = number(input.value);
  const was = last[input.name] ?? null;
  const known = Number.isFinite(now) && Number.isFinite(was);
  const by = known ? now - was : 0;
  const plain = Number.isFinite(now) && was === null ? t("new") : by ? `${by > 0 ? "+" : "−"}${Math.abs(by)}` : "";
  words.textContent = now === null && was !== null ? t("now unknown") : plain;
  const falls = by < 0 && row.dataset.cumulative === "1";
  row.classList.toggle("is-falling", falls);
  return falls;
}

function body(form, draft, noChange) {
  const base = lastOf(form);
  const figures = {};
  if (!noChange) for (const name of Object.keys(base)) figures[name] = number(form.elements[name].value);
  return {
    client_key: draft.id,
    figures,
    base,
    base_version: form.dataset.version,
    text: form.elements.text.value.trim(),
    reason: form.elements.reason.value.trim(),
    no_change: noChange,
  };
}

async function send(form, draft, saver, noChange) {
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
  saver.stop();
  await remove("drafts", draft.id);
  const item = {
    id: draft.id,
    rev: draft.rev || 0,
    kind: "followup",
    url: `/api/v1/reports/${form.dataset.report}/followups/`,
    label: form.dataset.label,
    receipt: form.dataset.receipt,
    body: body(form, draft, noChange),
    times: { observed_at: Date.now() },
    done: "?followed=1",
    form: valuesOf(form),
    path: location.pathname,
  };
  try {
    await hand(item);
  } catch {
    await put("drafts", { ...draft, data: valuesOf(form), updated: Date.now() });
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = false;
  }
}

function countdown(place) {
  const due = new Date(place.dataset.due).getTime();
  const show = () => {
    const minutes = Math.round((due - Date.now()) / 60000);
    place.textContent =
      minutes >= 0
        ? t("Next follow-up due in %(minutes)s min", { minutes })
        : t("The follow-up is %(minutes)s min late", { minutes: -minutes });
    place.classList.toggle("is-late", minutes < 0);
  };
  show();
  setInterval(show, 20000);
}

export async function start() {
  const form = document.querySelector("[data-follow-form]");
  const known = await wanted();
  const draft = known || { id: uuid(), created: Date.now(), rev: 0 };
  Object.assign(draft, { kind: `follow:${form.dataset.receipt}`, path: location.pathname });
  form.elements.key.value = draft.id;
  if (known) fill(form, known.data || {});
  const place = document.querySelector("[data-drafts]");
  if (place && !known) offer(place, draft.kind, (row) => location.assign(`${row.path}?draft=${row.id}`));
  const saver = autosave(form, draft, () => ({ label: form.dataset.label }));
  const rows = [...form.querySelectorAll("[data-last]")];
  const reason = form.querySelector("[data-reason]");
  const show = () => {
    const last = lastOf(form);
    reason.hidden = !rows.map((row) => delta(row, last)).some(Boolean) && !form.elements.reason.value;
  };
  form.addEventListener("input", show);
  show();
  const due = document.querySelector("[data-due]");
  if (due) countdown(due);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const noChange = event.submitter?.name === "no_change";
    const falling = form.querySelector(".is-falling");
    if (falling && !noChange && !form.elements.reason.value.trim()) {
      reason.hidden = false;
      reason.querySelector("[data-reason-error]").hidden = false;
      form.elements.reason.focus();
      return;
    }
    send(form, draft, saver, noChange);
  });
  form.dataset.wired = "1";
}
