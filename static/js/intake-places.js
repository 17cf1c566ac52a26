// The place field's list: villages by name or pinyin initials, named places, coordinates in any form. What is typed stays
// as it is when nothing is chosen: a place on no map never blocks a report.

import { localName, ready, t } from "./i18n.js";
import { composing } from "./keys.js";

const WAIT_MS = 150;

function kindWords(one) {
  if (one.kind === "typed") return t("these coordinates (WGS 84, CGCS2000)");
  if (one.kind === "typed_gcj02") return t("converted from GCJ-02 (AMap, Tencent)");
  return one.within;
}

export function setPoint(form, lon, lat, source, code, words) {
  form.elements.lon.value = lon ?? "";
  form.elements.lat.value = lat ?? "";
  form.elements.coordinate_source.value = lon === null || lon === undefined ? "" : source;
  form.elements.jurisdiction.value = code || "";
  form.querySelector("[data-point]").textContent = words || "";
  form.dispatchEvent(new CustomEvent("intake:placed", { bubbles: true }));
}

export function places(form) {
  const field = form.elements.place;
  const host = field.closest("[data-places]");
  const list = host.querySelector("[role=listbox]");
  let found = [];
  let at = -1;
  let timer = 0;
  let asked = "";

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    at = index;
    [...list.children].forEach((row, number) => {
      row.setAttribute("aria-selected", String(number === index));
      if (number === index) {
        field.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      }
    });
  }

  function draw() {
    list.replaceChildren(
      ...found.map((one, index) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${index}`;
        row.setAttribute("role", "option");
        const name = document.createElement("strong");
        name.textContent = localName({ name: one.label, name_en: one.label_en });
        const where = document.createElement("span");
        where.className = "muted";
        where.textContent = ` ${kindWords(one) || ""}`;
        row.append(name, where);
        row.addEventListener("mousedown", (event) => {
          event.preventDefault();
          pick(index);
        });
        return row;
      }),
    );
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!!found.length));
    mark(-1);
  }

  async function look() {
    const text = field.value.trim();
    asked = text;
    if (!text) {
      found = [];
      draw();
      return;
    }
    try {
      const answer = await fetch(`${host.dataset.places}?q=${encodeURIComponent(text)}`, {
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (!answer.ok || asked !== field.value.trim()) return;
      found = (await answer.json()).places;
      await ready;
      if (document.activeElement === field) draw();
    } catch {
      close();
    }
  }

  function pick(index) {
    const one = found[index];
    if (!one) return;
    const typed = one.kind.startsWith("typed");
    if (!typed) field.value = one.within ? `${one.within} ${one.label}` : one.label;
    setPoint(
      form,
      one.lon,
      one.lat,
      typed ? one.kind : "gazetteer",
      one.code,
      `${kindWords(one)} ${one.lat ?? ""}, ${one.lon ?? ""}`.trim(),
    );
    asked = field.value.trim();
    close();
  }

  field.addEventListener("input", (event) => {
    // New words are a new place: the point of the old one does not belong to them, unless it was put there by hand.
    if (form.elements.coordinate_source.value !== "pin") setPoint(form, null, null, "", "", "");
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  });
  field.addEventListener("compositionend", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (composing(event) || list.hidden) return;
    if (event.key === "ArrowDown") mark(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") mark(Math.max(0, at - 1));
    else if (event.key === "Enter" && !event.ctrlKey) pick(Math.max(0, at));
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && at >= 0) {
      pick(at);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
