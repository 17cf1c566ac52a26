// createMap(element, {layers, panel, legend, list, interactive, focus, pick, source}) → {map, store, fit, focus, near, refresh, …}.
// Auto-fit happens only when the set of incidents changes; any gesture of the hand locks the view, the star unlocks it.
// While the past is shown (`past(true)`) what happens now is not drawn; leaving it reads the map anew.

import { ready } from "./i18n.js";
import L from "./leaflet-global.js";
import { onEvent, onPositions, onResync, onState, serverNow } from "./live.js";
import { addBase } from "./map-base.js";
import { createStore } from "./map-layers.js";
import { layerPanel, legend, twin } from "./map-panel.js";
import { card, errorBox } from "./map/card.js";
import { keys, view } from "./map/eye.js";
import { centreOf } from "./map/shapes.js";
import { LAYERS, PLACES } from "./symbols.js";

const FIXED = "basemap,jurisdictions";
const EXPIRY_MS = 15000;

function configOf() {
  return JSON.parse(document.getElementById("map-config").textContent);
}

const SOURCE = "/api/v1/map/";

async function read(source, layers, more = "") {
  const answer = await fetch(`${source}?layers=${layers}${more}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Layers too large to be sent whole are answered for what the map looks at.
function viewOf(map) {
  const box = map.getBounds().pad(0.25);
  const edges = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  const limits = [-180, -85, 180, 85];
  const bbox = edges.map((edge, index) =>
    (index < 2 ? Math.max(edge, limits[index]) : Math.min(edge, limits[index])).toFixed(5),
  );
  return `&zoom=${Math.round(map.getZoom())}&bbox=${bbox.join(",")}`;
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

function follow(store, state, refresh, changed) {
  onEvent(/./, (event) => {
    const feature = event.data?.feature;
    if (!feature || event.cursor <= state.cursor || state.past) return;
    if (state.hide?.(feature)) feature.properties.removed = true;
    // A layer read in cells has no place for single features: it is read anew when the map moves.
    if (state.large.has(feature.properties.layer)) return;
    state.recent.push(event);
    if (state.recent.length > 500) state.recent.shift();
    store.apply(feature);
    changed();
  });
  onPositions((items) => !state.past && store.move(items));
  onResync(refresh);
  // The feed tells nothing of before it was there: look once more when it first comes up.
  onState((now, { was }) => now === "live" && was === "connecting" && refresh());
}

// Drawings go by themselves when their time is over.
function expire(store, state, changed) {
  if (state.past) return;
  const over = [...store.features.values()].filter(
    ({ properties }) => properties.layer === "plots" && properties.until && Date.parse(properties.until) <= serverNow(),
  );
  for (const feature of over) store.apply({ ...feature, properties: { ...feature.properties, removed: true } });
  if (over.length) changed();
}

export async function createMap(element, options = {}) {
  await ready;
  const { known = [], interactive = true, size = 26, letter = 12, hide = null, source = SOURCE } = options;
  const { layers: asked = ["incidents", "reports", "teams"] } = options;
  // Whoever sees incidents sees what was drawn for them.
  const layers = asked.includes("incidents") && options.plots !== false ? [...new Set([...asked, "plots"])] : asked;
  const { offered = layers } = options;
  const config = configOf();
  const map = leaflet(element, config, interactive);
  element.style.setProperty("--mark-size", `${size}px`);
  const base = addBase(map, config, letter);
  const store = createStore(map, { size, onPick: interactive ? (id) => picked(id) : null });
  for (const name of Object.keys(LAYERS)) if (!layers.includes(name)) store.shown.delete(name);
  for (const name of layers) store.shown.add(name);
  const ages = new Map();
  const state = { cursor: 0, since: null, hide, recent: [], past: false, large: new Set() };
  const eye = view(map, store, base, interactive);
  const showError = errorBox(element.parentElement, () => refresh());
  const redraw = [];
  let waiting = 0;
  const changed = () => {
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = 0;
      for (const draw of redraw) draw();
      if (!state.past) eye.auto();
    }, 150);
  };

  function take(document_, wanted) {
    state.cursor = document_.cursor;
    state.since = new Date();
    for (const name of wanted) state.large.delete(name);
    for (const name of document_.large || []) state.large.add(name);
    store.load(
      document_.features.filter((one) => !hide?.(one)),
      wanted,
    );
    // What was told while the document was on its way is newer than it.
    for (const event of state.recent) if (event.cursor > state.cursor) store.apply(event.data.feature);
    for (const name of wanted) ages.set(name, state.since);
  }

  let turn = 0;
  async function load(wanted) {
    turn += 1;
    const mine = turn;
    const places = wanted.some((name) => PLACES.includes(name));
    try {
      const document_ = await read(source, wanted.join(","), places ? viewOf(map) : "");
      if (state.past || (mine !== turn && wanted.some((name) => state.large.has(name)))) return;
      take(document_, wanted);
      showError(false);
      changed();
    } catch {
      if (!state.past) showError(true, state.since);
    }
  }

  async function refresh() {
    if (!state.past) await load([...new Set([...store.shown, ...known])]);
  }

  async function toggle(name, on) {
    store.toggle(name, on);
    if (on && !ages.has(name)) await load([name]);
    changed();
  }

  function picked(id) {
    const feature = store.features.get(id);
    // While something is being traced, a mark is a place like any other.
    if (element.classList.contains("is-tracing")) {
      const at = feature?.geometry && centreOf(feature);
      if (at) map.fire("click", { latlng: L.latLng(at[1], at[0]) });
    } else if (feature?.properties.cell) {
      const [lon, lat] = feature.geometry.coordinates;
      map.setView([lat, lon], Math.min(map.getMaxZoom(), map.getZoom() + 2));
    } else focus(id, options.pick);
  }

  function focus(id, done, popup = true) {
    const feature = store.features.get(id);
    if (!feature?.geometry) return;
    const [lon, lat] = centreOf(feature);
    eye.lock(true);
    map.setView([lat, lon], Math.max(map.getZoom(), 13), { animate: false });
    if (popup) {
      const options_ = { offset: [0, -8], maxWidth: 280, autoPanPaddingTopLeft: [56, 8] };
      const content = card(feature);
      options.card?.(content, feature);
      L.popup(options_).setLatLng([lat, lon]).setContent(content).openOn(map);
    }
    store.mark(id);
    done?.(feature);
  }

  function past(on) {
    if (state.past === on) return;
    state.past = on;
    map.closePopup();
    if (!on) refresh();
  }

  if (options.panel) redraw.push(layerPanel(options.panel, { store, layers: offered, ages, toggle }));
  if (options.legend) legend(options.legend);
  if (options.list) redraw.push(twin(options.list, { store, pick: (id) => focus(id, options.pick) }));
  if (options.changed) redraw.push(() => options.changed(store));
  const parts = { map, store, base, config, ages, state };
  const handle = { ...parts, focus, refresh, toggle, past, fit: eye.fit, unlock: eye.unlock, lock: eye.lock, changed };
  handle.redraw = redraw;
  if (interactive) keys(handle, options);
  let ground = [];
  const drawGround = () => base.draw(ground);
  document.addEventListener("theme", drawGround);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  follow(store, state, refresh, changed);
  setInterval(() => expire(store, state, changed), EXPIRY_MS);
  map.on("moveend", () => {
    const again = [...state.large].filter((name) => store.shown.has(name));
    if (again.length && !state.past) load(again);
  });
  await Promise.all([
    read(source, FIXED)
      .then((fixed) => {
        ground = fixed.features;
        handle.ground = ground;
        drawGround();
        if (!options.still) eye.fit();
      })
      .catch(() => showError(true, null)),
    refresh(),
  ]);
  if (!options.still) eye.auto();
  element.dataset.ready = "1";
  return handle;
}
