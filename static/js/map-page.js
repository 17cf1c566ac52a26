// /map/: layer tree and views at the left, the map with its tools, a drawer at the right, the slider of the past below.

import { ready, t } from "./i18n.js";
import { register } from "./keys.js";
import { createMap } from "./map.js";
import { legend } from "./map-panel.js";
import { around } from "./map/around.js";
import { button } from "./map/dom.js";
import { drawing } from "./map/draw.js";
import { drawers } from "./map/drawer.js";
import { measure } from "./map/measure.js";
import { coordinates, goTo, ownPosition } from "./map/places.js";
import { printing } from "./map/print.js";
import { replay } from "./map/replay.js";
import { keeper, loadSettings } from "./map/settings.js";
import { address, readAddress } from "./map/share.js";
import { toolbar } from "./map/tools.js";
import { layerTree, namedViews } from "./map/tree.js";
import { toast } from "./toast.js";

const element = document.getElementById("map");
const page = document.querySelector("[data-map-page]");
const find = (name) => page.querySelector(`[data-map-${name}]`);
const offered = element.dataset.layers.split(",").filter(Boolean);
const FIRST = ["incidents", "reports", "teams", "plots"];

await ready;
const asked = readAddress();
const settings = keeper(await loadSettings());
const chosen = (asked.layers || settings.value.layers || FIRST).filter((name) => offered.includes(name));
const drawer = drawers(page);
const tools = toolbar(find("tools"), find("tip"), element);
const mayDraw = "mayDraw" in page.dataset;
let selected = asked.selection;
const parts = {};

function cardActions(box, feature) {
  const { layer } = feature.properties;
  const row = document.createElement("div");
  row.className = "chip-row card-actions";
  const at = feature.geometry?.type === "Point" ? [...feature.geometry.coordinates].reverse() : null;
  if (at && !handle.state.past) {
    const look = () =>
      layer === "incidents" ? parts.around.incident(feature.properties.number, at) : parts.around.point(at);
    row.append(button(t("What is around"), look, { icon: "ui-radius" }));
  }
  if (layer === "plots" && mayDraw && !handle.state.past) {
    row.append(button(t("Change"), () => parts.draw.change(feature)));
    row.append(button(t("Strike"), () => parts.draw.strike(feature)));
  }
  if (row.children.length) box.append(row);
}

const handle = await createMap(element, {
  layers: chosen,
  plots: false, // the tree decides
  offered,
  legend: find("legend"),
  whole: page,
  list: find("list"),
  card: cardActions,
  still: !!asked.centre,
  pick: (feature) => {
    selected = feature.id;
    parts.address.note();
  },
});
const { map, store } = handle;
const moment = () => parts.replay?.moment() || 0;
parts.address = address(handle, { selection: () => selected, moment });

function keepLayers() {
  legend(find("legend"), store.shown);
  settings.change({ layers: [...store.shown] });
  parts.address.note();
}

const tree = layerTree(find("tree"), handle, { offered, settings, changed: keepLayers });
legend(find("legend"), store.shown);
namedViews(find("views"), {
  settings,
  current: () => {
    const { lat, lng } = map.getCenter();
    return { layers: [...store.shown], opacity: tree.opacity(), centre: [lat, lng], zoom: map.getZoom() };
  },
  async apply(view) {
    for (const name of offered) {
      const wanted = view.layers.includes(name);
      if (wanted !== store.shown.has(name)) await handle.toggle(name, wanted);
    }
    for (const [name, value] of Object.entries(view.opacity || {})) tree.paint(name, value);
    handle.lock(true);
    map.setView(view.centre, view.zoom, { animate: false });
    keepLayers();
    tree.draw();
  },
});

parts.around = around(drawer.panel("around"), handle, tools, drawer);
if (mayDraw) parts.draw = drawing(drawer.panel("draw"), handle, tools, drawer);
if ("mayReplay" in page.dataset)
  parts.replay = replay(find("replay"), find("band"), drawer, drawer.panel("past"), handle);
parts.print = printing(drawer.panel("print"), find("sheet"), handle, {
  unit: page.dataset.unit,
  mark: page.dataset.mark,
  moment,
  drawer,
});
const showSpot = coordinates(map, { around: parts.around.point, draw: mayDraw ? parts.draw.begin : null });
const seek = goTo(find("go"), map, showSpot);

const holds = true;
// Nothing is asked of the present, and nothing drawn, while the past is on the screen.
const live = (run) => () => {
  if (handle.state.past) toast(t("This is the past. Go back to live first."));
  else run();
};
tools.add("around", {
  icon: "ui-radius",
  key: "Q",
  label: () => t("What is around"),
  run: live(() => parts.around.begin()),
  holds,
});
if (mayDraw)
  tools.add("draw", { icon: "ui-draw", key: "D", label: () => t("Draw"), run: live(() => parts.draw.begin()), holds });
tools.add("measure", { icon: "ui-measure", key: "M", label: () => t("Measure"), run: measure(map, tools), holds });
if (parts.replay) {
  const turn = () => {
    tools.stop();
    if (handle.state.past) parts.replay.close();
    else parts.replay.open();
  };
  tools.add("past", { icon: "ui-clock", key: "T", label: () => t("The past"), run: turn });
}
tools.add("share", { icon: "ui-share", label: () => t("Share this view"), run: () => parts.address.share() });
tools.add("print", { icon: "ui-print", key: "P", label: () => t("Print"), run: () => parts.print.open() });
tools.add("own", { icon: "ui-locate", label: () => t("My position"), run: ownPosition(map, find("chip")) });
tools.add("full", {
  icon: "ui-full",
  label: () => t("Full screen"),
  run: () => (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen?.()),
});
register({ scope: "map", key: "G", label: () => t("Go to a place or coordinates"), run: seek });

if (asked.centre) {
  handle.lock(true);
  map.setView(asked.centre, asked.zoom ?? map.getZoom(), { animate: false });
}
if (asked.at && parts.replay) parts.replay.open(asked.at);
else if (selected) handle.focus(selected);
if (asked.around) {
  const wanted = new URLSearchParams(asked.around);
  const [lon, lat] = (wanted.get("at") || "").split(",").map(Number);
  const incident = wanted.get("incident");
  const one = [...store.features.values()].find((feature) => incident && feature.properties.number === incident);
  if (one?.geometry) parts.around.incident(incident, [...one.geometry.coordinates].reverse());
  else if (Number.isFinite(lat) && Number.isFinite(lon)) parts.around.point([lat, lon]);
}
page.dataset.ready = "1";
