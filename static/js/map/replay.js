// The past: a slider over the hours behind us, the map, figures and record as they were, play at ×10 and ×60, marks for
// key events. While it is open nothing live is drawn, and a band over the map says so.

import { dayTimeText, t, timeText } from "../i18n.js";
import { serverNow } from "../live.js";
import { setClock } from "../map-layers.js";
import { GRADES, ROMAN, UNITS, gradeOf, use } from "../symbols.js";
import { button, make } from "./dom.js";

const MINUTE = 60000;
const WINDOWS = [1, 6, 24, 72];
const PAST = ["incidents", "reports", "teams", "plots", "shelter"];
const OUT = ["ordered", "acknowledged", "en_route", "on_scene", "returning", "recalled"];

function tally(features) {
  const grades = [0, 0, 0, 0, 0];
  const states = {};
  for (const feature of features) {
    const { layer, state } = feature.properties;
    if (layer === "incidents") grades[gradeOf(feature)] += 1;
    if (layer === "teams") states[state] = (states[state] || 0) + 1;
  }
  return { grades, states };
}

function sums(host, document_) {
  const { grades, states } = tally(document_.features);
  const list = make("ul", "past-sums");
  for (const grade of [1, 2, 3, 4, 0]) {
    if (!grades[grade] && grade === 0) continue;
    const item = make("li");
    item.innerHTML = use(`sev-${grade}`, `sev-${grade} sev-ink`);
    item.append(`${ROMAN[grade] || GRADES[0]()} ${grades[grade]}`);
    list.append(item);
  }
  for (const state of [...OUT, "standby"]) {
    if (!states[state]) continue;
    const item = make("li");
    item.innerHTML = use(`unit-${state}`, "unit-ink");
    item.append(`${UNITS[state]()} ${states[state]}`);
    list.append(item);
  }
  const figures = make("dl", "past-figures");
  for (const { label, value } of Object.values(document_.figures)) {
    if (value === null) continue;
    figures.append(make("dt", "", label), make("dd", "", String(value)));
  }
  host.replaceChildren(
    list,
    figures.children.length ? figures : make("p", "muted small", t("No figures had been stated.")),
  );
}

function record(host, document_) {
  const list = make("ol", "past-log");
  for (const line of document_.log) {
    const item = make("li");
    item.append(make("time", "", timeText(Date.parse(line.at))), make("span", "", line.text));
    if (line.actor) item.append(make("span", "muted", line.actor));
    list.append(item);
  }
  host.replaceChildren(list.children.length ? list : make("p", "muted small", t("Nothing had happened yet.")));
}

export function replay(host, bandHost, drawer, panel, handle) {
  const { store } = handle;
  let at = 0;
  let end = 0;
  let start = 0;
  let hours = 6;
  let speed = 10;
  let playing = 0;
  let request = null;
  let busy = false;
  const range = make("input", "replay-range", undefined, { type: "range", step: String(MINUTE) });
  range.setAttribute("aria-label", t("Moment shown"));
  const ticks = make("div", "replay-marks");
  const clock = make("output", "replay-clock");
  const now = make("h2", "panel-title");
  const figures = make("div");
  const log = make("div");
  const play = button(t("Play"), () => toggle(), { className: "btn btn-sm btn-primary" });
  const fast = make("div", "chip-row", undefined, { role: "group", "aria-label": t("Speed") });
  const spans = make("div", "chip-row", undefined, { role: "group", "aria-label": t("How far back") });
  panel.append(now, figures, make("h3", "", t("The record at that moment")), log);

  function face() {
    const words = dayTimeText(at);
    clock.textContent = words;
    range.value = String(at);
    range.setAttribute("aria-valuetext", words);
    now.textContent = t("As it was at %(time)s", { time: words });
    const band = t("Playback %(time)s – this is not live", { time: words });
    bandHost.querySelector(".past-words").textContent = band;
  }

  function names() {
    return PAST.filter((name) => store.shown.has(name));
  }

  async function show(lasts = 300) {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    const moment = at;
    face();
    busy = true;
    try {
      const when = encodeURIComponent(new Date(moment).toISOString());
      const answer = await fetch(`/api/v1/map/snapshot/?at=${when}`, { credentials: "same-origin", signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const document_ = await answer.json();
      if (!handle.state.past) return;
      const wanted = names();
      store.replace(
        document_.features.filter((one) => wanted.includes(one.properties.layer)),
        PAST,
        lasts,
      );
      handle.changed();
      sums(figures, document_);
      record(log, document_);
      host.classList.remove("is-failing");
    } catch (error) {
      if (error.name !== "AbortError") {
        host.classList.add("is-failing");
        figures.replaceChildren(
          make("p", "field-error", t("This moment could not be read.")),
          button(t("Try again"), () => show()),
        );
      }
    } finally {
      if (!signal.aborted) busy = false;
    }
  }

  async function marks() {
    const window_ = [start, end].map((one) => encodeURIComponent(new Date(one).toISOString()));
    ticks.replaceChildren();
    try {
      const answer = await fetch(`/api/v1/map/marks/?start=${window_[0]}&end=${window_[1]}`, {
        credentials: "same-origin",
      });
      if (!answer.ok) return;
      const { marks: found } = await answer.json();
      for (const one of found) {
        const moment = Date.parse(one.at);
        const tick = make("button", `replay-mark replay-${one.kind.split(".")[0]}`);
        tick.type = "button";
        tick.tabIndex = -1;
        tick.style.left = `${((moment - start) / (end - start)) * 100}%`;
        tick.title = `${timeText(moment)} ${one.text}`;
        tick.addEventListener("click", () => go(moment + 1000));
        ticks.append(tick);
      }
    } catch {
      // the slider works without its marks
    }
  }

  function go(moment) {
    at = Math.min(end, Math.max(start, moment));
    show();
  }

  function stop() {
    clearInterval(playing);
    playing = 0;
    play.firstChild.textContent = t("Play");
  }

  function toggle() {
    if (playing) {
      stop();
      return;
    }
    if (at >= end) at = start;
    play.firstChild.textContent = t("Pause");
    let last = performance.now();
    playing = setInterval(() => {
      const passed = performance.now() - last;
      if (busy) return; // a slow answer slows the play, it never piles up
      last = performance.now();
      at = Math.min(end, at + passed * speed);
      show(900);
      if (at >= end) stop();
    }, 1000);
  }

  function choices(row, values, label, chosen, pick) {
    row.replaceChildren(
      ...values.map((value) => {
        const one = button(label(value), () => pick(value));
        one.setAttribute("aria-pressed", String(value === chosen));
        return one;
      }),
    );
  }

  function drawSpeed() {
    choices(
      fast,
      [1, 10, 60],
      (value) => `×${value}`,
      speed,
      (value) => {
        speed = value;
        drawSpeed();
      },
    );
  }

  function drawSpan() {
    choices(
      spans,
      WINDOWS,
      (value) => t("%(n)s h", { n: value }),
      hours,
      (value) => {
        hours = value;
        drawSpan();
        frame();
        show();
      },
    );
  }

  function frame() {
    end = Math.floor(serverNow());
    start = end - hours * 60 * MINUTE;
    range.min = String(start);
    range.max = String(end);
    at = Math.min(end, Math.max(start, at || end));
    marks();
  }

  let scrub = 0;
  range.addEventListener("input", () => {
    stop();
    at = Number(range.value);
    face();
    clearTimeout(scrub);
    scrub = setTimeout(() => show(), 120);
  });

  function open(moment = 0) {
    handle.past(true);
    setClock(() => at);
    document.body.classList.add("is-past");
    host.hidden = bandHost.hidden = false;
    at = moment || serverNow();
    if (moment && serverNow() - moment > hours * 60 * MINUTE)
      hours = WINDOWS.find((one) => serverNow() - moment <= one * 60 * MINUTE) || WINDOWS[WINDOWS.length - 1];
    drawSpan();
    frame();
    drawer.open("past", false);
    show();
    range.focus({ preventScroll: true });
  }

  function close() {
    stop();
    request?.abort();
    setClock(null);
    document.body.classList.remove("is-past");
    host.hidden = bandHost.hidden = true;
    store.replace([], PAST, 0);
    handle.past(false);
    drawer.open("list", false);
  }

  const steps = make("div", "chip-row");
  steps.append(
    button(t("−1 min"), () => go(at - MINUTE)),
    play,
    button(t("+1 min"), () => go(at + MINUTE)),
  );
  const live = button(t("Back to live"), close, { className: "btn btn-sm btn-primary replay-live" });
  const line = make("div", "replay-line");
  line.append(range, ticks);
  const row = make("div", "replay-row");
  row.append(clock, steps, fast, spans, live);
  host.append(line, row);
  const back = button(t("Back to live"), close, { className: "btn btn-sm btn-quiet" });
  bandHost.append(make("strong", "past-words"), back);
  drawSpeed();
  return { open, close, moment: () => (handle.state.past ? at : 0), go };
}
