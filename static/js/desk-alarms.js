// What a watch desk says aloud: a sound for each class of news; grade I and II, overdue teams and calls for help again and
// again until somebody at this desk has taken note. Live messages set it off; the title and notices of the computer are the
// second channel. More than ten alarms in ten minutes are one summary, with all of them in a list.

import { ready, t, timeText } from "./i18n.js";
import { register } from "./keys.js";
import { onBeat, onEvent } from "./live.js";
import { play, rank, speaks } from "./sound.js";
import { add, flooded, lookedAt, onChange, open, recent, settle, unseen } from "./sound-store.js";
import { ROMAN } from "./symbols.js";
import { alarm, say } from "./toast.js";

const AGAIN_MS = { grave: 10000, safety: 20000 };
const SUMMARY_MS = 30000;
const SHOWN = 30;
const root = document.documentElement;
const watch = !!document.querySelector('.frame-nav a[href="/duty/"]');
const plainTitle = () => document.title.replace(/^【[^】]*\d】 /, "");
let soundedAt = 0;
let summaryAt = 0;
let box = null;

function gradeOf(event) {
  return Number(event.data?.feature?.properties?.grade ?? event.data?.grade);
}

function named(event) {
  const { title = "", number = "", team = "", label = "" } = { ...event.data, ...event.data?.feature?.properties };
  return title || label || team || number;
}

// --- What is raised -------------------------------------------------------------------------------------------------------
function raise(event, kind, words, url = "") {
  const insists = kind in AGAIN_MS;
  const why = event.kind;
  if (!add({ id: event.cursor, subject: event.subject, kind, why, words, url, open: insists })) return;
  if (insists) alarm(words);
  else say(words);
  if (!insists && flooded()) {
    if (Date.now() - summaryAt >= SUMMARY_MS && play("flood")) summaryAt = Date.now();
  } else if (play(kind) && insists) soundedAt = Date.now();
  notify(event.cursor, words, url, insists);
  draw();
}

function over(event) {
  // A call for help is over when somebody has taken note of it, not when the team's state changes.
  const ends = (one) => one.why !== "dispatch.mayday" || event.kind === "dispatch.mayday_seen";
  if (settle((one) => one.subject === event.subject && ends(one))) draw();
}

function again() {
  const loudest = open().sort((a, b) => rank(b.kind) - rank(a.kind))[0];
  if (!loudest || Date.now() - soundedAt < AGAIN_MS[loudest.kind]) return;
  if (play(loudest.kind)) soundedAt = Date.now();
}

function takeNote(matches = () => true, everything = true) {
  const any = settle(matches);
  if (everything) lookedAt();
  draw();
  return any || !!box;
}

// --- The second channel -----------------------------------------------------------------------------------------------------
function notify(id, words, url, insists) {
  if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus() || !speaks()) return;
  const notice = new Notification(words, { tag: `alarm-${id}`, requireInteraction: insists });
  notice.onclick = () => {
    window.focus();
    if (url) location.assign(url);
  };
}

function blink() {
  const count = open().length;
  const title = plainTitle();
  const marked = count && Math.floor(Date.now() / 1000) % 2 === 0 ? `【${t("Alarm")} ${count}】 ${title}` : title;
  if (document.title !== marked) document.title = marked;
}

// --- The list -------------------------------------------------------------------------------------------------------------
function button(words, run, look) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `btn btn-sm ${look}` });
  made.textContent = words;
  made.addEventListener("click", run);
  return made;
}

function row(one) {
  const line = document.createElement("li");
  line.className = one.open ? "" : "is-past";
  const words = document.createElement("span");
  const text = one.url ? Object.assign(document.createElement("a"), { href: one.url }) : document.createElement("span");
  text.textContent = one.words;
  words.append(`${timeText(one.at)} `, text);
  line.append(words);
  if (one.open) line.append(button(t("Take note"), () => takeNote((other) => other.id === one.id, false), "btn-quiet"));
  return line;
}

function draw() {
  const held = open();
  const many = flooded() && unseen();
  if (!held.length && !many) {
    box?.remove();
    box = null;
    blink();
    return;
  }
  if (!box) {
    box = Object.assign(document.createElement("section"), { className: "alarms no-print" });
    box.setAttribute("aria-labelledby", "alarms-title");
    document.body.append(box);
  }
  const header = document.querySelector(".frame-header")?.getBoundingClientRect().bottom || 0;
  box.style.top = `${Math.max(0, header) + 8}px`;
  const count = recent().length;
  const head = document.createElement("div");
  head.className = "alarms-head";
  const title = Object.assign(document.createElement("h2"), { id: "alarms-title" });
  title.textContent = many
    ? t("Many alarms: %(count)s in 10 minutes", { count })
    : t("Alarms: %(count)s", { count: held.length });
  const all = button(`${t("Take note of all")} `, () => takeNote(), "btn-primary");
  all.dataset.takeNote = "";
  all.append(Object.assign(document.createElement("kbd"), { className: "keycap", textContent: "Alt+A" }));
  head.append(title, all);
  const list = document.createElement("ul");
  list.append(
    ...[...(many ? recent() : held)]
      .sort((a, b) => Number(b.open) - Number(a.open) || b.at - a.at)
      .slice(0, SHOWN)
      .map(row),
  );
  const focused = box.contains(document.activeElement);
  box.replaceChildren(head, list);
  box.dataset.flood = String(many);
  if (focused) all.focus();
}

// --- What is heard ----------------------------------------------------------------------------------------------------------
function own(event) {
  return String(event.actor) === root.dataset.user;
}

function urlOf(event) {
  return event.data?.feature?.properties?.url || "";
}

function listen() {
  onEvent("incident.opened incident.graded", (event) => {
    const grade = gradeOf(event);
    if (grade !== 1 && grade !== 2) over(event);
    if (own(event)) return;
    if (grade === 1 || grade === 2)
      raise(
        event,
        "grave",
        t("Grade %(grade)s: %(title)s", { grade: ROMAN[grade], title: named(event) }),
        urlOf(event),
      );
    else if (event.kind === "incident.opened")
      raise(event, "incident", t("New incident: %(title)s", { title: named(event) }), urlOf(event));
  });
  onEvent("incident.closed clock.met clock.cancelled", over);
  onEvent("report.created", (event) => {
    if (!own(event)) raise(event, "call", t("A report came in: %(title)s", { title: named(event) }), urlOf(event));
  });
  onEvent("dispatch.", (event) => {
    if (event.kind === "dispatch.overdue")
      raise(event, "safety", t("No answer to the order: %(title)s", { title: named(event) }), urlOf(event));
    else if (event.kind === "dispatch.mayday" && !own(event))
      raise(event, "safety", t("Calls for help: %(title)s", { title: named(event) }), urlOf(event));
    else if (event.kind !== "dispatch.mayday") over(event);
  });
  onEvent("clock.breached", (event) =>
    raise(event, "safety", t("Overdue: %(title)s", { title: named(event) }), urlOf(event)),
  );
  onBeat(again);
  onChange(draw);
  setInterval(() => {
    again();
    blink();
  }, 1000);
  register({ key: "Alt+A", label: () => t("Take note of all alarms"), run: () => takeNote() });
  draw();
}

if (watch) ready.then(listen);
