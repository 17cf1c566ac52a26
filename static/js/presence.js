// Who else has this open: “Li X is editing · 14:32”. A visible page beats every ten seconds; a closed or hidden one says so
// and is gone at once, a dead one within thirty seconds. When the server cannot tell, nothing is shown.

import { ready, t, timeText } from "./i18n.js";
import { csrf } from "./app.js";

const BEAT_MS = 10000;
const TYPED_MS = 60000;
const SOON_MS = 800;
const LEAST_MS = 2000;
const me = Math.random().toString(36).slice(2, 12).padEnd(4, "0");
let people = {};
let told = {};
let typedAt = 0;
let typedIn = null;
let beatAt = 0;
let timer = 0;

// Where a thing is named on a page: what is open there, or a row that only asks.
const PLACES = [
  { at: "[data-here]", subject: (it) => it.dataset.here, here: true, slot: (it) => it.querySelector("h1") || it },
  {
    at: "[data-incident]",
    subject: (it) => `incident:${it.dataset.incident}`,
    here: true,
    slot: (it) => it.querySelector("h1") || it.querySelector("h2"),
  },
  {
    at: "[data-report-panel]",
    subject: (it) => `report:${it.dataset.reportPanel}`,
    here: true,
    slot: (it) => it.querySelector("h1, h2"),
  },
  {
    at: ".queue-row[data-report]",
    subject: (it) => `report:${it.dataset.report}`,
    slot: (it) => it.querySelector(".queue-marks"),
    inside: true,
  },
  {
    at: "#supply-request[data-live-subject]",
    subject: (it) => it.dataset.liveSubject,
    here: true,
    slot: (it) => it.querySelector("h1") || it.querySelector("h2"),
  },
  {
    at: "#incident-rows tr[id^=row-]",
    subject: (it) => `incident:${it.id.slice(4)}`,
    slot: (it) => it.querySelector(".title-cell"),
    inside: true,
  },
  {
    at: "#supply-board tr[id^=request-]",
    subject: (it) => `supplyrequest:${it.id.slice(8)}`,
    slot: (it) => it.querySelector("th"),
    inside: true,
  },
];

function each(run) {
  for (const place of PLACES)
    for (const element of document.querySelectorAll(place.at)) {
      const subject = place.subject(element);
      if (/^[a-z]+:\d+$/.test(subject)) run(place, element, subject);
    }
}

function editing(element) {
  if (element.dataset.doing === "editing") return true;
  return !!typedIn && element.contains(typedIn) && Date.now() - typedAt < TYPED_MS;
}

function survey() {
  const here = {};
  const ask = new Set();
  each((place, element, subject) => {
    ask.add(subject);
    // What lies in a tab of the desk that is not in front is not looked at.
    if (!place.here || element.closest("[hidden]")) return;
    if (here[subject] !== "editing") here[subject] = editing(element) ? "editing" : "looking";
  });
  return { here, ask: [...ask].slice(0, 110) };
}

function chip(one) {
  const made = Object.assign(document.createElement("span"), { className: "chip" });
  made.dataset.doing = one.doing;
  made.textContent =
    one.doing === "editing"
      ? t("%(name)s is editing · %(time)s", { name: one.name, time: timeText(Date.parse(one.since)) })
      : t("%(name)s has it open", { name: one.name });
  return made;
}

function draw() {
  const drawn = new Set();
  each((place, element, subject) => {
    const host = place.slot(element);
    if (!host) return;
    const parent = place.inside ? host : host.parentElement;
    let slot = [...parent.children].find((one) => one.classList.contains("presence"));
    const those = (people[subject] || []).slice(0, 3);
    if (!those.length) {
      if (slot && !drawn.has(slot)) slot.remove();
      return;
    }
    if (!slot) {
      slot = Object.assign(document.createElement("span"), { className: "presence no-print" });
      if (place.inside) host.append(slot);
      else host.after(slot);
    }
    drawn.add(slot);
    const key = JSON.stringify(those);
    if (slot.dataset.key === key) return;
    slot.dataset.key = key;
    slot.replaceChildren(...those.map(chip));
  });
}

function form(said) {
  const body = new FormData();
  body.set("said", JSON.stringify({ tab: me, ...said }));
  body.set("csrfmiddlewaretoken", csrf());
  return body;
}

async function beat() {
  clearTimeout(timer);
  timer = setTimeout(beat, BEAT_MS);
  if (document.hidden) return;
  const { here, ask } = survey();
  const gone = Object.keys(told).filter((subject) => !(subject in here));
  if (!ask.length && !gone.length) return;
  beatAt = Date.now();
  told = here;
  try {
    const answer = await fetch("/presence/", {
      method: "POST",
      body: form({ here, gone, ask }),
      credentials: "same-origin",
      headers: { "X-CSRFToken": csrf(), "X-Background": "1", "HX-Request": "true" },
    });
    const said = answer.ok ? await answer.json() : { known: false };
    people = said.known ? said.people : {};
  } catch {
    people = {};
  }
  draw();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(beat, Math.max(SOON_MS, LEAST_MS - (Date.now() - beatAt)));
}

function leave() {
  const gone = Object.keys(told);
  if (!gone.length) return;
  told = {};
  navigator.sendBeacon("/presence/", form({ gone }));
}

document.addEventListener("input", (event) => {
  const known = typedIn;
  typedAt = Date.now();
  typedIn = event.target.closest?.("form, textarea, input");
  if (typedIn !== known) soon();
});
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : beat()));
window.addEventListener("pagehide", leave);
document.addEventListener("htmx:afterSettle", () => {
  draw();
  const { here } = survey();
  if (Object.keys(here).some((subject) => !(subject in told))) soon();
});
if (
  document.querySelector('.frame-nav a[href="/duty/"]') ||
  document.querySelector("[data-here], [data-incident], #supply-request, #supply-board")
)
  ready.then(beat);
