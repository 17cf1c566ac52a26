// Units involved: several in one field, each found by name or pinyin initials; what is typed stays as it is when nothing
// is chosen. The list is asked for the words after the last comma.

import { localName } from "./i18n.js";
import { composing } from "./keys.js";

const WAIT_MS = 150;
const BETWEEN = /[,，、;；]/;

function cut(text) {
  const parts = text.split(BETWEEN);
  return [parts.slice(0, -1).map((part) => part.trim()), parts[parts.length - 1].trim()];
}

export function units(form) {
  const field = form.elements.involved;
  if (!field) return;
  const host = field.closest("[data-units]");
  const list = host.querySelector("[role=listbox]");
  let found = [];
  let at = -1;
  let timer = 0;

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
      if (number === index) field.setAttribute("aria-activedescendant", row.id);
    });
  }

  function draw() {
    list.replaceChildren(
      ...found.map((one, index) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${index}`;
        row.setAttribute("role", "option");
        const where = document.createElement("span");
        where.className = "muted";
        where.textContent = ` ${localName({ name: one.within, name_en: one.within_en })}`;
        row.append(Object.assign(document.createElement("strong"), { textContent: localName(one) }), where);
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
    const word = cut(field.value)[1];
    found = [];
    if (word) {
      try {
        const answer = await fetch(`${host.dataset.units}?q=${encodeURIComponent(word)}`, {
          credentials: "same-origin",
          headers: { Accept: "application/json" },
        });
        if (answer.ok) found = (await answer.json()).units;
      } catch {
        // no line: the name stays as typed
      }
    }
    if (word === cut(field.value)[1] && document.activeElement === field) draw();
  }

  function pick(index) {
    const one = found[index];
    if (!one) return;
    const before = cut(field.value)[0].filter(Boolean);
    field.value = `${[...new Set([...before, localName(one)])].join("、")}、`;
    close();
    form.dispatchEvent(new CustomEvent("intake:placed", { bubbles: true }));
  }

  field.addEventListener("input", (event) => {
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
