// What the map looks at: it fits itself only when the set of incidents changes; any gesture of the hand locks the view,
// the star unlocks it. The keys of every map are here too.

import { t } from "../i18n.js";
import { register } from "../keys.js";
import L from "../leaflet-global.js";
import { gradeOf } from "../symbols.js";

function starControl(map, unlock) {
  const control = L.control({ position: "topleft" });
  const button = L.DomUtil.create("button", "map-star");
  button.type = "button";
  button.title = t("Fit to the incidents again");
  button.setAttribute("aria-label", button.title);
  button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${document.documentElement.dataset.symbols}#ui-star"></use></svg>`;
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  button.addEventListener("click", unlock);
  control.addTo(map);
  return button;
}

export function view(map, store, base, interactive) {
  let locked = false;
  let own = false;
  let fitted = "";
  const star = interactive ? starControl(map, () => unlock()) : null;
  const lock = (on) => {
    locked = on;
    star?.classList.toggle("is-locked", on);
  };
  const places = () =>
    [...store.features.values()].filter((one) => one.properties.layer === "incidents" && one.geometry);
  const go = (bounds, options) => {
    own = true;
    map.fitBounds(bounds, { animate: false, ...options });
    own = false;
  };
  const fit = () => {
    const some = places();
    const bounds = some.length
      ? L.latLngBounds(some.map((one) => [one.geometry.coordinates[1], one.geometry.coordinates[0]]))
      : base.bounds();
    if (bounds?.isValid()) go(some.length ? bounds.pad(0.15) : bounds, { maxZoom: 13, padding: [24, 24] });
  };
  function unlock() {
    lock(false);
    fit();
  }
  const auto = () => {
    const set = places()
      .map((one) => one.id)
      .sort()
      .join();
    if (set === fitted) return;
    fitted = set;
    if (!locked) fit();
  };
  if (interactive) {
    map.on("dragstart", () => lock(true));
    map.on("zoomstart", () => !own && lock(true));
  }
  return { fit, auto, unlock, lock };
}

export function keys(handle, names) {
  let at = -1;
  const step = (by) => () => {
    const list = [...handle.store.features.values()]
      .filter((one) => one.properties.layer === "incidents" && one.geometry)
      .sort((a, b) => (gradeOf(a) || 9) - (gradeOf(b) || 9));
    if (!list.length) return;
    at = (at + by + list.length) % list.length;
    handle.focus(list[at].id);
  };
  register({ scope: "map", key: "0", label: () => t("Fit to everything"), run: handle.unlock });
  register({ scope: "map", key: "[", label: () => t("Previous incident"), run: step(-1) });
  register({ scope: "map", key: "]", label: () => t("Next incident"), run: step(1) });
  register({
    scope: "map",
    key: "L",
    label: () => t("Legend"),
    run: () => {
      if (!names.legend) return;
      names.legend.hidden = !names.legend.hidden;
      if (!names.legend.hidden) names.legend.scrollIntoView({ block: "nearest" });
    },
  });
  register({
    scope: "map",
    key: "F",
    label: () => t("Full screen"),
    run: () =>
      document.fullscreenElement
        ? document.exitFullscreen()
        : (names.whole || handle.map.getContainer()).requestFullscreen(),
  });
}
