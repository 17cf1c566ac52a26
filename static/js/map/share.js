// The address of the page is the view: centre, zoom, layers, selection, moment. Opening it shows the same.

import { t } from "../i18n.js";
import { toast } from "../toast.js";
import { copy } from "./dom.js";

const WAIT_MS = 400;

export function readAddress() {
  const asked = new URLSearchParams(location.search);
  const [lat, lon] = (asked.get("c") || "").split(",").map(Number);
  const zoom = Number(asked.get("z"));
  const at = Date.parse(asked.get("t") || "");
  return {
    centre: asked.get("c") && Number.isFinite(lat) && Number.isFinite(lon) ? [lat, lon] : null,
    zoom: asked.get("z") && Number.isFinite(zoom) ? zoom : null,
    layers: asked.get("layers") ? asked.get("layers").split(",") : null,
    selection: asked.get("sel") || "",
    at: Number.isFinite(at) ? at : 0,
    around: new URLSearchParams(location.hash.slice(1)).get("around") || "",
  };
}

export function address(handle, { selection, moment }) {
  const { map, store } = handle;
  let timer = 0;

  function text() {
    const { lat, lng } = map.getCenter();
    const parts = new URLSearchParams();
    parts.set("c", `${lat.toFixed(5)},${lng.toFixed(5)}`);
    parts.set("z", String(map.getZoom()));
    parts.set("layers", [...store.shown].join(","));
    if (selection()) parts.set("sel", selection());
    if (moment()) parts.set("t", new Date(moment()).toISOString());
    return `${location.pathname}?${parts.toString().replace(/%2C/g, ",").replace(/%3A/g, ":")}`;
  }

  function note() {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(history.state, "", text()), WAIT_MS);
  }

  async function share() {
    const done = await copy(new URL(text(), location.href).href);
    toast(
      done
        ? t("The address of this view has been copied. Who opens it sees what they may see.")
        : t("Copy the address from the browser's bar."),
    );
    history.replaceState(history.state, "", text());
  }

  map.on("moveend", note);
  return { note, share };
}
