// A pin for the report being typed: a small map under the cursor's hand or moved with the arrow keys.

import { t } from "./i18n.js";
import { setPoint } from "./intake-places.js";
import L from "./leaflet-global.js";
import { createMap } from "./map.js";

export function pin(form) {
  const button = form.querySelector("[data-pin]");
  const frame = form.closest("[data-intake]").querySelector("[data-pin-map]");
  if (!button || !frame || !document.getElementById("map-config")) {
    if (button) button.hidden = true;
    return;
  }
  let made = null;
  let marker = null;

  function put(at) {
    const { lat, lng } = at;
    if (!marker) {
      marker = L.circleMarker(at, { radius: 9, className: "pin-mark" }).addTo(made.map);
    } else marker.setLatLng(at);
    setPoint(
      form,
      lng.toFixed(6),
      lat.toFixed(6),
      "pin",
      "",
      t("Pin at %(lat)s, %(lon)s", { lat: lat.toFixed(5), lon: lng.toFixed(5) }),
    );
  }

  button.addEventListener("click", async () => {
    const opening = frame.hidden;
    frame.hidden = !opening;
    button.setAttribute("aria-expanded", String(opening));
    if (!opening) return;
    if (!made) {
      made = await createMap(frame.querySelector(".map"), { layers: ["incidents", "reports"], size: 20 });
      made.map.on("click", (event) => put(event.latlng));
      made.map.getContainer().addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.ctrlKey) return;
        event.preventDefault();
        put(made.map.getCenter());
      });
    }
    made.map.invalidateSize();
    const lon = Number(form.elements.lon.value);
    const lat = Number(form.elements.lat.value);
    if (lon || lat) {
      made.map.setView([lat, lon], 14, { animate: false });
      put(L.latLng(lat, lon));
    }
    made.map.getContainer().focus();
  });
}
