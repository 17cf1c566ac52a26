// The map under a fixed pin, loaded when it is asked for: drag, or nudge by buttons; the circle is the accuracy.

import { t } from "../i18n.js";
import { pointOf, setPoint } from "./point.js";

const STEP_PX = 40;

function sheet(href) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

function script(src) {
  return new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = src;
    made.addEventListener("load", resolve);
    made.addEventListener("error", reject);
    document.head.append(made);
  });
}

async function ground(map, addBase) {
  const base = addBase(map, {}, 12);
  try {
    const answer = await fetch("/api/v1/map/?layers=basemap,jurisdictions", { headers: { "X-Background": "1" } });
    if (!answer.ok) return null;
    base.draw((await answer.json()).features);
    return base.bounds();
  } catch {
    return null;
  }
}

export async function open(place, form) {
  const { leaflet, css, mapCss } = place.dataset;
  await Promise.all([sheet(css), sheet(mapCss), window.L ? null : script(leaflet)]);
  const { addBase } = await import("../map-base.js");
  const { L } = window;
  const map = L.map(place.querySelector(".map"), { zoomControl: true, attributionControl: false });
  const words = place.querySelector("[data-pin-words]");
  const known = pointOf(form);
  map.setView(known ? [known.lat, known.lon] : [31, 103.6], known ? 15 : 9);
  const bounds = await ground(map, addBase);
  if (!known && bounds) map.fitBounds(bounds);
  const accuracy = Number(form.dataset.accuracy || 0);
  if (known && accuracy) L.circle([known.lat, known.lon], { radius: accuracy, className: "accuracy" }).addTo(map);
  let touched = false;
  const tell = () => {
    const { lat, lng } = map.getCenter();
    words.textContent = t("Pin at %(lat)s, %(lon)s", { lat: lat.toFixed(5), lon: lng.toFixed(5) });
    if (touched) setPoint(form, lng, lat, "pin");
  };
  map.on("moveend", tell);
  map.on("dragstart zoomstart", () => {
    touched = true;
  });
  for (const button of place.querySelectorAll("[data-nudge]"))
    button.addEventListener("click", () => {
      touched = true;
      const [x, y] = button.dataset.nudge.split(",").map(Number);
      map.panBy([x * STEP_PX, y * STEP_PX], { animate: false });
      tell();
    });
  place.querySelector("[data-pin-here]").addEventListener("click", () => {
    touched = true;
    tell();
    place.hidden = true;
  });
  tell();
  place.dataset.ready = "1";
}
