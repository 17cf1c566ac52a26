// Drawing on the live map: meaning, shape, words, until when, for which incident. Traced by hand, or typed as coordinates,
// or moved by metres with buttons; corners of what is drawn already are dragged with Geoman, loaded only then.

import { askReason } from "../dialogs.js";
import { t } from "../i18n.js";
import L from "../leaflet-global.js";
import { serverNow } from "../live.js";
import { PLOTS, nameOf, use } from "../symbols.js";
import { toast } from "../toast.js";
import { parse, shift } from "./coords.js";
import { button, field, make } from "./dom.js";
import { send } from "./settings.js";
import { trace } from "./trace.js";

const HOURS = [2, 6, 24];
const STEP_M = 50;
const narrow = window.matchMedia("(max-width: 899px)");

function flat(geometry) {
  const line = { Point: [geometry.coordinates], LineString: geometry.coordinates }[geometry.type];
  const ring = line || geometry.coordinates[0].slice(0, -1);
  return ring.map(([lon, lat]) => [lat, lon]);
}

function geometryOf(shape, points) {
  const line = points.map(([lat, lon]) => [Number(lon.toFixed(6)), Number(lat.toFixed(6))]);
  if (shape === "Point") return { type: shape, coordinates: line[0] };
  return { type: shape, coordinates: shape === "LineString" ? line : [[...line, line[0]]] };
}

function problems(body) {
  const parts = (body?.errors || []).map((one) => one.message);
  return parts.length ? parts.join(" ") : body?.detail || t("This could not be saved.");
}

async function geoman(map) {
  if (map.pm) return true;
  const base = document.querySelector("[data-geoman]");
  if (!base) return false;
  const style = make("link", "", undefined, { rel: "stylesheet", href: base.dataset.css });
  const script = make("script", "", undefined, { src: base.dataset.geoman });
  script.nonce = base.nonce || "";
  document.head.append(style, script);
  return new Promise((done) => {
    script.addEventListener("load", () => {
      L.PM.reInitLayer(map); // it was made before Geoman came
      map.pm?.setGlobalOptions({});
      done(!!map.pm);
    });
    script.addEventListener("error", () => done(false));
  });
}

export function drawing(host, handle, tools, drawer) {
  const { map, store } = handle;
  let plot = null; // the one being changed
  let kind = "danger";
  let until = 6;
  let points = [];
  let tracer = null;
  let edited = null;
  const label = make("input", "form-control", undefined, { maxlength: "100" });
  const note = make("input", "form-control", undefined, { maxlength: "300" });
  const incident = make("select", "form-select");
  const typed = make("textarea", "form-control plot-coordinates", undefined, { rows: "4", spellcheck: "false" });
  const error = make("p", "field-error", "", { role: "alert" });
  const kinds = make("div", "plot-kinds", undefined, { role: "group", "aria-label": t("What it means") });
  const times = make("div", "chip-row", undefined, { role: "group", "aria-label": t("Holds until") });
  const title = make("h2", "panel-title", t("Draw"));

  const shapeOf = () => PLOTS[kind].shape;

  function write() {
    typed.value = points.map(([lat, lon]) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`).join("\n");
  }

  function take(fresh) {
    points = fresh;
    write();
  }

  function retrace() {
    tracer?.stop();
    edited?.remove();
    edited = null;
    tools.start("draw", { stop: () => tracer?.stop() });
    tracer = trace(map, { shape: shapeOf(), onChange: take, onDone: traced });
    const words = {
      Point: t("Press the place"),
      LineString: t("Press the points of the line; Enter ends"),
      Polygon: t("Press the corners; Enter ends"),
    }[shapeOf()];
    tools.tip(words, [
      { label: t("At the middle of the map"), run: () => tracer.addCentre() },
      { label: t("Back one"), run: () => tracer.undo() },
      { label: t("Done"), run: () => tracer.finish(), className: "btn btn-sm btn-primary" },
      { label: t("Close"), run: close },
    ]);
  }

  // The typed coordinates and the traced shape are one and the same.
  typed.addEventListener("change", () => {
    const lines = typed.value.split("\n").filter((line) => line.trim());
    const read = lines.map(parse);
    const wrong = read.findIndex((one) => !one);
    error.textContent = wrong < 0 ? "" : t("Line %(n)s is not a pair of coordinates.", { n: wrong + 1 });
    if (wrong < 0) show(read.map(({ lat, lon }) => [lat, lon]));
  });

  function show(fresh) {
    take(fresh);
    if (edited) edited.setLatLngs(fresh);
    else {
      if (!tracer) retrace();
      tracer.set(fresh);
    }
  }

  function nudge(east, north) {
    show(points.map((point) => shift(point, east * STEP_M, north * STEP_M)));
  }

  function drawKinds() {
    kinds.replaceChildren(
      ...Object.entries(PLOTS).map(([name, one]) => {
        const element = button(one.label(), () => choose(name), { icon: one.symbol, className: "plot-kind" });
        element.dataset.kind = name;
        element.setAttribute("aria-pressed", String(name === kind));
        if (plot && one.shape !== shapeOf()) element.disabled = true;
        return element;
      }),
    );
  }

  function choose(name) {
    const keeps = PLOTS[name].shape === shapeOf();
    kind = name;
    drawKinds();
    if (plot) return;
    const kept = keeps ? points : [];
    retrace();
    show(kept);
    if (narrow.matches) drawer.open("draw", false); // the map is needed now
  }

  function traced(fresh) {
    take(fresh);
    if (narrow.matches) drawer.open("draw");
  }

  function drawTimes() {
    const chips = HOURS.map((hours) => [hours, t("%(n)s h", { n: hours })]);
    times.replaceChildren(
      ...[...chips, [0, t("until struck")]].map(([hours, words]) => {
        const one = button(words, () => {
          until = hours;
          drawTimes();
        });
        one.setAttribute("aria-pressed", String(until === hours));
        return one;
      }),
    );
  }

  function drawIncidents(chosen = "") {
    const open = [...store.features.values()].filter((one) => one.properties.layer === "incidents");
    incident.replaceChildren(new Option(t("for no incident"), ""));
    for (const one of open)
      incident.append(
        new Option(`${one.properties.number} ${nameOf(one)}`, one.id.split(":")[1], false, one.id === chosen),
      );
    incident.disabled = !!plot;
  }

  async function save() {
    error.textContent = "";
    const least = { Point: 1, LineString: 2, Polygon: 3 }[shapeOf()];
    if (points.length < least) {
      error.textContent = t("The shape is not finished: press the map first.");
      return;
    }
    const valid = until ? new Date(serverNow() + until * 3600 * 1000).toISOString() : null;
    const said = { kind, label: label.value, note: note.value, geometry: geometryOf(shapeOf(), points) };
    if (until !== null) said.valid_until = valid;
    const answer = plot
      ? await send(`/api/v1/plots/${plot.id}/`, "PATCH", { ...said, version: plot.version })
      : await send("/api/v1/plots/", "POST", { ...said, incident: Number(incident.value) || null });
    if (!answer.ok) {
      error.textContent = problems(answer.body);
      return;
    }
    store.apply(answer.body.feature);
    handle.changed();
    toast(plot ? t("Drawing changed") : t("Drawn; every map shows it now"), { seconds: 3 });
    close();
  }

  function close() {
    tracer?.stop();
    tracer = null;
    edited?.remove();
    edited = null;
    points = [];
    plot = null;
    tools.stop();
    drawer.open("list", false);
  }

  function open(chosen = "") {
    error.textContent = "";
    title.textContent = plot ? t("Change a drawing") : t("Draw");
    drawKinds();
    drawTimes();
    drawIncidents(chosen);
    write();
    drawer.open("draw");
  }

  function begin(at = null) {
    plot = null;
    points = [];
    label.value = note.value = "";
    until = 6;
    open();
    retrace();
    if (at) {
      choose("point");
      show([at]);
    }
  }

  async function change(feature) {
    const answer = await fetch(`/api/v1/plots/${feature.id.split(":")[1]}/`, { credentials: "same-origin" });
    if (!answer.ok) return;
    plot = await answer.json();
    kind = plot.kind;
    label.value = plot.label;
    note.value = plot.note;
    until = null; // stays as it is unless chosen anew
    points = flat(plot.geometry);
    map.closePopup();
    open(plot.incident ? `incident:${plot.incident}` : "");
    await edit();
  }

  async function edit() {
    tools.start("draw", { stop: () => edited?.remove() });
    const shape = shapeOf();
    const able = shape !== "Point" && (await geoman(map));
    if (!able) {
      tracer = trace(map, { shape, onChange: take, onDone: take });
      tracer.set(points);
    } else {
      const style = {
        className: `trace-line${shape === "Polygon" ? " trace-area" : ""}`,
        weight: 4,
        renderer: L.svg({ pane: "overlayPane" }),
      };
      edited = (shape === "Polygon" ? L.polygon(points, style) : L.polyline(points, style)).addTo(map);
      L.PM?.reInitLayer(edited);
      edited.pm?.enable({ allowSelfIntersection: false, snappable: false });
      const read = () => {
        const line = shape === "Polygon" ? edited.getLatLngs()[0] : edited.getLatLngs();
        take(line.map(({ lat, lng }) => [lat, lng]));
      };
      edited.on("pm:edit pm:markerdragend pm:vertexadded pm:vertexremoved", read);
    }
    tools.tip(t("Drag the corners, or change the coordinates; then save."), [{ label: t("Close"), run: close }]);
  }

  async function strike(feature) {
    const reason = await askReason({
      title: t("Strike this drawing?"),
      text: nameOf(feature),
      required: false,
      label: t("Strike"),
    });
    if (reason === null) return;
    const answer = await send(`/api/v1/plots/${feature.id.split(":")[1]}/remove/`, "POST", { reason });
    if (!answer.ok) toast(problems(answer.body), { kind: "error" });
    else {
      store.apply(answer.body.feature);
      map.closePopup();
      handle.changed();
    }
  }

  const arrows = make("div", "chip-row", undefined, {
    role: "group",
    "aria-label": t("Move by %(n)s m", { n: STEP_M }),
  });
  for (const [words, east, north] of [
    [t("west"), -1, 0],
    [t("north"), 0, 1],
    [t("south"), 0, -1],
    [t("east"), 1, 0],
  ])
    arrows.append(button(words, () => nudge(east, north)));
  const done = make("div", "chip-row");
  done.append(button(t("Save"), save, { className: "btn btn-primary" }), button(t("Cancel"), close));
  const more = make("details", "plot-more");
  more.append(
    make("summary", "", t("Coordinates and nudging")),
    field(t("One corner a line: latitude, longitude"), typed),
    make("span", "map-field-name", t("Move by %(n)s m", { n: STEP_M })),
    arrows,
  );
  host.append(
    title,
    kinds,
    field(t("Words on the map"), label),
    field(t("Remark"), note),
    make("span", "map-field-name", t("Holds until")),
    times,
    field(t("Incident"), incident),
    more,
    error,
    done,
  );
  return { begin, change, strike, icon: use };
}
