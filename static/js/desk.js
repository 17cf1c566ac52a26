// The duty desk: tabs of the work area (Alt+1-9), the map at the right, what is near the open item.

import { ready, t, tn } from "./i18n.js";
import { register } from "./keys.js";
import { createMap } from "./map.js";
import { describe, gradeOf, inkOf, nameOf, stateOf, symbolOf, use } from "./symbols.js";

const NEAR_M = 30000;
const EVENTS = ["incidents", "reports", "teams"];
const NEARBY = ["shelter", "hazard", "hospital", "warehouse"];
const tabsHost = document.querySelector("[data-tabs]");
const panelsHost = document.querySelector("[data-panels]");
const blank = document.querySelector("[data-blank]");
const tabs = [];
let current = null;
let map = null;
let counter = 0;

// --- Tabs -----------------------------------------------------------------------------------------------------------
function drawTabs() {
  tabsHost.hidden = !tabs.length;
  blank.hidden = !!current;
  tabs.forEach((tab, index) => {
    tab.cap.textContent = index < 9 ? `Alt+${index + 1}` : "";
    tab.button.setAttribute("aria-selected", String(tab === current));
    tab.button.tabIndex = tab === current ? 0 : -1;
    tab.panel.hidden = tab !== current;
  });
}

function choose(tab, focus = true) {
  current = tab || null;
  drawTabs();
  if (!tab) return;
  if (focus)
    (tab.panel.querySelector("[autofocus], textarea, input:not([type=hidden])") || tab.panel).focus({
      preventScroll: true,
    });
  near(tab);
}

function close(tab) {
  const at = tabs.indexOf(tab);
  if (at < 0) return;
  tabs.splice(at, 1);
  tab.button.remove();
  tab.panel.remove();
  choose(tabs[Math.min(at, tabs.length - 1)]);
}

function closer(tab) {
  const cross = document.createElement("button");
  cross.type = "button";
  cross.className = "tab-close";
  cross.textContent = "×";
  cross.title = `${t("Close")} (Alt+W)`;
  // A tab list holds nothing but tabs; by key the open item is closed with Alt+W.
  cross.setAttribute("aria-hidden", "true");
  cross.tabIndex = -1;
  cross.addEventListener("click", () => close(tab));
  return cross;
}

function open(url, label, fetchUrl = url) {
  const known = tabs.find((tab) => tab.url === url);
  if (known) {
    choose(known);
    return known;
  }
  counter += 1;
  const tab = { url, label, fetchUrl, id: `tab-${counter}` };
  tab.button = document.createElement("button");
  Object.assign(tab.button, { type: "button", id: tab.id });
  tab.button.setAttribute("role", "tab");
  tab.button.setAttribute("aria-controls", `${tab.id}-panel`);
  tab.cap = Object.assign(document.createElement("kbd"), { className: "keycap" });
  tab.words = Object.assign(document.createElement("span"), { className: "tab-words", textContent: label });
  tab.button.append(tab.words, tab.cap);
  tab.button.addEventListener("click", () => choose(tab));
  tab.panel = document.createElement("div");
  Object.assign(tab.panel, { id: `${tab.id}-panel`, className: "desk-panel", tabIndex: -1 });
  tab.panel.setAttribute("role", "tabpanel");
  tab.panel.setAttribute("aria-labelledby", tab.id);
  tab.holder = document.createElement("span");
  tab.holder.className = "tab-holder";
  tab.holder.setAttribute("role", "presentation");
  tab.holder.append(tab.button, closer(tab));
  tab.button.remove = () => tab.holder.remove();
  tabsHost.append(tab.holder);
  panelsHost.append(tab.panel);
  tabs.push(tab);
  choose(tab, false);
  load(tab);
  return tab;
}

// A fragment as it is; of a whole page its main part.
function mainPart(html) {
  if (!/<html[\s>]/i.test(html)) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.getElementById("main")?.innerHTML || "";
}

async function load(tab) {
  tab.panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(tab.fetchUrl, {
      credentials: "same-origin",
      headers: { "HX-Request": "true", "HX-Current-URL": location.href },
    });
    if (answer.status >= 500) throw new Error(String(answer.status));
    tab.panel.innerHTML = mainPart(await answer.text());
    window.htmx.process(tab.panel);
    tab.panel.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: tab.panel } }));
    title(tab);
    if (tab === current) choose(tab);
  } catch {
    failed(tab);
  } finally {
    tab.panel.removeAttribute("aria-busy");
  }
}

// A tab is called what the thing is called; numbers are alike at a glance.
function title(tab) {
  const words = tab.panel.querySelector("h1, h2")?.textContent.trim().split(" · ").pop();
  const feature = tab.url.startsWith("/incidents/") ? featureOf(tab) : null;
  tab.words.textContent = feature ? nameOf(feature) : words || tab.label;
  tab.button.title = tab.label;
}

function failed(tab) {
  const words = Object.assign(document.createElement("p"), {
    className: "notice notice-error",
    textContent: t("It could not be read. Is the server within reach?"),
  });
  const again = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-quiet",
    textContent: t("Try again"),
  });
  again.addEventListener("click", () => load(tab));
  tab.panel.replaceChildren(words, again);
}

function openLink(href, label) {
  const url = new URL(href, location.href);
  const incident = url.pathname.match(/^\/incidents\/([^/]+)\/$/);
  if (incident) return open(url.pathname, decodeURIComponent(incident[1]), `${url.pathname}summary/`);
  if (/^\/reports\/\d+\/$/.test(url.pathname)) return open(url.pathname, label);
  return null;
}

function intake() {
  open(`/reports/new/?desk=${Date.now()}`, t("Intake"));
}

// --- The map and what is near -----------------------------------------------------------------------------------------
function featureOf(tab) {
  if (!map) return null;
  const incident = tab.url.match(/^\/incidents\/([^/]+)\//);
  const report = tab.url.match(/^\/reports\/(\d+)\//);
  if (report) return map.store.features.get(`report:${report[1]}`) || null;
  if (!incident) return null;
  return (
    [...map.store.features.values()].find((one) => one.properties.number === decodeURIComponent(incident[1])) || null
  );
}

function nearRow(feature, metres, press = () => map.focus(feature.id)) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "twin-row" });
  const symbol = document.createElement("span");
  symbol.className = inkOf(feature);
  symbol.innerHTML = use(symbolOf(feature));
  const words = document.createElement("span");
  words.className = "twin-words";
  const far =
    metres < 1000
      ? t("%(metres)s m", { metres: Math.round(metres / 10) * 10 })
      : t("%(km)s km", { km: (metres / 1000).toFixed(1) });
  words.append(Object.assign(document.createElement("strong"), { textContent: nameOf(feature) }));
  words.append(
    Object.assign(document.createElement("span"), {
      className: "muted",
      textContent: [far, stateOf(feature)].filter(Boolean).join(" · "),
    }),
  );
  button.append(symbol, words);
  button.setAttribute("aria-label", `${describe(feature)} · ${far}`);
  button.addEventListener("click", press);
  return button;
}

function near(tab) {
  const host = document.querySelector("[data-near]");
  const here = featureOf(tab);
  document.querySelector("[data-near-of]").textContent = here ? nameOf(here) : "";
  if (!here?.geometry) {
    host.replaceChildren(
      Object.assign(document.createElement("p"), {
        className: "empty-state",
        textContent: t("This item has no place on the map."),
      }),
    );
    return;
  }
  const at = L2(here);
  const rows = [...map.store.features.values()]
    .filter((one) => one.geometry && one.id !== here.id)
    .map((one) => [one, map.map.distance(at, L2(one))])
    .filter(([, metres]) => metres < NEAR_M)
    .sort((a, b) => a[1] - b[1])
    .slice(0, 12);
  host.replaceChildren(...rows.map(([one, metres]) => nearRow(one, metres)));
  map.focus(here.id, null, false);
}

function L2(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  return [lat, lon];
}

function incidentsList(store) {
  const host = document.querySelector("[data-desk-incidents]");
  const all = [...store.features.values()]
    .filter((one) => one.properties.layer === "incidents")
    .sort((a, b) => (gradeOf(a) || 9) - (gradeOf(b) || 9));
  if (!all.length) {
    host.replaceChildren(
      Object.assign(document.createElement("p"), { className: "empty-state", textContent: t("No incident is open.") }),
    );
    return;
  }
  host.replaceChildren(
    ...all.slice(0, 50).map((feature) => {
      const row = nearRow(
        feature,
        0,
        () => feature.properties.url && openLink(feature.properties.url, nameOf(feature)),
      );
      row.querySelector(".muted").textContent = [feature.properties.number, feature.properties.place, stateOf(feature)]
        .filter(Boolean)
        .join(" · ");
      row.querySelector("strong").prepend(
        Object.assign(document.createElement("span"), {
          className: "short-number",
          textContent: String(Number(String(feature.properties.number).split("-").pop()) || ""),
        }),
        " ",
      );
      return row;
    }),
  );
  if (all.length > 50)
    host.append(
      Object.assign(document.createElement("p"), {
        className: "muted",
        textContent: tn(
          "%(count)s more in the list of incidents",
          "%(count)s more in the list of incidents",
          all.length - 50,
        ),
      }),
    );
}

// --- Wiring -----------------------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-intake]")) {
    event.preventDefault();
    intake();
    return;
  }
  const link = event.target.closest(".desk a[href], .desk-log a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || link.target) return;
  if (openLink(link.href, link.dataset.label || link.textContent.trim().slice(0, 24))) event.preventDefault();
});

document.addEventListener("desk:open", (event) => openLink(event.detail.url, event.detail.label || ""));
document.addEventListener("desk:close", (event) => {
  const tab = tabs.find((one) => one.panel.contains(event.target)) || current;
  if (tab) close(tab);
});

for (let number = 1; number <= 9; number += 1) {
  register({
    key: `Alt+${number}`,
    label: number === 1 ? () => t("Open item 1 (to 9)") : "",
    run: () => (tabs[number - 1] ? choose(tabs[number - 1]) : false),
  });
}
register({ key: "Alt+W", label: () => t("Close the open item"), run: () => current && close(current) });
register({
  key: "Alt+Q",
  label: () => t("To the queue"),
  run: () =>
    (
      document.querySelector("#queue [data-queue] [tabindex], #queue [data-queue] a, #queue [data-queue] button") ||
      document.getElementById("queue")
    ).focus(),
});
register({ key: "Alt+0", label: () => t("To the work area"), run: () => choose(current) });

const element = document.getElementById("map");
const offered = element.dataset.layers.split(",");
drawTabs();
ready
  .then(() =>
    createMap(element, {
      layers: offered.filter((name) => EVENTS.includes(name)),
      known: offered.filter((name) => NEARBY.includes(name)),
      size: 24,
      changed: incidentsList,
    }),
  )
  .then((made) => {
    map = made;
    if (current) near(current);
    // The list is fed by the map: what kept the map empty is said here too; its “try again” fills both.
    const host = document.querySelector("[data-desk-incidents]");
    if (host.querySelector(".skeleton"))
      host.replaceChildren(
        Object.assign(document.createElement("p"), {
          className: "notice notice-error",
          textContent: t("It could not be read. Is the server within reach?"),
        }),
      );
  });
if (location.hash === "#intake") intake();
