// The map of the printed sheet: the area asked about with what lies in it, not to be moved by accident.

import L from "../leaflet-global.js";
import { createMap } from "../map.js";

const element = document.getElementById("map");
const { geometry, radius_m: radius } = JSON.parse(element.dataset.area);
const made = await createMap(element, {
  layers: ["incidents", "teams", "shelter", "warehouse", "hazard", "hospital", "school"],
  size: 20,
  still: true,
});
const style = { className: "around-edge", weight: 2, interactive: false, renderer: L.svg({ pane: "overlayPane" }) };
const drawn = L.geoJSON(geometry, { style, pointToLayer: (_one, at) => L.circle(at, { ...style, radius }) });
drawn.addTo(made.map);
made.lock(true);
made.map.fitBounds(geometry.type === "Point" ? drawn.getBounds() : drawn.getBounds().pad(0.15), { animate: false });
document.querySelector("[data-print]").addEventListener("click", () => window.print());
