// The card of one thing on the map, and the line that says when the map's data cannot be read.

import { dayTimeText, t, timeText } from "../i18n.js";
import { GRADES, ROMAN, gradeOf, nameOf, stateOf } from "../symbols.js";

// Who drew it, for which incident, until when it holds.
function drawn({ note, by, incident, until }) {
  const words = [
    note,
    by ? t("Drawn by %(name)s", { name: by }) : "",
    incident || "",
    until ? t("holds until %(time)s", { time: dayTimeText(Date.parse(until)) }) : t("holds until struck"),
  ].filter(Boolean);
  return words.map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  });
}

export function card(feature) {
  const { properties } = feature;
  const box = document.createElement("div");
  box.className = "map-card";
  const title = document.createElement("strong");
  title.textContent = nameOf(feature);
  const facts = document.createElement("p");
  const grade = gradeOf(feature);
  const when = properties.at ? dayTimeText(Date.parse(properties.at)) : "";
  facts.textContent = [
    grade ? `${ROMAN[grade]} ${GRADES[grade]()}` : "",
    stateOf(feature),
    properties.number,
    properties.place,
    when,
  ]
    .filter(Boolean)
    .join(" · ");
  box.append(title, facts);
  if (properties.layer === "plots") box.append(...drawn(properties));
  if (properties.capacity !== undefined && properties.capacity !== null) {
    const room = document.createElement("p");
    const values = { heads: properties.heads ?? 0, capacity: properties.capacity };
    room.textContent = t("%(heads)s of %(capacity)s places taken", values);
    box.append(room);
  }
  if (properties.url) {
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = t("Open");
    box.append(link);
  }
  return box;
}

export function errorBox(element, retry) {
  const box = document.createElement("div");
  box.className = "map-error";
  box.hidden = true;
  const words = document.createElement("span");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm btn-quiet";
  again.textContent = t("Try again");
  again.addEventListener("click", retry);
  box.append(words, again);
  element.append(box);
  return (failed, since) => {
    box.hidden = !failed;
    words.textContent = since
      ? t("Map data could not be read; it shows %(time)s.", {
          time: timeText(since, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
        })
      : t("Map data could not be read.");
  };
}
