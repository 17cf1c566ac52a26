// Small helpers of the map's panels.

import { use } from "../symbols.js";

export function make(tag, className = "", text = undefined, attributes = {}) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export function button(label, run, { icon = "", className = "btn btn-sm btn-quiet", key = "" } = {}) {
  const element = make("button", className);
  element.type = "button";
  if (icon) element.innerHTML = use(icon);
  if (label) element.append(make("span", "", label));
  if (key) element.append(make("kbd", "keycap", key));
  element.addEventListener("click", run);
  return element;
}

export function field(label, input) {
  const host = make("label", "map-field");
  host.append(make("span", "", label), input);
  return host;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", "visually-hidden", text);
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy"); // plain HTTP has no clipboard interface
    area.remove();
    return done;
  }
}
