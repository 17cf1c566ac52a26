// What is around: a circle, an area, or what lies along a line, a river or a road. The answer is the server's own page
// part in the drawer; the same address prints as a sheet.

import { t } from "../i18n.js";
import L from "../leaflet-global.js";
import { nameOf } from "../symbols.js";
import { metresText } from "./coords.js";
import { button, field, make } from "./dom.js";
import { trace } from "./trace.js";

const RADII = [1000, 3000, 5000, 10000, 20000];
const ALONG = [200, 500, 1000, 2000];

function pairs(points) {
  return points.map(([lat, lon]) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(";");
}

export function around(host, handle, tools, drawer) {
  const { map } = handle;
  let asked = { kind: "circle", points: [], radius: 5000, incident: "", along: "" };
  let tracer = null;
  const shown = L.layerGroup().addTo(map);
  const style = { className: "around-edge", weight: 2, interactive: false, renderer: L.svg({ pane: "overlayPane" }) };
  const controls = make("div", "around-controls");
  const result = make("div", "around-result");
  host.append(controls, result);

  function query() {
    const { kind, points, radius, incident, along } = asked;
    if (incident) return `incident=${encodeURIComponent(incident)}&radius_m=${radius}`;
    if (along) return `along=${along}&radius_m=${radius}`;
    if (!points.length) return "";
    const name = { circle: "at", polygon: "polygon", line: "line" }[kind];
    return `${name}=${pairs(points)}&radius_m=${radius}`;
  }

  function outline() {
    shown.clearLayers();
    const { kind, points, radius } = asked;
    if (!points.length) return;
    if (kind === "circle") {
      const ring = L.circle(points[0], { ...style, radius }).addTo(shown);
      L.circleMarker(points[0], { ...style, radius: 5 }).addTo(shown);
      map.fitBounds(ring.getBounds(), { animate: false, padding: [20, 20] });
    } else {
      const line =
        kind === "polygon" ? L.polygon(points, style) : L.polyline(points, { ...style, className: "around-line" });
      line.addTo(shown);
      map.fitBounds(line.getBounds().pad(0.2), { animate: false });
    }
    handle.lock(true);
  }

  async function ask() {
    const wanted = query();
    drawControls();
    outline();
    if (!wanted) {
      result.replaceChildren(make("p", "muted", t("Press the map to say around what.")));
      return;
    }
    drawer.open("around");
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`/map/around/?part=1&${wanted}`, {
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
      });
      const text = await answer.text();
      if (query() !== wanted) return;
      if (answer.ok) {
        result.innerHTML = text;
        window.htmx?.process(result);
        tools.retell(result.querySelector("[data-around-title]")?.textContent || "");
      } else fail(text.startsWith("{") ? JSON.parse(text).detail : t("This could not be looked up."));
    } catch {
      fail(t("This could not be looked up."));
    } finally {
      result.removeAttribute("aria-busy");
    }
  }

  function fail(words) {
    result.replaceChildren(make("p", "field-error", words), button(t("Try again"), ask));
  }

  function radiusChips() {
    const chips = make("div", "chip-row", undefined, { role: "group", "aria-label": t("How far") });
    const far = asked.kind === "circle" || asked.incident ? RADII : ALONG;
    const choices = asked.kind === "polygon" ? [0, ...ALONG] : far;
    for (const metres of choices) {
      const one = button(metres ? metresText(metres).replace(".00", "") : t("just inside"), () => {
        asked.radius = metres;
        ask();
      });
      one.setAttribute("aria-pressed", String(asked.radius === metres));
      chips.append(one);
    }
    const own = make("input", "form-control around-own", undefined, {
      type: "number",
      min: "0.05",
      max: "50",
      step: "any",
    });
    if (!choices.includes(asked.radius)) own.value = String(asked.radius / 1000);
    own.addEventListener("change", () => {
      const km = Number(own.value);
      if (!(km > 0 && km <= 50)) return;
      asked.radius = Math.round(km * 1000);
      ask();
    });
    chips.append(field(t("other, km"), own));
    return chips;
  }

  function rivers() {
    const select = make("select", "form-select");
    select.append(new Option(t("Along a river or road…"), ""));
    const named = new Map();
    for (const feature of handle.ground || [])
      if (feature.properties.layer === "basemap" && nameOf(feature) !== feature.id && feature.properties.name)
        named.set(feature.properties.name, feature);
    for (const [, feature] of [...named].sort())
      select.append(
        new Option(nameOf(feature), feature.id.split(":")[1], false, asked.along === feature.id.split(":")[1]),
      );
    select.setAttribute("aria-label", t("Along a river or road…"));
    select.addEventListener("change", () => {
      if (!select.value) return;
      asked = { kind: "line", points: [], radius: 500, incident: "", along: select.value };
      ask();
    });
    return named.size ? select : "";
  }

  function drawControls() {
    const shapes = make("div", "chip-row", undefined, { role: "group", "aria-label": t("Around what") });
    const kinds = [
      ["circle", "ui-radius", t("Around a point")],
      ["polygon", "ui-area", t("In an area")],
      ["line", "ui-line", t("Along a line")],
    ];
    for (const [kind, icon, label] of kinds) {
      const one = button(label, () => begin(kind), { icon });
      one.setAttribute("aria-pressed", String(asked.kind === kind && !asked.along));
      shapes.append(one);
    }
    const out = make("div", "chip-row around-out");
    const wanted = query();
    if (wanted) {
      const sheet = make("a", "btn btn-sm btn-quiet", t("Sheet to print"), {
        href: `/map/around/?${wanted}`,
        target: "_blank",
      });
      const csv = make("a", "btn btn-sm btn-quiet", t("Export as CSV"), { href: `/map/around/export/?${wanted}` });
      out.append(sheet, csv, button(t("Clear"), clear));
    }
    controls.replaceChildren(shapes, radiusChips(), rivers(), out);
  }

  function clear() {
    asked = { kind: "circle", points: [], radius: 5000, incident: "", along: "" };
    shown.clearLayers();
    ask();
  }

  function begin(kind = "circle") {
    if (kind !== asked.kind || asked.along) asked.radius = { circle: 5000, polygon: 0, line: 500 }[kind];
    asked = { ...asked, kind, points: [], incident: "", along: "" };
    const shape = { circle: "Point", polygon: "Polygon", line: "LineString" }[kind];
    drawer.open("around");
    tools.start("around", { stop: () => tracer?.stop() });
    const done = (points) => {
      asked.points = points;
      tracer.stop();
      ask();
      if (kind === "circle") hook();
    };
    const hook = () => {
      tracer = trace(map, { shape, onDone: done });
    };
    hook();
    const words = {
      circle: t("Press the place, or an incident"),
      polygon: t("Press the corners; Enter ends"),
      line: t("Press the points of the line; Enter ends"),
    }[kind];
    tools.tip(words, [
      { label: t("At the middle of the map"), run: () => tracer.addCentre() },
      ...(kind === "circle"
        ? []
        : [{ label: t("Done"), run: () => tracer.finish(), className: "btn btn-sm btn-primary" }]),
      { label: t("Close"), run: () => tools.stop() },
    ]);
    drawControls();
    if (!query()) result.replaceChildren(make("p", "muted", words));
  }

  // From an incident's card, or a shared address.
  function incident(number, at) {
    asked = { kind: "circle", points: [at], radius: asked.radius || 5000, incident: number, along: "" };
    tools.stop();
    ask();
  }

  function point(at) {
    asked = { kind: "circle", points: [at], radius: asked.radius || 5000, incident: "", along: "" };
    ask();
  }

  result.addEventListener("click", (event) => {
    const row = event.target.closest("[data-go-to]");
    if (!row) return;
    const { goTo, lon, lat } = row.dataset;
    if (handle.store.features.get(goTo)?.geometry) handle.focus(goTo);
    else map.setView([Number(lat), Number(lon)], Math.max(map.getZoom(), 14));
  });
  drawControls();
  return { begin, incident, point, clear };
}
