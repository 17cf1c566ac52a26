// Drawings on the map: areas, closures, arrows, words, by the registry of symbols.js. Vector work is SVG in a pane of its
// own, so that it can be pressed, hatched and printed.

import { PLOTS, describe, nameOf, use } from "../symbols.js";
import L from "../leaflet-global.js";

const SVG = "http://www.w3.org/2000/svg";
const CAPTIONS_FROM = 10.5;
const LOOKS = {
  advance: { weight: 5 },
  evacuation: { weight: 4, dashArray: "12 7" },
  closure: { weight: 6, dashArray: "2 9" },
  danger: { weight: 3, hatched: true },
  control: { weight: 3, dashArray: "12 6", fillOpacity: 0.08 },
  cordon: { weight: 3, dashArray: "14 5 2 5", fillOpacity: 0.04 },
};

function hatch(container) {
  const defs = document.createElementNS(SVG, "defs");
  defs.innerHTML =
    '<pattern id="plot-hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<path class="plot-hatch-line" d="M0 5h10"/></pattern>';
  container.prepend(defs);
}

function latLngs(geometry) {
  const flip = (part) => (typeof part[0] === "number" ? [part[1], part[0]] : part.map(flip));
  return flip(geometry.coordinates);
}

// Screen direction of the last stretch; on this projection it is the same at every zoom.
function heading(map, line) {
  const end = map.project(line[line.length - 1], 18);
  let before = end;
  for (let index = line.length - 2; index >= 0 && before.distanceTo(end) < 1; index -= 1)
    before = map.project(line[index], 18);
  return (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
}

function arrowHead(map, line) {
  const box = document.createElement("div");
  box.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M22 12L4 3l4 9-4 9z"/></svg>';
  box.firstChild.style.transform = `rotate(${heading(map, line)}deg)`;
  const icon = L.divIcon({ html: box, className: "plot-head", iconSize: [26, 26], iconAnchor: [13, 13] });
  return L.marker(line[line.length - 1], { icon, interactive: false, keyboard: false, pane: "plots" });
}

function crosses(line) {
  const icon = L.divIcon({ html: use("plot-closure", ""), className: "plot-cross", iconSize: [26, 26] });
  const at = line[Math.floor((line.length - 1) / 2)];
  const next = line[Math.floor((line.length - 1) / 2) + 1] || at;
  const middle = [(at[0] + next[0]) / 2, (at[1] + next[1]) / 2];
  return L.marker(middle, { icon, interactive: false, keyboard: false, pane: "plots" });
}

function caption(words, symbol, more = "") {
  const box = document.createElement("div");
  if (symbol) box.innerHTML = use(symbol);
  const span = document.createElement("span");
  span.textContent = words;
  box.append(span);
  return L.divIcon({ html: box, className: `plot-caption ${more}`, iconSize: null });
}

export function createShapes(map, { onPick = null } = {}) {
  map.createPane("plots").style.zIndex = 540;
  const renderer = L.svg({ pane: "plots", padding: 0.5 });
  renderer.addTo(map);
  hatch(renderer._container);
  const drawn = new Map();
  const far = () => map.getContainer().classList.toggle("is-far", map.getZoom() < CAPTIONS_FROM);
  map.on("zoomend", far);

  function vector(feature) {
    const { kind } = feature.properties;
    const { hatched, ...look } = LOOKS[kind] || {};
    const area = feature.geometry.type === "Polygon";
    const options = {
      renderer,
      pane: "plots",
      className: `plot-line plot-${kind}`,
      interactive: !!onPick,
      fill: area,
      ...look,
    };
    if (hatched) Object.assign(options, { fillColor: "url(#plot-hatch)", fillOpacity: 1 });
    const points = latLngs(feature.geometry);
    return area ? L.polygon(points, options) : L.polyline(points, options);
  }

  function labelPlace(feature, shape) {
    if (feature.geometry.type === "Polygon") return shape.getBounds().getCenter();
    return latLngs(feature.geometry)[0]; // not on the arrow's head or the cross in the middle
  }

  function make(feature) {
    const { kind, title } = feature.properties;
    const spot = { pane: "plots", interactive: !!onPick, keyboard: !!onPick, title: describe(feature) };
    if (feature.geometry.type === "Point") {
      const words = kind === "text" ? title : title || "";
      const text = kind === "text";
      const symbol = text ? "" : (PLOTS[kind] || PLOTS.point).symbol;
      const icon = caption(words, symbol, text ? "plot-words" : "plot-words plot-flag");
      const [lon, lat] = feature.geometry.coordinates;
      return [L.marker([lat, lon], { ...spot, icon })];
    }
    const shape = vector(feature);
    const parts = [shape];
    const line = latLngs(feature.geometry);
    if (["advance", "evacuation"].includes(kind)) parts.push(arrowHead(map, line));
    if (kind === "closure") parts.push(crosses(line));
    parts.push(L.marker(labelPlace(feature, shape), { ...spot, icon: caption(nameOf(feature), "") }));
    return parts;
  }

  function drop(id) {
    for (const part of drawn.get(id) || []) part.remove();
    drawn.delete(id);
  }

  function set(feature) {
    drop(feature.id);
    const parts = make(feature);
    drawn.set(feature.id, parts);
    for (const part of parts) {
      part.addTo(map);
      if (onPick && part.options.interactive !== false)
        part.on("click keypress", (event) => {
          if (event.originalEvent?.key && event.originalEvent.key !== "Enter") return;
          if (map.getContainer().classList.contains("is-tracing")) {
            // A corner may lie on an older drawing; lines and areas let the press through by themselves.
            if (!part.options.bubblingMouseEvents) map.fire("click", { latlng: event.latlng });
            return;
          }
          L.DomEvent.stopPropagation(event);
          onPick(feature.id);
        });
    }
  }

  return { set, drop, has: (id) => drawn.has(id) };
}

export function centreOf(feature) {
  const { geometry } = feature;
  if (!geometry) return null;
  if (geometry.type === "Point") return geometry.coordinates;
  const flat = geometry.type === "Polygon" ? geometry.coordinates[0] : geometry.coordinates;
  if (geometry.type === "LineString") return flat[Math.floor(flat.length / 2)];
  const open = flat.slice(0, -1);
  return [0, 1].map((axis) => open.reduce((sum, one) => sum + one[axis], 0) / open.length);
}
