// The last step: every answer once more, each with a way back to it, and what looks odd. Warnings never stop anybody.

import { t } from "../i18n.js";
import { pointOf } from "./point.js";
import { FIGURES, figuresOf, number, placeWords, tileOf } from "./fields.js";

function row(title, value, step, change) {
  const line = document.createElement("div");
  line.className = "check-row";
  const head = document.createElement("dt");
  head.textContent = title;
  const words = document.createElement("dd");
  const said = document.createElement("span");
  said.textContent = value || t("not given");
  if (!value) said.className = "muted";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field-tool-plain";
  button.textContent = t("Change");
  button.setAttribute("aria-label", t("Change: %(title)s", { title }));
  button.addEventListener("click", () => change(step));
  words.append(said, button);
  line.append(head, words);
  return line;
}

function labelOf(form, name) {
  const id = form.elements[name].id;
  return form.querySelector(`label[for="${id}"]`)?.textContent.trim() || name;
}

function people(form) {
  const figures = figuresOf(form);
  const known = Object.entries(figures).filter(([, value]) => value !== null);
  return known.map(([name, value]) => `${labelOf(form, name)} ${value}`).join(t(", "));
}

export function summary(form, pieces, change) {
  const place = form.querySelector("[data-summary]");
  const point = pointOf(form);
  const where = placeWords(form);
  const pin = point ? t("with position") : "";
  const kind = tileOf(form)?.textContent.trim();
  const media = pieces.count() ? t("%(count)s photos and voice notes", { count: pieces.count() }) : "";
  place.replaceChildren(
    row(t("Kind"), kind, "kind", change),
    row(t("Place"), [where, pin].filter(Boolean).join(" · "), "place", change),
    row(
      t("What happened"),
      [form.elements.description.value.trim(), media].filter(Boolean).join(" · "),
      "scene",
      change,
    ),
    row(t("People"), people(form), "people", change),
  );
}

function oddities(form) {
  const figures = figuresOf(form);
  const odd = [];
  const has = (name) => Number.isFinite(figures[name]);
  if (!placeWords(form) && !pointOf(form)) odd.push(t("No place is given. The duty room will have to ask."));
  if (FIGURES.every((name) => !form.elements[name] || figures[name] === null))
    odd.push(t("No number of people is given: they count as unknown."));
  if (Object.values(figures).some((value) => typeof value === "string")) odd.push(t("Write numbers in digits."));
  const affected = number(form.elements.affected?.value || "");
  for (const name of ["deaths", "missing", "relocated", "trapped"])
    if (Number.isFinite(affected) && has(name) && figures[name] > affected)
      odd.push(t("%(label)s: more than all people affected.", { label: labelOf(form, name) }));
  if (has("deaths") && figures.deaths >= 30) odd.push(t("Thirty or more deaths. Is the number right?"));
  const accuracy = Number(form.dataset.accuracy || 0);
  if (accuracy > 100 && pointOf(form)?.source === "device" && !placeWords(form))
    odd.push(t("The position is only known to %(metres)s m. Say the place in words too.", { metres: accuracy }));
  return odd;
}

export function checks(form) {
  const place = form.querySelector("[data-odd]");
  if (!place) return;
  const odd = oddities(form);
  place.hidden = !odd.length;
  place.replaceChildren(
    ...odd.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }),
  );
}
