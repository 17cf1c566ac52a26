// The report on the phone, short and full: autosaved, checked softly, then put into the outbox with its photos.

import { t } from "../i18n.js";
import { autosave, fill, offer, valuesOf, wanted } from "./drafts.js";
import { figuresOf, FIGURES, number, placeWords, text, tileOf, placeSaid } from "./fields.js";
import { fullReport } from "./full.js";
import { hand } from "./hand.js";
import { uuid } from "./ids.js";
import { attachments } from "./attachments.js";
import { placeStep } from "./place.js";
import { pointOf } from "./point.js";
import { composed } from "./sms.js";
import { put, remove } from "./store.js";
import { checks, summary } from "./check.js";
import { wizard } from "./wizard.js";

function detailsOf(form) {
  const fields = [...form.querySelectorAll("[data-details] [name]")].filter((one) => !FIGURES.includes(one.name));
  const told = fields.map((one) => [one.name, one.tagName === "TEXTAREA" ? one.value.trim() : number(one.value)]);
  return Object.fromEntries(told.filter(([, value]) => value !== null && value !== ""));
}

export function bodyOf(form, key) {
  const tile = tileOf(form);
  const point = pointOf(form);
  const description = text(form, "description");
  const kind = tile?.querySelector("input").value ? tile.textContent.trim() : "";
  const title = description ? "" : `${kind || t("Disaster")} ${placeWords(form)}`.trim();
  return {
    client_key: key,
    source: form.dataset.source,
    event_type: text(form, "event_type") || tile?.querySelector("input").value || null,
    title,
    description,
    place: placeSaid(form) || placeWords(form),
    jurisdiction: text(form, "jurisdiction") || null,
    location: point ? { type: "Point", coordinates: [point.lon, point.lat] } : null,
    ...(point?.source ? { coordinate_source: point.source } : {}),
    figures: figuresOf(form),
    details: detailsOf(form),
  };
}

async function submit(form, draft, saver, pieces) {
  const button = form.querySelector("[data-send]");
  if (button.disabled) return;
  button.disabled = true;
  button.textContent = t("Sending");
  saver.stop();
  const body = bodyOf(form, draft.id);
  const tile = tileOf(form);
  const item = {
    id: draft.id,
    rev: draft.rev || 0,
    kind: "report",
    url: "/api/v1/reports/",
    label: body.title || body.description.slice(0, 30),
    body,
    times: { occurred_at: draft.created },
    media: pieces.count(),
    bytes: pieces.bytes(),
    form: valuesOf(form),
    path: location.pathname,
    sms: composed({ code: tile?.dataset.sms, place: placeWords(form), figures: body.figures }),
  };
  try {
    await remove("drafts", draft.id);
    await hand(item);
  } catch (error) {
    button.disabled = false;
    button.textContent = t("Send the report");
    draft.rev = (draft.rev || 0) + 1;
    form.querySelector("[data-kept]").textContent = /quota/i.test(`${error.name} ${error.message}`)
      ? t("The storage of this phone is full. Delete a photo and send again.")
      : error.message;
    await put("drafts", { ...draft, data: valuesOf(form), updated: Date.now() }).catch(() => {});
  }
}

async function wire(form, known) {
  const draft = known || { id: uuid(), created: Date.now(), rev: 0 };
  Object.assign(draft, { kind: form.dataset.reportForm, path: location.pathname });
  form.elements.key.value = draft.id;
  if (known) fill(form, known.data || {});
  const pieces = await attachments(form, draft.id, () => saver.soon());
  const place = placeStep(form);
  let steps = null;
  const label = () => [tileOf(form)?.textContent.trim(), placeWords(form)].filter(Boolean).join(" ");
  const saver = autosave(form, draft, () => ({ step: steps?.name() || "", label: label(), media: pieces.count() }));
  const entered = (name) => {
    if (name === "place") place.entered();
    if (name === "check") {
      summary(form, pieces, (step) => steps.change(step));
      checks(form, pieces);
    }
  };
  if (form.dataset.reportForm === "full") fullReport(form, () => checks(form, pieces));
  else {
    steps = wizard(form, { entered });
    form.querySelector(".tiles").addEventListener("change", () => setTimeout(steps.next, 150));
    steps.start(known?.step || "");
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    submit(form, draft, saver, pieces);
  });
  form.dataset.wired = "1";
}

export async function start() {
  const form = document.querySelector("[data-report-form]");
  const known = await wanted();
  const place = document.querySelector("[data-drafts]");
  if (place && !known) offer(place, form.dataset.reportForm, (row) => location.assign(`${row.path}?draft=${row.id}`));
  await wire(form, known);
}
