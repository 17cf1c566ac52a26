// The layer tree: groups, and in each row the eye, the symbol, the count, the age of the data and an opacity slider.
// Groups without a source say so. Rows show hatching and their age while the live feed is silent.

import { t, timeText, tn } from "../i18n.js";
import { onState } from "../live.js";
import { count } from "../map-layers.js";
import { GROUPS, LAYERS, use } from "../symbols.js";
import { button, make } from "./dom.js";

const OLD_MS = 10 * 60 * 1000;
const GROUND = {
  areas: { label: () => t("Areas, rivers, roads"), panes: ["ground", "borders"] },
  names: { label: () => t("Names"), panes: ["names"] },
  tiles: { label: () => t("Tile service"), panes: ["online"] },
};

// Who sees a teams layer is told how many stand at an old position; a hollow mark says it of each.
function note(store, name) {
  const parts = [];
  const of = [...store.features.values()].filter((one) => one.properties.layer === name);
  const nowhere = of.filter((one) => !one.geometry).length;
  if (nowhere) parts.push(tn("%(count)s without a place", "%(count)s without a place", nowhere));
  if (name !== "teams") return parts.join(" · ");
  const old = of.filter(({ properties: { at } }) => at && Date.now() - Date.parse(at) > OLD_MS).length;
  if (old) parts.push(tn("%(count)s position older than 10 min", "%(count)s positions older than 10 min", old));
  return parts.join(" · ");
}

function slider(label, value, run) {
  const input = make("input", "layer-opacity", undefined, { type: "range", min: "10", max: "100", step: "10" });
  input.value = String(value);
  input.setAttribute("aria-label", t("Opacity of %(layer)s", { layer: label }));
  input.addEventListener("input", () => run(Number(input.value)));
  return input;
}

function rowFrame(label, symbol, ink, on, run) {
  const row = make("li", "layer-row");
  const eye = make("button", "layer-eye");
  eye.type = "button";
  eye.setAttribute("aria-pressed", String(on));
  eye.setAttribute("aria-label", t("Show %(layer)s", { layer: label }));
  const face = () => {
    const shown = eye.getAttribute("aria-pressed") === "true";
    eye.innerHTML = use(shown ? "ui-eye" : "ui-eye-off");
    row.classList.toggle("is-off", !shown);
  };
  eye.addEventListener("click", () => {
    eye.setAttribute("aria-pressed", String(eye.getAttribute("aria-pressed") !== "true"));
    face();
    run(eye.getAttribute("aria-pressed") === "true");
  });
  const mark = make("span", `layer-symbol ${ink}`);
  if (symbol) mark.innerHTML = use(symbol);
  const name = make("span", "layer-name", label);
  const number = make("span", "layer-count");
  const age = make("span", "layer-age");
  const words = make("span", "layer-note");
  const more = make("button", "layer-more");
  more.type = "button";
  more.textContent = "⋯";
  more.setAttribute("aria-expanded", "false");
  more.setAttribute("aria-label", t("Opacity of %(layer)s", { layer: label }));
  row.append(eye, mark, name, number, age, more, words);
  return { row, eye, face, number, age, words, more };
}

function withOpacity(parts, label, value, run) {
  const host = make("div", "layer-detail");
  host.hidden = true;
  host.append(slider(label, value, run));
  parts.row.append(host);
  parts.more.addEventListener("click", () => {
    host.hidden = !host.hidden;
    parts.more.setAttribute("aria-expanded", String(!host.hidden));
    if (!host.hidden) host.querySelector("input").focus();
  });
}

export function layerTree(host, handle, { offered, settings, changed }) {
  const { store, map, config, ages, state } = handle;
  const container = map.getContainer();
  const opacity = { ...settings.value.opacity };
  const rows = new Map();
  const ground = new Map();
  const groups = make("div", "layer-tree");

  function paint(name, value) {
    opacity[name] = value;
    if (GROUND[name])
      for (const pane of GROUND[name].panes)
        if (map.getPane(pane)) map.getPane(pane).style.opacity = value / 100;
        else container.style.setProperty(`--opacity-${name}`, value / 100);
  }
  const slide = (name) => (value) => {
    paint(name, value);
    settings.change({ opacity });
  };

  function groundRow(name, { label, panes }) {
    const parts = rowFrame(label(), "", "", true, (on) => {
      for (const pane of panes) if (map.getPane(pane)) map.getPane(pane).hidden = !on;
    });
    parts.face();
    if (name === "tiles" && !config.url) {
      parts.eye.disabled = true;
      parts.more.hidden = true;
      parts.words.textContent = t("No data source is set up");
    } else withOpacity(parts, label(), opacity[name] || 100, slide(name));
    ground.set(name, parts);
    return parts.row;
  }

  function layerRow(name) {
    const layer = LAYERS[name];
    const ink = { incidents: "sev-2 sev-ink", teams: "unit-ink", plots: "unit-ink" }[name] || "place-ink";
    const parts = rowFrame(layer.label(), layer.symbol, ink, store.shown.has(name), async (on) => {
      await handle.toggle(name, on);
      changed();
    });
    parts.row.dataset.layer = name;
    parts.face();
    withOpacity(parts, layer.label(), opacity[name] || 100, slide(name));
    rows.set(name, parts);
    return parts.row;
  }

  for (const [group, title] of Object.entries(GROUPS)) {
    const names = offered.filter((name) => LAYERS[name]?.group === group);
    const section = make("section", "layer-group");
    section.append(make("h3", "", title()));
    const list = make("ul", "layer-list");
    if (group === "ground") list.append(...Object.entries(GROUND).map(([name, one]) => groundRow(name, one)));
    else list.append(...names.map(layerRow));
    if (list.children.length) section.append(list);
    else section.append(make("p", "layer-none", t("No data source is set up")));
    groups.append(section);
  }
  host.replaceChildren(make("h2", "panel-title", t("Layers")), groups);
  for (const [name, value] of Object.entries(opacity)) paint(name, value);

  let silent = false;
  function draw() {
    for (const [name, parts] of rows) {
      const shown = store.shown.has(name);
      if ((parts.eye.getAttribute("aria-pressed") === "true") !== shown) {
        parts.eye.setAttribute("aria-pressed", String(shown));
        parts.face();
      }
      const known = ages.has(name);
      const number = count(store, name);
      parts.number.textContent = known ? number : "";
      parts.age.textContent = known ? timeText(ages.get(name)) : "";
      parts.age.title = t("As of");
      parts.row.classList.toggle("is-stale", silent && shown);
      const large = state.large.has(name) ? t("Too many to draw each: numbers for this view") : "";
      parts.words.textContent =
        known && shown ? large || note(store, name) || (number ? "" : t("Nothing at present")) : "";
    }
  }
  onState((now) => {
    silent = ["stale", "lost", "auth"].includes(now);
    draw();
  });
  setInterval(() => {
    // While the feed is alive, what stands here is as of now.
    if (!silent && !state.past) for (const name of ages.keys()) ages.set(name, new Date());
    draw();
  }, 15000);
  handle.redraw.push(draw);
  return { draw, opacity: () => ({ ...opacity }), paint };
}

// Named views: layers, opacity, centre and zoom under a name of the person's own.
export function namedViews(host, { settings, current, apply }) {
  const list = make("ul", "view-list");
  const form = make("form", "view-form");
  const input = make("input", "form-control", undefined, { maxlength: "40" });
  input.setAttribute("aria-label", t("Name of this view"));
  input.placeholder = t("Name of this view");
  const save = button(t("Keep"), () => {});
  save.type = "submit";
  form.append(input, save);

  function draw() {
    const views = settings.value.views || [];
    list.replaceChildren(
      ...views.map((view) => {
        const row = make("li", "view-row");
        const go = button(view.name, () => apply(view), { className: "view-go" });
        const drop = button("", () => remove(view.name), { className: "view-drop" });
        drop.textContent = "×";
        drop.setAttribute("aria-label", t("Remove the view %(name)s", { name: view.name }));
        row.append(go, drop);
        return row;
      }),
    );
    if (!views.length) list.append(make("li", "muted small", t("None kept yet.")));
  }

  function remove(name) {
    settings.change({ views: (settings.value.views || []).filter((one) => one.name !== name) });
    draw();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (!name) return;
    const others = (settings.value.views || []).filter((one) => one.name !== name);
    settings.change({ views: [...others, { ...current(), name }].slice(-20) });
    input.value = "";
    draw();
  });
  host.replaceChildren(make("h2", "panel-title", t("Views")), list, form);
  draw();
}
