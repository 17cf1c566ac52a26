// What stands in the fields of a form: figures where unknown is null and never 0, the kind, the place in words.

import { coordinatesIn } from "./coordinates.js";

export const FIGURES = [
  "deaths",
  "missing",
  "seriously_injured",
  "slightly_injured",
  "trapped",
  "relocated",
  "loss_cny",
];
const UNKNOWN = new Set(["", "?", "不详", "不清", "不清楚", "待核", "unknown"]);

export function number(text) {
  const plain = (text || "").normalize("NFKC").replace(/[,\s]/g, "");
  if (UNKNOWN.has(plain.toLowerCase())) return null;
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : plain;
}

export function text(form, name) {
  return (form.elements[name]?.value || "").trim();
}

export function tileOf(form) {
  return form.querySelector("[name=event_type]:checked")?.closest(".tile");
}

// The place as people would say it; a pasted link is a position, not words.
export function placeSaid(form) {
  const words = text(form, "place");
  return /:\/\//.test(words) && coordinatesIn(words) ? "" : words;
}

export function placeWords(form) {
  const village = form.elements.jurisdiction?.selectedOptions?.[0];
  const own = village?.value ? village.dataset.name : "";
  const words = placeSaid(form);
  return words && own && !words.includes(own) ? `${own} ${words}` : words || own;
}

export function figuresOf(form) {
  const known = FIGURES.filter((name) => form.elements[name]);
  return Object.fromEntries(known.map((name) => [name, number(form.elements[name].value)]));
}
