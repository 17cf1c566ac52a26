// The registry of map symbols: frame = kind, fill = state, numeral = grade. Markers, layer list and legend all come
// from here; the drawings are symbols of img/symbols.svg.

import { localName, t, tp } from "./i18n.js";

const SHEET = document.documentElement.dataset.symbols;
export const ROMAN = ["", "I", "II", "III", "IV"];

// Groups of the layer tree, in their order; a group none of whose layers has a source says so.
export const GROUPS = {
  ground: () => t("Base map"),
  warnings: () => t("Warnings"),
  events: () => t("Incidents and reports"),
  forces: () => t("Forces"),
  goods: () => t("Supplies"),
  shelters: () => t("Shelters"),
  risks: () => t("Risks"),
  monitoring: () => t("Monitoring"),
  plots: () => t("Drawings"),
};

export const LAYERS = {
  incidents: { symbol: "sev-2", label: () => t("Incidents"), group: "events", on: true },
  reports: { symbol: "report", label: () => t("Reports to verify"), group: "events", on: true },
  teams: { symbol: "unit-standby", label: () => t("Teams"), group: "forces", on: true, accent: true },
  warehouse: { symbol: "place-warehouse", label: () => t("Warehouses"), group: "goods" },
  shelter: { symbol: "place-shelter", label: () => t("Shelters"), group: "shelters" },
  hazard: { symbol: "place-hazard", label: () => t("Hazard points"), group: "risks" },
  hospital: { symbol: "place-hospital", label: () => t("Hospitals"), group: "forces" },
  station: { symbol: "place-station", label: () => t("Stations"), group: "forces" },
  school: { symbol: "place-school", label: () => t("Schools"), group: "risks" },
  shipments: { symbol: "unit-en_route", label: () => t("Supplies on the way"), group: "goods" },
  logistics: { symbol: "place-warehouse", label: () => t("Logistics bases and routes"), group: "goods" },
  roadblocks: { symbol: "plot-closure", label: () => t("Blocked roads"), group: "goods" },
  plots: { symbol: "plot-danger", label: () => t("Drawings"), group: "plots", on: true },
};

// What a drawing means: its shape, and how it looks. Colours stay those of the chrome: alarm colours mean grades only.
export const PLOTS = {
  point: { symbol: "plot-point", shape: "Point", label: () => t("Point") },
  text: { symbol: "plot-text", shape: "Point", label: () => t("Text label") },
  advance: { symbol: "plot-advance", shape: "LineString", label: () => t("Line of advance") },
  evacuation: { symbol: "plot-evacuation", shape: "LineString", label: () => t("Way of evacuation") },
  closure: { symbol: "plot-closure", shape: "LineString", label: () => t("Closure") },
  danger: { symbol: "plot-danger", shape: "Polygon", label: () => t("Danger area") },
  control: { symbol: "plot-control", shape: "Polygon", label: () => t("Control area") },
  cordon: { symbol: "plot-cordon", shape: "Polygon", label: () => t("Cordon") },
};

export const PLACES = ["warehouse", "shelter", "hazard", "hospital", "station", "school"];

export const GRADES = {
  1: () => tp("grade", "Extremely serious"),
  2: () => tp("grade", "Serious"),
  3: () => tp("grade", "Fairly serious"),
  4: () => tp("grade", "Ordinary"),
  0: () => tp("grade", "Not graded"),
};

export const UNITS = {
  standby: () => t("Standby"),
  ordered: () => t("Ordered"),
  acknowledged: () => t("Acknowledged"),
  en_route: () => t("En route"),
  on_scene: () => t("On scene"),
  returning: () => t("Returning"),
  recalled: () => t("Recalled"),
  committed: () => t("Committed"),
  resting: () => t("Resting"),
  unavailable: () => t("Unavailable"),
};

export const IDLE = ["standby", "resting", "unavailable"];

const INCIDENT_STATES = {
  open: () => tp("incident", "Opened"),
  handling: () => t("Being handled"),
  stable: () => t("Under control"),
  closed: () => t("Closed"),
  submitted: () => t("To verify"),
  returned: () => t("Returned for more"),
};

const SHELTER_STATES = {
  standby: () => t("Standby"),
  ordered: () => tp("shelter", "Ordered open"),
  checked: () => tp("shelter", "Checked"),
  receiving: () => tp("shelter", "Receiving"),
  full: () => tp("shelter", "Full"),
  closing: () => tp("shelter", "Closing"),
  closed: () => tp("shelter", "Closed"),
  restored: () => tp("shelter", "Restored"),
};

const WAREHOUSE_STATES = {
  limited: () => t("In service, with limits"),
  closed: () => t("Out of service"),
};

export function use(symbol, className = "") {
  return `<svg class="icon ${className}" aria-hidden="true"><use href="${SHEET}#${symbol}"></use></svg>`;
}

export function gradeOf(feature) {
  const grade = Number(feature.properties.grade);
  return grade >= 1 && grade <= 4 ? grade : 0;
}

export function symbolOf(feature) {
  const { layer, state } = feature.properties;
  if (layer === "incidents") return `sev-${gradeOf(feature)}`;
  if (layer === "reports") return "report";
  if (layer === "teams") return `unit-${UNITS[state] ? state : "standby"}`;
  if (layer === "plots") return (PLOTS[feature.properties.kind] || PLOTS.point).symbol;
  if (["shipments", "logistics", "roadblocks"].includes(layer)) return LAYERS[layer].symbol;
  return PLACES.includes(layer) ? `place-${layer}` : "sev-0";
}

export function classOf(feature) {
  const { layer, state } = feature.properties;
  if (layer === "incidents") return `mark mark-incident sev-${gradeOf(feature)}`;
  if (layer === "reports") return "mark mark-report";
  if (layer === "teams") return `mark mark-team ${IDLE.includes(state) ? "is-idle" : "is-out"}`;
  return `mark mark-place mark-${layer}`;
}

// The class that gives a symbol its colour outside the map.
export function inkOf(feature) {
  const { layer } = feature.properties;
  if (layer === "incidents") return `sev-${gradeOf(feature)} sev-ink`;
  return layer === "teams" || layer === "plots" ? "unit-ink" : "place-ink";
}

export function nameOf(feature) {
  const { layer, kind, number } = feature.properties;
  const words = localName(feature.properties);
  if (layer === "plots") return words || (PLOTS[kind] || PLOTS.point).label();
  return words || number || feature.id;
}

export function stateOf(feature) {
  const { layer, state, kind, title } = feature.properties;
  if (layer === "plots") return title ? (PLOTS[kind] || PLOTS.point).label() : "";
  const of = { teams: UNITS, shelter: SHELTER_STATES, warehouse: WAREHOUSE_STATES };
  const words = (of[layer] || INCIDENT_STATES)[state];
  return words ? words() : "";
}

// What a screen reader and the list twin say: kind, grade, name, state.
export function describe(feature) {
  const { layer } = feature.properties;
  const parts = [LAYERS[layer] ? LAYERS[layer].label() : layer, nameOf(feature)];
  const grade = gradeOf(feature);
  if (layer === "incidents") parts.splice(1, 0, grade ? ROMAN[grade] + " " + GRADES[grade]() : GRADES[0]());
  if (stateOf(feature)) parts.push(stateOf(feature));
  return parts.join(" · ");
}

// The legend: all of it, or only what the given layers show.
export function legendRows(layers = null) {
  const has = (name) => !layers || layers.has(name);
  const grades = [1, 2, 3, 4, 0].map((grade) => ({
    html: use(`sev-${grade}`, `sev-${grade} sev-ink`),
    words: (ROMAN[grade] ? ROMAN[grade] + " " : "") + GRADES[grade](),
  }));
  const units = Object.keys(UNITS)
    .filter((name) => name !== "committed")
    .map((name) => ({ html: use(`unit-${name}`, "unit-ink"), words: UNITS[name]() }));
  const places = PLACES.filter(has).map((name) => ({
    html: use(`place-${name}`, "place-ink"),
    words: LAYERS[name].label(),
  }));
  if (has("reports")) places.unshift({ html: use("report"), words: LAYERS.reports.label() });
  const plots = Object.values(PLOTS).map((one) => ({ html: use(one.symbol, "unit-ink"), words: one.label() }));
  return [
    has("incidents") && { title: t("Incidents by grade"), rows: grades },
    has("teams") && { title: t("State of teams"), rows: units },
    places.length > 0 && { title: t("Places"), rows: places },
    has("plots") && { title: t("Drawings"), rows: plots },
  ].filter(Boolean);
}
