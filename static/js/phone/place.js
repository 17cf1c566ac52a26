// The place: my position with its accuracy, a map under a fixed pin, pasted coordinates or map links. What was typed in
// words stays in words, whatever the pin says.

import { t } from "../i18n.js";
import { coordinatesIn, toWgs84 } from "./coordinates.js";
import { pointOf, setPoint } from "./point.js";

function pasted(form, frame) {
  const field = form.elements.place;
  const question = frame.querySelector("[data-datum]");
  const words = frame.querySelector("[data-pasted]");
  let found = null;

  function take(foreign) {
    const [lon, lat] = foreign ? toWgs84(found.lon, found.lat) : [found.lon, found.lat];
    setPoint(form, lon, lat, foreign ? "typed_gcj02" : "typed");
    words.textContent = t("Position %(lat)s, %(lon)s", { lat: lat.toFixed(5), lon: lon.toFixed(5) });
  }

  field.addEventListener("input", () => {
    found = coordinatesIn(field.value);
    question.hidden = !found;
    words.textContent = "";
    if (!found) {
      if (/^typed/.test(form.elements.coordinate_source.value)) setPoint(form, "", "", "");
      return;
    }
    const wanted = found.foreign ? "gcj" : "wgs";
    question.querySelector(`[value=${wanted}]`).checked = true;
    take(found.foreign);
  });
  question.addEventListener("change", (event) => found && take(event.target.value === "gcj"));
}

function pinMap(form, frame) {
  const button = frame.querySelector("[data-pin]");
  const place = frame.querySelector("[data-pin-map]");
  let opened = null;
  button.hidden = false;
  button.addEventListener("click", async () => {
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    if (place.hidden || opened) return;
    try {
      opened = import("./pin-map.js");
      await (await opened).open(place, form);
    } catch {
      opened = null;
      place.hidden = true;
      frame.querySelector("[data-located]").textContent = t(
        "The map cannot be loaded without a line. Say the place in words.",
      );
    }
  });
}

// Asks for the position by itself when the step is entered for the first time: one press less.
export function placeStep(form) {
  const frame = form.querySelector("[data-place]");
  const locate = frame.querySelector("[data-locate]");
  let asked = false;
  pasted(form, frame);
  pinMap(form, frame);
  return {
    entered() {
      if (asked || locate.hidden || pointOf(form)) return;
      asked = true;
      locate.click();
    },
  };
}
