// /map/: the whole window, layer list and legend at the left, the same set as a list at the right.

import { createMap } from "./map.js";

const element = document.getElementById("map");
const offered = element.dataset.layers.split(",").filter(Boolean);
const first = offered.filter((name) => ["incidents", "reports", "teams"].includes(name));

createMap(element, {
  layers: first,
  offered,
  panel: document.querySelector("[data-map-panel]"),
  legend: document.querySelector("[data-map-legend]"),
  list: document.querySelector("[data-map-list]"),
});
