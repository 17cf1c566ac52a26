// Two columns where somebody else stated other figures meanwhile: one choice per figure, none made beforehand.

import { dayTimeText, t } from "../i18n.js";
import { again } from "./flush.js";

function shown(value) {
  return value === null || value === undefined ? t("unknown") : String(value);
}

function choice(one, value, words) {
  const label = document.createElement("label");
  label.className = "merge-choice";
  const input = document.createElement("input");
  input.type = "radio";
  input.name = `merge-${one.field}`;
  input.value = value;
  input.dataset.field = one.field;
  label.append(input, words);
  return label;
}

export function mergeView(item) {
  const frame = document.createElement("div");
  frame.className = "merge";
  for (const one of item.conflict.conflicts) {
    const group = document.createElement("fieldset");
    const title = document.createElement("legend");
    title.textContent = one.label;
    const who = [one.by, one.at ? dayTimeText(new Date(one.at)) : ""].filter(Boolean).join(" ");
    const theirs = t("Server: %(value)s", { value: shown(one.theirs) }) + (who ? ` (${who})` : "");
    group.append(
      title,
      choice(one, "mine", t("Yours: %(value)s", { value: shown(one.yours) })),
      choice(one, "theirs", theirs),
    );
    frame.append(group);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field-button";
  button.textContent = t("Send with these choices");
  button.disabled = true;
  frame.addEventListener("change", () => {
    button.disabled = frame.querySelectorAll("input:checked").length < item.conflict.conflicts.length;
  });
  button.addEventListener("click", () => {
    const figures = { ...item.body.figures };
    for (const input of frame.querySelectorAll("input:checked"))
      if (input.value === "theirs") delete figures[input.dataset.field];
    // What the others stated has now been seen: it is the base of the next comparison, and so only what was chosen changes.
    const { values, version } = item.conflict;
    const base = { ...item.body.base };
    for (const { field } of item.conflict.conflicts) base[field] = values[field];
    frame.remove();
    again(item.id, { ...item.body, figures, base, base_version: version });
  });
  frame.append(button);
  return frame;
}
