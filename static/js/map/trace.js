// Tracing a point, a line or an area on the map with mouse, finger or keyboard: click adds a corner, Backspace takes the
// last one back, Enter or a second click on the last corner ends. From the keyboard: arrows move the map, Space sets a
// corner at its middle. {points, undo, addCentre, set, finish, stop}; points are [lat, lon].

import L from "../leaflet-global.js";

export function trace(map, { shape = "LineString", most = 500, onChange = () => {}, onDone = () => {} } = {}) {
  const container = map.getContainer();
  const group = L.layerGroup().addTo(map);
  let points = [];
  let over = false;
  const style = { className: "trace-line", weight: 3, interactive: false, renderer: L.svg({ pane: "overlayPane" }) };

  function draw() {
    group.clearLayers();
    if (shape === "Polygon" && points.length > 2)
      L.polygon(points, { ...style, className: "trace-line trace-area" }).addTo(group);
    else if (points.length > 1) L.polyline(points, { ...style, fill: false }).addTo(group);
    for (const point of points)
      L.circleMarker(point, { ...style, className: "trace-corner", radius: 5, weight: 2 }).addTo(group);
    onChange(points.slice());
  }

  function enough() {
    return points.length >= { Point: 1, LineString: 2, Polygon: 3 }[shape];
  }

  function finish() {
    if (!enough()) return false;
    over = true;
    unhook();
    onDone(points.slice());
    return true;
  }

  function add(latlng) {
    if (over || points.length >= most) return;
    const spot = map.latLngToContainerPoint(latlng);
    const last = points.length ? map.latLngToContainerPoint(points[points.length - 1]) : null;
    if (last && spot.distanceTo(last) < 6) {
      finish();
      return;
    }
    const point = [latlng.lat, latlng.wrap ? latlng.wrap().lng : latlng.lng];
    points = shape === "Point" ? [point] : [...points, point];
    draw();
    if (shape === "Point") finish();
  }

  function undo() {
    points = points.slice(0, -1);
    draw();
  }

  const addCentre = () => add(map.getCenter());
  const click = (event) => add(event.latlng);
  function key(event) {
    if (event.target.closest("input, textarea, select, button, a")) return;
    if (event.key === "Backspace") undo();
    else if (event.key === "Enter") finish();
    else if (event.key === " ") addCentre();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function unhook() {
    map.off("click", click);
    container.removeEventListener("keydown", key, true);
    container.classList.remove("is-tracing");
    map.doubleClickZoom.enable();
  }

  function set(fresh) {
    points = fresh.map((one) => [...one]);
    draw();
  }

  function stop() {
    unhook();
    group.remove();
  }

  map.on("click", click);
  map.doubleClickZoom.disable();
  container.addEventListener("keydown", key, true);
  container.classList.add("is-tracing");
  return { undo, addCentre, set, finish, stop, points: () => points.slice() };
}
