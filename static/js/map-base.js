// The ground under the map: our own borders, rivers, roads and names as vectors on a canvas, so that it is never empty;
// over it the tile service of the settings, if any. When that fails, the vectors stay and a chip says so.

import { localName, t } from "./i18n.js";
import L from "./leaflet-global.js";

const SCALE = { county: 1.35, city: 1.35, township: 1.1 };
const NAMES_FROM_ZOOM = { city: 0, county: 8, township: 10, village: 13 };

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function lineStyle(feature) {
  const { layer, kind, level } = feature.properties;
  if (layer === "jurisdictions") {
    const outer = level === "county" || level === "city";
    return {
      color: token("--map-border"),
      weight: outer ? 2.5 : level === "township" ? 1.2 : 0.5,
      dashArray: outer ? null : "5 4",
      opacity: level === "village" ? 0.45 : 0.9,
      fill: level === "county",
      fillColor: token("--map-area"),
      fillOpacity: 1,
    };
  }
  const styles = {
    river: { color: token("--map-water"), weight: 3 },
    lake: { color: token("--map-water"), weight: 1, fill: true, fillColor: token("--map-water"), fillOpacity: 1 },
    highway: { color: token("--map-highway"), weight: 4.5 },
    road: { color: token("--map-road"), weight: 2.6 },
    track: { color: token("--map-road"), weight: 1.2, dashArray: "4 3" },
  };
  return { fill: false, ...(styles[kind] || styles.road) };
}

function edgeStyle(feature) {
  const width = { highway: 6.5, road: 4 }[feature.properties.kind];
  return { color: token("--map-road-edge"), weight: width || 0, opacity: width ? 1 : 0, fill: false };
}

function order(feature) {
  const { layer, kind, level } = feature.properties;
  if (layer === "jurisdictions") return ["county", "city", "village", "township"].indexOf(level);
  return 10 + ["lake", "river", "track", "road", "highway"].indexOf(kind);
}

function nameIcon(words, className) {
  const span = document.createElement("span");
  span.textContent = words;
  return L.divIcon({ className: `map-name map-name-${className}`, html: span, iconSize: null });
}

function middle(geometry) {
  const line = geometry.type === "MultiLineString" ? geometry.coordinates[0] : geometry.coordinates;
  return geometry.type.includes("Line") && line ? line[Math.floor(line.length / 2)] : null;
}

// Names that fit the view without touching each other, upper levels first; `unit` is the size of a letter in px.
function drawNames(map, names, group, unit) {
  group.clearLayers();
  const taken = [];
  const zoom = map.getZoom();
  const view = map.getBounds();
  for (const { at, words, level, from } of names) {
    if (zoom < from || !view.contains(at)) continue;
    const { x, y } = map.latLngToContainerPoint(at);
    const half = (words.length * unit * (/[\u3000-\u9fff]/.test(words) ? 1.1 : 0.68) * (SCALE[level] || 1)) / 2;
    const box = [x - half, y, x + half, y + unit * 1.6];
    if (taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3])) continue;
    taken.push(box);
    L.marker(at, { icon: nameIcon(words, level), interactive: false, keyboard: false, pane: "names" }).addTo(group);
    if (taken.length > 90) break;
  }
}

function namesOf(features) {
  const names = [];
  for (const { properties, geometry } of features) {
    const words = localName(properties);
    if (!words) continue;
    if (properties.layer === "jurisdictions" && properties.at) {
      const [lon, lat] = properties.at;
      names.push({
        at: L.latLng(lat, lon),
        words,
        level: properties.level,
        from: NAMES_FROM_ZOOM[properties.level] ?? 14,
      });
    } else if (geometry && ["river", "highway", "road"].includes(properties.kind)) {
      const at = middle(geometry);
      if (at)
        names.push({
          at: L.latLng(at[1], at[0]),
          words,
          level: properties.kind,
          from: properties.kind === "road" ? 13 : 11,
        });
    }
  }
  return names.sort((a, b) => a.from - b.from);
}

// The tile service over the vectors; `changed` hears when it fails (four tiles in a row) and when it is back.
function tiles(map, config, changed) {
  if (!config.url) return;
  let missed = 0;
  const options = {
    attribution: config.attribution,
    maxZoom: config.max_zoom,
    subdomains: config.subdomains || "01234567",
    pane: "online",
  };
  const layer = L.tileLayer(config.url, options);
  layer.on("tileerror", () => {
    missed += 1;
    if (missed === 4) changed(true);
  });
  layer.on("tileload", () => {
    if (missed >= 4) changed(false);
    missed = 0;
  });
  layer.addTo(map);
  if (config.labels_url) L.tileLayer(config.labels_url, options).addTo(map);
}

function panes(map) {
  for (const [name, depth] of [
    ["ground", 190],
    ["online", 200],
    ["borders", 210],
    ["names", 450],
  ]) {
    map.createPane(name).style.zIndex = depth;
  }
  for (const name of ["ground", "borders", "names"]) map.getPane(name).style.pointerEvents = "none";
}

function chipOn(map) {
  const control = L.control({ position: "bottomleft" });
  const chip = L.DomUtil.create("span", "chip map-chip");
  chip.textContent = t("Base map not available");
  chip.hidden = true;
  control.onAdd = () => chip;
  control.addTo(map);
  return chip;
}

function shapes(features, ground, borders) {
  const sorted = features.filter((one) => one.geometry).sort((a, b) => order(a) - order(b));
  const areas = sorted.filter((one) => one.properties.layer === "jurisdictions");
  const lines = sorted.filter((one) => one.properties.layer !== "jurisdictions");
  const roads = lines.filter((one) => ["road", "highway"].includes(one.properties.kind));
  const options = { renderer: ground, interactive: false, smoothFactor: 1.5 };
  const made = [
    L.geoJSON(areas, { ...options, style: lineStyle }),
    L.geoJSON(roads, { ...options, style: edgeStyle }),
    L.geoJSON(lines, { ...options, style: lineStyle }),
  ];
  // Borders also lie over the tiles.
  const outline = (one) => ({ ...lineStyle(one), fill: false });
  if (borders) made.push(L.geoJSON(areas, { ...options, renderer: borders, style: outline }));
  return made;
}

export function addBase(map, config, unit = 12) {
  panes(map);
  const ground = L.canvas({ pane: "ground", padding: 0.3 });
  const borders = config.url ? L.canvas({ pane: "borders", padding: 0.3 }) : null;
  const names = L.layerGroup().addTo(map);
  const chip = chipOn(map);
  let known = [];
  let drawn = null;
  // A tile service brings its own names; ours stand in while it fails.
  const label = () => drawNames(map, borders && chip.hidden ? [] : known, names, unit);
  tiles(map, config, (failing) => {
    chip.hidden = !failing;
    label();
  });
  const draw = (features) => {
    if (drawn) drawn.remove();
    drawn = L.featureGroup(shapes(features, ground, borders)).addTo(map);
    known = namesOf(features);
    label();
    return drawn;
  };
  map.on("moveend", label);
  // One's own area, without the larger ones drawn around it for the eye.
  const bounds = () => {
    const own = L.latLngBounds([]);
    for (const layer of drawn ? drawn.getLayers() : []) {
      layer.eachLayer((one) => one.feature.properties.own && own.extend(one.getBounds()));
    }
    return own.isValid() ? own : drawn?.getBounds() || null;
  };
  return { draw, bounds };
}
