// Going to coordinates pasted in any form, the coordinates of any point, and one's own position.

import { localName, t } from "../i18n.js";
import L from "../leaflet-global.js";
import { toast } from "../toast.js";
import { decimal, dms, parse } from "./coords.js";
import { button, copy, make } from "./dom.js";

function lines(lat, lon, actions) {
  const box = make("div", "map-card");
  for (const text of [decimal(lat, lon), dms(lat, lon)]) {
    const row = make("p", "coordinate-row");
    row.append(
      make("code", "", text),
      button(t("Copy"), async () => (await copy(text)) && toast(t("Copied"))),
    );
    box.append(row);
  }
  const more = make("div", "chip-row");
  more.append(...actions);
  box.append(more);
  return box;
}

export function coordinates(map, { around, draw }) {
  function show(lat, lon) {
    const then = (run) => () => {
      map.closePopup();
      run([lat, lon]);
    };
    const actions = [button(t("What is around"), then(around))];
    if (draw) actions.push(button(t("Draw here"), then(draw)));
    L.popup({ maxWidth: 320 })
      .setLatLng([lat, lon])
      .setContent(lines(lat, lon, actions))
      .openOn(map);
  }
  map.on("contextmenu", ({ latlng }) => show(latlng.lat, latlng.wrap().lng));
  return show;
}

export function goTo(host, map, show) {
  const form = make("form", "go-form", undefined, { role: "search" });
  const input = make("input", "form-control", undefined, { type: "search", autocomplete: "off" });
  input.placeholder = t("Coordinates or place");
  input.setAttribute("aria-label", t("Coordinates or place"));
  const list = make("ul", "go-list");
  list.hidden = true;
  form.append(input, list);

  function visit(lat, lon) {
    list.hidden = true;
    map.setView([lat, lon], Math.max(map.getZoom(), 14), { animate: false });
    show(lat, lon);
  }

  async function find(text) {
    const answer = await fetch(`/reports/places/?q=${encodeURIComponent(text)}`, { credentials: "same-origin" });
    if (!answer.ok) return [];
    return (await answer.json()).places.filter((one) => one.lon !== null);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    const spot = parse(text);
    if (spot) {
      visit(spot.lat, spot.lon);
      return;
    }
    let found = [];
    try {
      found = await find(text);
    } catch {
      // not for this person, or no network: the words below say what can be typed
    }
    const rows = found.slice(0, 8).map((one) => {
      const { lon, lat } = one;
      const item = make("li");
      item.append(
        button(
          [localName({ name: one.label, name_en: one.label_en }), one.within].filter(Boolean).join(" · "),
          () => visit(lat, lon),
          { className: "go-row" },
        ),
      );
      return item;
    });
    list.replaceChildren(
      ...(rows.length
        ? rows
        : [make("li", "muted", t("Nothing found. Type 30.92, 103.61 or 30°55′12″N 103°36′36″E."))]),
    );
    list.hidden = false;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    list.hidden = true;
    event.stopPropagation();
  });
  host.append(form);
  return () => input.focus();
}

export function ownPosition(map, chip) {
  const shown = L.layerGroup().addTo(map);
  return () => {
    const refuse = (words) => {
      chip.textContent = words;
      chip.hidden = false;
    };
    if (!window.isSecureContext || !navigator.geolocation) {
      refuse(t("Own position needs an encrypted connection"));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        chip.hidden = true;
        shown.clearLayers();
        const at = [coords.latitude, coords.longitude];
        L.circle(at, { radius: coords.accuracy, className: "around-edge", interactive: false }).addTo(shown);
        L.circleMarker(at, { radius: 6, className: "own-place" }).addTo(shown);
        map.setView(at, Math.max(map.getZoom(), 14), { animate: false });
        if (coords.accuracy > 100)
          refuse(t("Your position is only good to %(n)s m", { n: Math.round(coords.accuracy) }));
      },
      (error) =>
        refuse(
          error.code === 1
            ? t("Own position was refused; allow it in the browser")
            : t("Own position is not available"),
        ),
      { enableHighAccuracy: true, timeout: 10000 },
    );
  };
}
