// Intake: autosave, what the text suggests, the list of places, the pin, and the keys. Handlers are delegated, since
// the desk opens several forms at once and each is replaced by the answer when something needs correction.

import { ready, t } from "./i18n.js";
import { composing, register } from "./keys.js";
import { places } from "./intake-places.js";
import { pin } from "./intake-pin.js";
import { units } from "./intake-units.js";
import { toast } from "./toast.js";

const KEEP_MS = 800;
const CHECK_MS = 500;
const timers = new WeakMap();

function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

function formOf(target) {
  return target?.closest?.("[data-intake]")?.querySelector("[data-intake-form]") || null;
}

function visibleForm() {
  return (
    formOf(document.activeElement) ||
    [...document.querySelectorAll("[data-intake-form]")].find((one) => one.offsetParent) ||
    null
  );
}

function asideOf(form) {
  return form.closest("[data-intake]").querySelector("[data-check-url]");
}

function send(url, form) {
  const headers = { "X-CSRFToken": csrf(), "HX-Request": "true" };
  return fetch(url, { method: "POST", body: new FormData(form), credentials: "same-origin", headers });
}

// --- Autosave ---------------------------------------------------------------------------------------------------------
async function keep(form) {
  const state = form.closest("[data-intake]").querySelector("[data-draft-state]");
  try {
    const answer = await send(asideOf(form).dataset.draftUrl, form);
    if (!answer.ok) throw new Error(String(answer.status));
    const { saved } = await answer.json();
    if (saved) state.textContent = t("Draft kept at %(time)s", { time: saved });
    form.dataset.kept = "1";
    return true;
  } catch {
    state.textContent = t("The draft could not be kept; it is still on this screen.");
    return false;
  }
}

// --- What the text suggests -------------------------------------------------------------------------------------------
async function check(form) {
  const aside = asideOf(form);
  const number = (Number(form.dataset.checks) || 0) + 1;
  form.dataset.checks = number;
  try {
    const answer = await send(aside.dataset.checkUrl, form);
    if (!answer.ok || Number(form.dataset.checks) !== number) return;
    const host = aside.querySelector("[data-check-host]");
    host.innerHTML = await answer.text();
    apply(form, host.querySelector("[data-check]"));
  } catch {
    // no line: the form can be saved later, and the draft says so
  }
}

function apply(form, found) {
  if (!found) return;
  const field = form.elements.event_type;
  const why = form.querySelector("[data-type-why]");
  const { type, words: said, moment } = found.dataset;
  const own = field.dataset.own === "1" || (field.value && field.value !== field.dataset.suggested);
  if (!own) {
    field.value = type || "";
    field.dataset.suggested = type || "";
  }
  why.textContent =
    type && !own
      ? t("Suggested by “%(words)s”; your own choice stays.", { words: said })
      : type && field.value !== type
        ? t("The text suggests %(type)s.", { type })
        : "";
  const alike = found.querySelectorAll(".duplicate-list li");
  const chip = form.closest("[data-intake]").querySelector("[data-dup-chip]");
  chip.hidden = !alike.length;
  const first = alike.length ? alike[0].querySelector("strong").textContent : "";
  chip.textContent = t("Possibly the same: %(n)s, first %(number)s", { n: alike.length, number: first });
  const badge = found.querySelector("template[data-grade-badge]");
  form.querySelector("[data-grade]").replaceChildren(badge ? badge.content.cloneNode(true) : "");
  const when = form.querySelector("[data-moment]");
  when.textContent =
    moment === "?" ? t("This time cannot be read yet.") : moment ? t("Understood as %(time)s", { time: moment }) : "";
}

function later(form) {
  const known = timers.get(form) || {};
  clearTimeout(known.keep);
  clearTimeout(known.check);
  timers.set(form, { keep: setTimeout(() => keep(form), KEEP_MS), check: setTimeout(() => check(form), CHECK_MS) });
}

function calm(form) {
  const known = timers.get(form) || {};
  clearTimeout(known.keep);
  clearTimeout(known.check);
}

// --- Sending ----------------------------------------------------------------------------------------------------------
function submit(form, then) {
  calm(form);
  const button = form.closest("[data-intake]").querySelector(then ? "[data-then-dispatch]" : "[data-ctrl-enter]");
  // htmx includes the button that was pressed; its name carries what comes after saving.
  button.click();
}

async function join(button) {
  const form = formOf(button);
  calm(form);
  const headers = { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Current-URL": location.href };
  const body = new FormData(form);
  body.set("then", "join");
  body.set("incident", button.dataset.join);
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers });
  follow(form, answer, await answer.text());
}

// The answer of a request made without htmx: the same headers, obeyed here.
function follow(form, answer, text) {
  const target = answer.headers.get("HX-Redirect");
  const signals = JSON.parse(answer.headers.get("HX-Trigger") || "{}");
  for (const [name, detail] of Object.entries(signals))
    form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  if (target) location.assign(target);
  else if (answer.status !== 204) {
    const host = form.closest("[data-intake]");
    window.htmx.swap(host, text, { swapStyle: "outerHTML" });
  }
}

async function put(form) {
  calm(form);
  if (!(await keep(form))) return;
  toast(t("Kept as a draft"));
  form.dispatchEvent(new CustomEvent("desk:close", { bubbles: true }));
}

async function drop(button) {
  const form = formOf(button);
  const body = new FormData();
  body.set("key", button.dataset.draftDrop);
  await fetch(asideOf(form).dataset.dropUrl, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
  });
  button.closest("li").remove();
}

// --- Wiring -----------------------------------------------------------------------------------------------------------
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-intake-form]");
  if (!form || composing(event)) return;
  if (event.target.name === "event_type") event.target.dataset.own = event.target.value ? "1" : "";
  later(form);
});
document.addEventListener("compositionend", (event) => {
  const form = event.target.closest?.("[data-intake-form]");
  if (form) later(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-intake-form]");
  if (form) later(form);
});
// Enter alone never sends the form: an input method confirms its words with it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (event.target.matches?.("[data-intake-form] input")) event.preventDefault();
});
document.addEventListener("intake:placed", (event) => later(event.target));
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-intake-form]")) calm(event.target);
});
document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-keep]")) put(formOf(target));
  if (target.closest("[data-dup-chip]")) asideOf(formOf(target)).scrollIntoView({ block: "end" });
  if (target.closest("[data-join]")) join(target.closest("[data-join]"));
  if (target.closest("[data-draft-drop]")) drop(target.closest("[data-draft-drop]"));
});

function fresh(root) {
  for (const form of root.querySelectorAll("[data-intake-form]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "1";
    places(form);
    pin(form);
    units(form);
    form.dataset.began = String(Date.now());
    if (form.elements.event_type.value) form.elements.event_type.dataset.own = "1";
    if (form.elements.description.value) check(form);
    const summary = form.closest("[data-intake]").querySelector("[data-error-summary]");
    (summary || form.elements.description).focus();
  }
}
document.addEventListener("htmx:load", (event) => fresh(event.detail.elt || document));

// --- How long the call has taken: the bar fills, turns amber, then says by how much it is over --------------------------
function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  for (const form of document.querySelectorAll("[data-intake-form][data-began]")) {
    const host = form.closest("[data-intake]").querySelector("[data-intake-timer]");
    if (!host) continue;
    const spent = Math.round((Date.now() - Number(form.dataset.began)) / 1000);
    const limit = Number(host.dataset.limit);
    host.dataset.state = spent >= limit ? "late" : spent >= Number(host.dataset.warn) ? "warned" : "";
    host.querySelector("progress").value = Math.min(spent, limit);
    host.querySelector("[data-intake-time]").textContent =
      spent >= limit ? `${clock(spent)} (+${clock(spent - limit)})` : clock(spent);
  }
}
setInterval(tick, 1000);

register({
  scope: "intake",
  key: "Ctrl+Enter",
  label: "Save",
  run: () => (visibleForm() ? submit(visibleForm(), false) : false),
});
register({
  scope: "intake",
  key: "Ctrl+Shift+Enter",
  label: "Save, verify, dispatch",
  run: () => (visibleForm() ? submit(visibleForm(), true) : false),
});
register({
  scope: "intake",
  key: "Escape",
  label: "Keep as draft",
  run: () => {
    const form = visibleForm();
    if (!form || form.querySelector('[aria-expanded="true"][role="combobox"]')) return false;
    put(form);
    return true;
  },
});
register({
  scope: "intake",
  key: "Alt+M",
  label: "Save and join the first possible duplicate",
  run: () => {
    const button = visibleForm() && asideOf(visibleForm()).querySelector("[data-join-first]");
    if (!button) return false;
    button.click();
    return true;
  },
});
register({
  scope: "intake",
  key: "Alt+P",
  label: "Pin on the map",
  run: () => visibleForm()?.querySelector("[data-pin]").click() ?? false,
});

ready.then(() => fresh(document));
