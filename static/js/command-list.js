// A numbered list under a field: the field keeps the focus, the list has an active row (combobox pattern).

export function createList(host, field, pick) {
  let items = [];
  let at = -1;

  function mark() {
    [...(host?.children || [])].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === at));
      if (index === at) row.scrollIntoView({ block: "nearest" });
    });
    if (at >= 0) field.setAttribute("aria-activedescendant", `${host.id}-${at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function row(item, index) {
    const line = document.createElement("li");
    line.id = `${host.id}-${index}`;
    line.setAttribute("role", "option");
    const number = document.createElement("kbd");
    number.className = "keycap";
    number.textContent = String(index + 1);
    const label = document.createElement("span");
    label.className = "command-choice";
    label.textContent = item.label;
    const detail = document.createElement("span");
    detail.className = "muted small";
    detail.textContent = item.detail;
    line.append(number, label, detail);
    line.addEventListener("mousedown", (event) => event.preventDefault());
    line.addEventListener("click", () => pick(item));
    return line;
  }

  return {
    show(found) {
      if (!host) return;
      items = found;
      at = -1;
      host.replaceChildren(...items.map(row));
      host.hidden = !items.length;
      field.setAttribute("aria-expanded", String(!!items.length));
      mark();
    },
    active: () => (at >= 0 ? items[at] : null),
    at: (index) => items[index] || null,
    enter() {
      at = items.length ? 0 : -1;
      mark();
    },
    leave() {
      at = -1;
      mark();
    },
    move(by) {
      if (!items.length) return false;
      at = Math.min(items.length - 1, Math.max(-1, at + by));
      mark();
      return true;
    },
  };
}
