// Beside the map: the layer list with counts and age, the legend, and the same set as a list (the accessible map).

import { t, timeText, tn } from "./i18n.js";
import { count } from "./map-layers.js";
import { LAYERS, describe, gradeOf, inkOf, legendRows, nameOf, stateOf, symbolOf, use } from "./symbols.js";

const LIST_LIMIT = 200;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function layerPanel(host, { store, layers, ages, toggle }) {
  const rows = new Map();
  const list = element("ul", "layer-list");
  for (const name of layers) {
    const row = element("li");
    const label = element("label");
    const box = element("input");
    box.type = "checkbox";
    box.checked = store.shown.has(name);
    box.addEventListener("change", () => toggle(name, box.checked));
    const symbol = element("span", { incidents: "sev-2 sev-ink", teams: "unit-ink" }[name] || "place-ink");
    symbol.innerHTML = use(LAYERS[name].symbol);
    const number = element("span", "layer-count");
    const age = element("span", "layer-age");
    label.append(box, symbol, element("span", "layer-name", LAYERS[name].label()), number, age);
    row.append(label);
    list.append(row);
    rows.set(name, { number, age, box });
  }
  host.replaceChildren(element("h2", "panel-title", t("Layers")), list);
  return () => {
    for (const [name, row] of rows) {
      row.box.checked = store.shown.has(name);
      row.number.textContent = ages.has(name) ? count(store, name) : "";
      row.age.textContent = ages.has(name) ? timeText(ages.get(name)) : "";
    }
  };
}

export function legend(host, layers = null) {
  host.replaceChildren(element("h2", "panel-title", t("Legend")));
  for (const { title, rows } of legendRows(layers)) {
    const list = element("ul", "legend-list");
    for (const row of rows) {
      const item = element("li");
      item.innerHTML = row.html;
      item.append(element("span", "", row.words));
      list.append(item);
    }
    host.append(element("h3", "", title), list);
  }
}

function byWeight(a, b) {
  const rank = (one) => ({ incidents: 0, reports: 1, teams: 2 })[one.properties.layer] ?? 3;
  return rank(a) - rank(b) || (gradeOf(a) || 9) - (gradeOf(b) || 9) || nameOf(a).localeCompare(nameOf(b));
}

export function twin(host, { store, pick }) {
  const search = element("input", "form-control");
  search.type = "search";
  search.setAttribute("aria-label", t("Find in the list"));
  search.placeholder = t("Find in the list");
  const list = element("ul", "twin-list");
  const note = element("p", "muted small");
  host.replaceChildren(search, note, list);

  function row(feature) {
    const item = element("li");
    const button = element("button", "twin-row");
    button.type = "button";
    button.dataset.id = feature.id;
    const symbol = element("span", inkOf(feature));
    symbol.innerHTML = use(symbolOf(feature));
    const words = element("span", "twin-words");
    words.append(
      element("strong", "", nameOf(feature)),
      element("span", "muted", [feature.properties.place, stateOf(feature)].filter(Boolean).join(" · ")),
    );
    if (!feature.geometry) words.append(element("span", "chip", t("No position")));
    button.append(symbol, words);
    button.setAttribute("aria-label", describe(feature));
    button.addEventListener("click", () => pick(feature.id));
    item.append(button);
    return item;
  }

  function draw() {
    const wanted = search.value.trim().toLowerCase();
    const all = [...store.features.values()].filter(
      (one) => store.shown.has(one.properties.layer) && !one.properties.cell,
    );
    const hits = (wanted ? all.filter((one) => describe(one).toLowerCase().includes(wanted)) : all).sort(byWeight);
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    list.replaceChildren(...hits.slice(0, LIST_LIMIT).map(row));
    if (held) list.querySelector(`[data-id="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    const hidden = hits.length - LIST_LIMIT;
    const counted = tn("%(count)s entry", "%(count)s entries", hits.length);
    note.textContent =
      hidden > 0
        ? counted + " · " + t("the first %(limit)s are listed; type to narrow", { limit: LIST_LIMIT })
        : counted;
  }
  search.addEventListener("input", draw);
  return draw;
}
