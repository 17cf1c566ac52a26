// What is being filled in, kept while it is typed and never sent by accident; it comes back with its photos.

import { dayTimeText, t } from "../i18n.js";
import { me } from "./flush.js";
import { all, forget, get, put } from "./store.js";

const PAUSE_MS = 800;
const NEVER = new Set(["csrfmiddlewaretoken", "key", "base"]);

export function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || NEVER.has(field.name) || field.type === "file") continue;
    if (["radio", "checkbox"].includes(field.type) && !field.checked) continue;
    values[field.name] = field.value;
  }
  return values;
}

export function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field || NEVER.has(name)) continue;
    if (field instanceof RadioNodeList || !["checkbox", "radio"].includes(field.type)) field.value = value;
    else field.checked = true;
  }
}

export async function draftsOf(kind) {
  const rows = await all("drafts");
  return rows
    .filter((one) => (!kind || one.kind === kind) && (!one.user || one.user === me))
    .sort((a, b) => b.updated - a.updated);
}

// Keeps the form 800 ms after the last key; `extra()` adds what is not in a field. Answers {save, stop}.
export function autosave(form, draft, extra = () => ({})) {
  let timer = 0;
  let over = false;
  const mark = form.querySelector("[data-kept]");
  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (over) return;
    Object.assign(draft, { data: valuesOf(form), updated: Date.now(), user: me, ...extra() });
    try {
      await put("drafts", { ...draft });
      if (mark) mark.textContent = t("Kept on this phone %(time)s", { time: dayTimeText(new Date()).slice(6) });
    } catch {
      if (mark) mark.textContent = t("Could not be kept: the storage of this phone is full.");
    }
  }
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("pagehide", () => timer && save());
  document.addEventListener("visibilitychange", () => document.hidden && timer && save());
  return {
    save,
    soon,
    stop() {
      over = true;
      clearTimeout(timer);
    },
  };
}

function button(words, className, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = words;
  made.addEventListener("click", run);
  return made;
}

// “Go on with the draft of 14:02”, above a fresh form.
export async function offer(place, kind, take) {
  const rows = await draftsOf(kind);
  place.replaceChildren();
  place.hidden = !rows.length;
  for (const row of rows.slice(0, 5)) {
    const card = document.createElement("div");
    card.className = "field-card draft-card";
    const words = document.createElement("strong");
    const time = dayTimeText(new Date(row.updated));
    words.textContent = t("Draft of %(time)s", { time }) + (row.label ? ` · ${row.label}` : "");
    const drop = async () => {
      if (!window.confirm(t("Delete this draft with its photos?"))) return;
      await forget("drafts", row.id);
      offer(place, kind, take);
    };
    card.append(
      words,
      button(t("Go on with it"), "field-button", () => take(row)),
      button(t("Delete"), "field-button is-quiet", drop),
    );
    place.append(card);
  }
}

export async function wanted() {
  const id = new URLSearchParams(location.search).get("draft");
  return id ? get("drafts", id) : null;
}
