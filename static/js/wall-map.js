// The wall's map: fits itself as the remote control says; refits only when the set of incidents changes; a hand that moves
// it locks it, the star lets it go again. A row that is clicked is zoomed to, clicked again the view before comes back.

import L from "./leaflet-global.js";
import { createMap } from "./map.js";
import { frozen, now, onState } from "./wall-state.js";

const frame = document.querySelector(".wall");
const letter = parseFloat(getComputedStyle(document.body).fontSize);
const sparse = document.body.classList.contains("wall-sparse");
const POLITE = ["incidents"];
let handle = null;
let before = null;

function jurisdiction() {
  const [west, south, east, north] = (frame.dataset.bounds || "").split(",").map(Number);
  return Number.isFinite(north)
    ? L.latLngBounds([
        [south, west],
        [north, east],
      ])
    : null;
}

function around(id) {
  const at = handle.store.features.get(id)?.geometry?.coordinates;
  if (!at) return handle.fit();
  handle.map.setView([at[1], at[0]], 13, { animate: false });
  handle.store.mark(id);
}

function place({ extent, focus }) {
  if (extent === "all") handle.unlock();
  else {
    handle.lock(true);
    if (extent === "incident") around(focus);
    const whole = extent === "jurisdiction" && jurisdiction();
    if (whole) handle.map.fitBounds(whole, { animate: false, padding: [16, 16] });
    handle.lock(true);
  }
}

function follow(state, was) {
  const wanted = new Set(sparse ? POLITE : state.layers);
  for (const name of new Set([...handle.store.shown, ...wanted])) {
    if (wanted.has(name) !== handle.store.shown.has(name)) handle.toggle(name, wanted.has(name));
  }
  handle.past(frozen());
  if (!was || was.extent !== state.extent || was.focus !== state.focus) place(state);
}

function zoomTo(row) {
  const again = before?.id === row.dataset.incident;
  if (again) {
    handle.map.setView(before.centre, before.zoom, { animate: false });
    before = null;
    return;
  }
  before = { id: row.dataset.incident, centre: handle.map.getCenter(), zoom: handle.map.getZoom() };
  handle.lock(true);
  around(row.dataset.incident);
}

export async function showMap() {
  handle = await createMap(document.getElementById("map"), {
    layers: sparse ? POLITE : now().layers,
    size: Math.min(60, Math.max(26, Math.round(letter * 1.4))),
    letter,
    source: frame.dataset.map,
    plots: false,
    hide: (feature) => feature.properties.sensitive === true,
  });
  onState(follow);
  document.getElementById("wall-data").addEventListener("click", (event) => {
    const row = event.target.closest("li[data-incident]");
    if (row) zoomTo(row);
  });
}
