// Measuring: length along a line, area and edge of a ring, on the sphere; the result can be copied.

import { t } from "../i18n.js";
import { toast } from "../toast.js";
import { area, areaText, length, metresText } from "./coords.js";
import { copy } from "./dom.js";
import { trace } from "./trace.js";

function words(shape, points) {
  if (points.length < 2)
    return shape === "Polygon" ? t("Press the corners of the area") : t("Press the points of the way");
  const way = length(points);
  if (shape === "LineString") return metresText(way);
  if (points.length < 3) return metresText(way);
  return `${areaText(area(points))} · ${t("edge")} ${metresText(length([...points, points[0]]))}`;
}

export function measure(map, tools) {
  let shape = "LineString";
  let tracer = null;

  function result() {
    return words(shape, tracer?.points() || []);
  }

  const show = () => tools.retell(result());

  function begin() {
    tools.start("measure", { stop: () => tracer?.stop() });
    tracer = trace(map, { shape, onChange: show, onDone: show });
    tools.tip(result(), [
      { label: shape === "LineString" ? t("Measure an area") : t("Measure a way"), run: other },
      { label: t("Corner at the middle"), run: () => tracer.addCentre() },
      { label: t("Back one"), run: () => tracer.undo() },
      { label: t("Copy"), run: async () => (await copy(result())) && toast(t("Copied")) },
      { label: t("Close"), run: () => tools.stop() },
    ]);
  }

  function other() {
    shape = shape === "LineString" ? "Polygon" : "LineString";
    const points = tracer.points();
    begin();
    tracer.set(points);
  }

  return begin;
}
