// What is drawn and what is known: features by id, their markers, and the groups they stand in. Incidents of grade I and
// II are never clustered and stand above everything; places share one cluster; teams move without being drawn anew.

import L from "./leaflet-global.js";
import { glide, halt } from "./map/motion.js";
import { createShapes } from "./map/shapes.js";
import { IDLE, LAYERS, PLACES, ROMAN, classOf, describe, gradeOf, symbolOf, use } from "./symbols.js";

// What lies over what: an incident is never under a place, and a grave one is under nothing.
const DEPTHS = { places: 560, teams: 575, reports: 590, scene: 602, events: 605, out: 610, grave: 650 };
const OLD_POSITION_MS = 10 * 60 * 1000;

function clusterIcon(cluster, size) {
  let worst = 9;
  for (const marker of cluster.getAllChildMarkers()) {
    const grade = gradeOf(marker.feature) || 8;
    if (marker.feature.properties.layer === "incidents" && grade < worst) worst = grade;
  }
  const count = document.createElement("span");
  count.textContent = cluster.getChildCount();
  const box = document.createElement("div");
  const { layer } = cluster.getAllChildMarkers()[0].feature.properties;
  if (worst < 9) box.innerHTML = use(`sev-${worst > 4 ? 0 : worst}`, `sev-${worst > 4 ? 0 : worst} sev-ink`);
  else if (layer === "teams") box.innerHTML = use(atScene(cluster) ? "unit-on_scene" : "unit-standby", "unit-ink");
  else if (layer === "reports") box.innerHTML = use("report");
  else box.innerHTML = use(onlyKind(cluster) || "ui-layers", "place-ink");
  box.append(count);
  const width = Math.round(size * 1.7);
  const height = Math.round(size * 1.15);
  return L.divIcon({
    html: box,
    className: "cluster",
    iconSize: [width, height],
    iconAnchor: atScene(cluster) ? beside(size) : [width / 2, height / 2],
  });
}

// The symbol of a cluster whose places are all of one kind.
function onlyKind(cluster) {
  const kinds = new Set(cluster.getAllChildMarkers().map((marker) => symbolOf(marker.feature)));
  return kinds.size === 1 ? [...kinds][0] : "";
}

function atScene(cluster) {
  const { layer, state } = cluster.getAllChildMarkers()[0].feature.properties;
  return layer === "teams" && state === "on_scene";
}

// Teams on the scene stand at the incident's right, so that neither covers the other.
function beside(size) {
  return [Math.round(-size * 0.55), Math.round(size * 0.55)];
}

// One mark for many: a cell of a layer too large to be sent whole.
function cellIcon(feature, size) {
  const { cell, layer } = feature.properties;
  const box = document.createElement("div");
  box.innerHTML = use(`place-${layer}`, "place-ink");
  const count = document.createElement("span");
  count.textContent = cell;
  box.append(count);
  const width = Math.round(size * (1.5 + 0.25 * String(cell).length));
  return L.divIcon({ html: box, className: "cluster cell", iconSize: [width, Math.round(size * 1.15)] });
}

function iconOf(feature, size, step = 0) {
  if (feature.properties.cell) return cellIcon(feature, size);
  const box = document.createElement("div");
  box.innerHTML = use(symbolOf(feature));
  const grade = gradeOf(feature);
  if (feature.properties.layer === "incidents" && grade) {
    const numeral = document.createElement("span");
    numeral.className = "mark-numeral";
    numeral.textContent = ROMAN[grade];
    box.append(numeral);
  }
  const scale =
    { incidents: grade === 1 || grade === 2 ? 1.25 : 1.05, teams: 0.85, reports: 1 }[feature.properties.layer] || 0.85;
  const side = Math.max(24, Math.round(size * scale));
  const scene = feature.properties.layer === "teams" && feature.properties.state === "on_scene";
  return L.divIcon({
    html: box,
    className: classOf(feature),
    iconSize: [side, side],
    iconAnchor: scene ? beside(size) : [side / 2 + step * side * 0.8, side / 2],
  });
}

let clock = Date.now;

// Ages are told from this clock: now, or the moment of the past that is shown.
export function setClock(read) {
  clock = read || Date.now;
}

function isOld(feature) {
  const at = feature.properties.at ? Date.parse(feature.properties.at) : 0;
  return feature.properties.layer === "teams" && at > 0 && clock() - at > OLD_POSITION_MS;
}

export function createStore(map, { size = 26, onPick = null } = {}) {
  const features = new Map();
  const markers = new Map();
  const shown = new Set(Object.keys(LAYERS).filter((name) => LAYERS[name].on));
  const clusters = (name, radius, more) =>
    L.markerClusterGroup({
      clusterPane: name,
      chunkedLoading: true,
      showCoverageOnHover: false,
      maxClusterRadius: radius,
      iconCreateFunction: (cluster) => clusterIcon(cluster, size),
      ...more,
    });
  for (const [name, depth] of Object.entries(DEPTHS)) if (!map.getPane(name)) map.createPane(name).style.zIndex = depth;
  const groups = {
    grave: L.layerGroup(),
    out: L.layerGroup(),
    scene: clusters("scene", 16, { disableClusteringAtZoom: 19 }),
    events: clusters("events", 40),
    reports: clusters("reports", 30),
    teams: clusters("teams", 18, { disableClusteringAtZoom: 15 }),
    places: clusters("places", 46),
    cells: L.layerGroup(),
  };
  const shapes = createShapes(map, { onPick });
  for (const group of Object.values(groups)) group.addTo(map);

  function groupOf(feature) {
    const { layer } = feature.properties;
    if (feature.properties.cell) return "cells";
    if (layer === "incidents") return [1, 2].includes(gradeOf(feature)) ? "grave" : "events";
    if (PLACES.includes(layer)) return "places";
    // Teams on a job are never hidden in a cluster; those at their bases may be.
    if (layer === "teams" && feature.properties.state === "on_scene") return "scene";
    if (layer === "teams") return IDLE.includes(feature.properties.state) ? "teams" : "out";
    // Shipments and blocked roads are few and none may hide; whatever else is a place.
    if (["shipments", "roadblocks"].includes(layer)) return "out";
    return layer === "reports" ? layer : "places";
  }

  function dress(marker) {
    const element = marker.getElement();
    if (!element) return;
    element.setAttribute("aria-label", describe(marker.feature));
    element.classList.toggle("is-old", isOld(marker.feature));
    element.classList.toggle("is-marked", marker.feature.id === marked);
  }

  // Grave incidents at one place stand side by side: none may hide another.
  function stepAt(feature) {
    const here = feature.geometry.coordinates.map((degrees) => degrees.toFixed(4)).join();
    let step = 0;
    for (const { feature: other } of markers.values()) {
      if (other.id === feature.id || groupOf(other) !== "grave") continue;
      if (other.geometry.coordinates.map((degrees) => degrees.toFixed(4)).join() === here) step += 1;
    }
    return step;
  }

  function make(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const group = groupOf(feature);
    const step = group === "grave" && markers.size < 500 ? stepAt(feature) : 0;
    const marker = L.marker([lat, lon], {
      icon: iconOf(feature, size, step),
      title: describe(feature),
      keyboard: !PLACES.includes(feature.properties.layer),
      pane: group === "cells" ? "places" : group,
      zIndexOffset: group === "grave" ? 2000 - gradeOf(feature) * 1000 : 0,
    });
    marker.feature = feature;
    marker.groupName = group;
    marker.on("add", () => dress(marker));
    if (onPick)
      marker.on(
        "click keypress",
        (event) => (!event.originalEvent?.key || event.originalEvent.key === "Enter") && onPick(feature.id),
      );
    return marker;
  }

  function drop(id) {
    const marker = markers.get(id);
    if (marker) {
      halt(marker);
      groups[marker.groupName].removeLayer(marker);
    }
    markers.delete(id);
    shapes.drop(id);
  }

  function apply(feature) {
    const { layer } = feature.properties;
    if (!LAYERS[layer]) return;
    const known = features.get(feature.id);
    if (
      known?.properties.at &&
      feature.properties.at &&
      layer === "teams" &&
      known.properties.at > feature.properties.at
    ) {
      feature.geometry = known.geometry; // an order's event may carry an older position than the stream of positions
      feature.properties.at = known.properties.at;
    }
    drop(feature.id);
    if (feature.properties.removed) {
      features.delete(feature.id);
      return;
    }
    features.set(feature.id, feature);
    if (!feature.geometry || !shown.has(layer)) return;
    if (layer === "plots") {
      shapes.set(feature);
      return;
    }
    const marker = make(feature);
    markers.set(feature.id, marker);
    groups[marker.groupName].addLayer(marker);
  }

  // What moved of what is drawn already: it glides; all else is drawn anew. For the past, played back.
  function replace(list, layers, lasts) {
    const coming = new Map(list.map((feature) => [feature.id, feature]));
    for (const [id, feature] of features)
      if (layers.includes(feature.properties.layer) && !coming.has(id)) {
        drop(id);
        features.delete(id);
      }
    for (const feature of list) {
      const known = features.get(feature.id);
      const marker = markers.get(feature.id);
      const same = known && JSON.stringify(known.properties) === JSON.stringify(feature.properties);
      if (same && JSON.stringify(known.geometry) === JSON.stringify(feature.geometry)) continue;
      const sameLook = known && known.properties.state === feature.properties.state;
      if (
        marker &&
        sameLook &&
        feature.properties.layer === "teams" &&
        feature.geometry &&
        marker.groupName === "out"
      ) {
        features.set(feature.id, feature);
        marker.feature = feature;
        const [lon, lat] = feature.geometry.coordinates;
        glide(marker, lat, lon, lasts);
        dress(marker);
      } else {
        features.delete(feature.id); // a past position may be older than the one shown
        apply(feature);
      }
    }
  }

  // All at once: clusters take thousands of markers much faster in bulk.
  function load(list, layers) {
    for (const [id, feature] of features)
      if (layers.includes(feature.properties.layer)) {
        drop(id);
        features.delete(id);
      }
    const bulk = Object.fromEntries(Object.keys(groups).map((name) => [name, []]));
    for (const feature of list) {
      features.set(feature.id, feature);
      if (!feature.geometry || !shown.has(feature.properties.layer)) continue;
      if (feature.properties.layer === "plots") {
        shapes.set(feature);
        continue;
      }
      const marker = make(feature);
      markers.set(feature.id, marker);
      bulk[marker.groupName].push(marker);
    }
    for (const [name, some] of Object.entries(bulk)) {
      if (groups[name].addLayers) groups[name].addLayers(some);
      else for (const marker of some) groups[name].addLayer(marker);
    }
  }

  function toggle(layer, on) {
    if (on) shown.add(layer);
    else shown.delete(layer);
    load(
      [...features.values()].filter((feature) => feature.properties.layer === layer),
      [layer],
    );
  }

  let marked = "";
  function mark(id) {
    for (const [one, on] of [
      [marked, false],
      [id, true],
    ])
      markers.get(one)?.getElement()?.classList.toggle("is-marked", on);
    marked = id;
  }

  let queue = [];
  function move(items) {
    if (!queue.length)
      requestAnimationFrame(() => {
        const batch = queue;
        queue = [];
        for (const [team, lon, lat, at] of batch) {
          const feature = features.get(`team:${team}`);
          if (!feature || (feature.properties.at && feature.properties.at > at)) continue;
          feature.geometry = { type: "Point", coordinates: [lon, lat] };
          feature.properties.at = at;
          const marker = markers.get(feature.id);
          if (marker) {
            // Inside a cluster each step would sort the cluster anew: those jump.
            if (marker.groupName === "out") glide(marker, lat, lon);
            else marker.setLatLng([lat, lon]);
            dress(marker);
          } else apply(feature);
        }
      });
    queue.push(...items);
  }

  return { features, markers, shown, groups, apply, load, replace, toggle, move, mark };
}

export function count(store, layer) {
  let number = 0;
  for (const { properties } of store.features.values()) if (properties.layer === layer) number += properties.cell || 1;
  return number;
}
