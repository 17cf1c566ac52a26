// createMap(element, {layers, panel, legend, list, interactive, focus, pick}) → {map, store, fit, focus, near, refresh}.
// Auto-fit happens only when the set of incidents changes; any gesture of the hand locks the view, the star unlocks it.

import { dayTimeText, ready, t, timeText } from "./i18n.js";
import { register } from "./keys.js";
import L from "./leaflet-global.js";
import { onEvent, onPositions, onResync, onState } from "./live.js";
import { addBase } from "./map-base.js";
import { createStore } from "./map-layers.js";
import { layerPanel, legend, twin } from "./map-panel.js";
import { ROMAN, GRADES, LAYERS, gradeOf, nameOf, stateOf } from "./symbols.js";

const FIXED = "basemap,jurisdictions";

function configOf() {
  return JSON.parse(document.getElementById("map-config").textContent);
}

async function read(layers) {
  const answer = await fetch(`/api/v1/map/?layers=${layers}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function card(feature) {
  const { properties } = feature;
  const box = document.createElement("div");
  box.className = "map-card";
  const title = document.createElement("strong");
  title.textContent = nameOf(feature);
  const facts = document.createElement("p");
  const grade = gradeOf(feature);
  const when = properties.at ? dayTimeText(Date.parse(properties.at)) : "";
  facts.textContent = [
    grade ? `${ROMAN[grade]} ${GRADES[grade]()}` : "",
    stateOf(feature),
    properties.number,
    properties.place,
    when,
  ]
    .filter(Boolean)
    .join(" · ");
  box.append(title, facts);
  if (properties.url) {
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = t("Open");
    box.append(link);
  }
  return box;
}

function starControl(map, unlock) {
  const control = L.control({ position: "topleft" });
  const button = L.DomUtil.create("button", "map-star");
  button.type = "button";
  button.title = t("Fit to the incidents again");
  button.setAttribute("aria-label", button.title);
  button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${document.documentElement.dataset.symbols}#ui-star"></use></svg>`;
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  button.addEventListener("click", unlock);
  control.addTo(map);
  return button;
}

function errorBox(element, retry) {
  const box = document.createElement("div");
  box.className = "map-error";
  box.hidden = true;
  const words = document.createElement("span");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm btn-quiet";
  again.textContent = t("Try again");
  again.addEventListener("click", retry);
  box.append(words, again);
  element.append(box);
  return (failed, since) => {
    box.hidden = !failed;
    words.textContent = since
      ? t("Map data could not be read; it shows %(time)s.", {
          time: timeText(since, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
        })
      : t("Map data could not be read.");
  };
}

function leaflet(element, config, interactive) {
  const map = L.map(element, {
    center: config.center,
    zoom: config.zoom,
    minZoom: config.min_zoom,
    maxZoom: config.max_zoom,
    zoomSnap: 0.5,
    preferCanvas: true,
    zoomControl: interactive,
    keyboard: interactive,
    dragging: interactive,
    scrollWheelZoom: interactive,
    doubleClickZoom: interactive,
    boxZoom: interactive,
    touchZoom: interactive,
    attributionControl: !!config.attribution,
  });
  map.attributionControl?.setPrefix(false);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  return map;
}

function view(map, store, base, interactive) {
  let locked = false;
  let own = false;
  let fitted = "";
  const star = interactive ? starControl(map, () => unlock()) : null;
  const lock = (on) => {
    locked = on;
    star?.classList.toggle("is-locked", on);
  };
  const places = () =>
    [...store.features.values()].filter((one) => one.properties.layer === "incidents" && one.geometry);
  const go = (bounds, options) => {
    own = true;
    map.fitBounds(bounds, { animate: false, ...options });
    own = false;
  };
  const fit = () => {
    const some = places();
    const bounds = some.length
      ? L.latLngBounds(some.map((one) => [one.geometry.coordinates[1], one.geometry.coordinates[0]]))
      : base.bounds();
    if (bounds?.isValid()) go(some.length ? bounds.pad(0.15) : bounds, { maxZoom: 13, padding: [24, 24] });
  };
  function unlock() {
    lock(false);
    fit();
  }
  const auto = () => {
    const set = places()
      .map((one) => one.id)
      .sort()
      .join();
    if (set === fitted) return;
    fitted = set;
    if (!locked) fit();
  };
  if (interactive) {
    map.on("dragstart", () => lock(true));
    map.on("zoomstart", () => !own && lock(true));
  }
  return { fit, auto, unlock, lock };
}

function follow(store, state, refresh, changed) {
  onEvent(/./, (event) => {
    const feature = event.data?.feature;
    if (!feature || event.cursor <= state.cursor) return;
    if (state.hide?.(feature)) feature.properties.removed = true;
    state.recent.push(event);
    if (state.recent.length > 500) state.recent.shift();
    store.apply(feature);
    changed();
  });
  onPositions((items) => store.move(items));
  onResync(refresh);
  // The feed tells nothing of before it was there: look once more when it first comes up.
  onState((now, { was }) => now === "live" && was === "connecting" && refresh());
}

function keys(handle, names) {
  let at = -1;
  const step = (by) => () => {
    const list = [...handle.store.features.values()]
      .filter((one) => one.properties.layer === "incidents" && one.geometry)
      .sort((a, b) => (gradeOf(a) || 9) - (gradeOf(b) || 9));
    if (!list.length) return;
    at = (at + by + list.length) % list.length;
    handle.focus(list[at].id);
  };
  register({ scope: "map", key: "0", label: () => t("Fit to everything"), run: handle.unlock });
  register({ scope: "map", key: "[", label: () => t("Previous incident"), run: step(-1) });
  register({ scope: "map", key: "]", label: () => t("Next incident"), run: step(1) });
  register({
    scope: "map",
    key: "L",
    label: () => t("Legend"),
    run: () => {
      if (names.legend) names.legend.hidden = !names.legend.hidden;
    },
  });
  register({
    scope: "map",
    key: "F",
    label: () => t("Full screen"),
    run: () => (document.fullscreenElement ? document.exitFullscreen() : handle.map.getContainer().requestFullscreen()),
  });
}

export async function createMap(element, options = {}) {
  await ready;
  const {
    layers = ["incidents", "reports", "teams"],
    known = [],
    offered = layers,
    interactive = true,
    size = 26,
    letter = 12,
    hide = null,
  } = options;
  const config = configOf();
  const map = leaflet(element, config, interactive);
  element.style.setProperty("--mark-size", `${size}px`);
  const base = addBase(map, config, letter);
  const store = createStore(map, { size, onPick: interactive ? (id) => focus(id, options.pick) : null });
  for (const name of Object.keys(LAYERS)) if (!layers.includes(name)) store.shown.delete(name);
  for (const name of layers) store.shown.add(name);
  const ages = new Map();
  const state = { cursor: 0, since: null, hide, recent: [] };
  const eye = view(map, store, base, interactive);
  const showError = errorBox(element.parentElement, () => refresh());
  const redraw = [];
  let waiting = 0;
  const changed = () => {
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = 0;
      for (const draw of redraw) draw();
      eye.auto();
    }, 150);
  };

  async function refresh() {
    const wanted = [...new Set([...store.shown, ...known])];
    try {
      const document_ = await read(wanted.join(","));
      state.cursor = document_.cursor;
      state.since = new Date();
      store.load(
        document_.features.filter((one) => !hide?.(one)),
        wanted,
      );
      // What was told while the document was on its way is newer than it.
      for (const event of state.recent) if (event.cursor > state.cursor) store.apply(event.data.feature);
      for (const name of wanted) ages.set(name, state.since);
      showError(false);
      changed();
    } catch {
      showError(true, state.since);
    }
  }

  async function toggle(name, on) {
    store.toggle(name, on);
    if (on && !ages.has(name)) await refresh();
    changed();
  }

  function focus(id, done, popup = true) {
    const feature = store.features.get(id);
    if (!feature?.geometry) return;
    const [lon, lat] = feature.geometry.coordinates;
    eye.lock(true);
    map.setView([lat, lon], Math.max(map.getZoom(), 13), { animate: false });
    if (popup) {
      const options_ = { offset: [0, -8], maxWidth: 260, autoPanPaddingTopLeft: [56, 8] };
      L.popup(options_).setLatLng([lat, lon]).setContent(card(feature)).openOn(map);
    }
    store.mark(id);
    done?.(feature);
  }

  if (options.panel) redraw.push(layerPanel(options.panel, { store, layers: offered, ages, toggle }));
  if (options.legend) legend(options.legend);
  if (options.list) redraw.push(twin(options.list, { store, pick: (id) => focus(id, options.pick) }));
  if (options.changed) redraw.push(() => options.changed(store));
  const handle = { map, store, focus, refresh, fit: eye.fit, unlock: eye.unlock, changed };
  if (interactive) keys(handle, options);
  let ground = [];
  const drawGround = () => base.draw(ground);
  document.addEventListener("theme", drawGround);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  follow(store, state, refresh, changed);
  await Promise.all([
    read(FIXED)
      .then((fixed) => {
        ground = fixed.features;
        drawGround();
        eye.fit();
      })
      .catch(() => showError(true, null)),
    refresh(),
  ]);
  eye.auto();
  element.dataset.ready = "1";
  return handle;
}
