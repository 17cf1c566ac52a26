// Times that move, by the server's clock: ages, elapsed times, deadlines and the clock of the frame.
//
//   <time data-age datetime="…">                              "just now", "5 min ago", then the hour
//   <time data-elapsed="start" [data-until="end"]>            mm:ss or h:mm:ss; stands still once it has an end
//   <span data-timer data-opened data-due [data-warn] [data-closed]>   {% timer %}: a bar that fills, then the overrun
//   <time data-server-clock>                                  the server's time; says when this computer's clock is off

import { t, tn } from "./i18n.js";
import { offset } from "./live/clock.js";
import { serverNow } from "./live.js";

const WRONG_CLOCK_MS = 2000;
const zone = document.documentElement.dataset.timezone || "Asia/Shanghai";

function format(parts) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...parts });
}

const clock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const hour = format({ hour: "2-digit", minute: "2-digit" });
const day = format({ year: "numeric", month: "2-digit", day: "2-digit" });

export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function age(element, now) {
  const at = Date.parse(element.getAttribute("datetime"));
  if (Number.isNaN(at)) return;
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 60) put(element, t("just now"));
  else if (seconds < 3600) {
    const minutes = Math.floor(seconds / 60);
    put(element, tn("%(minutes)s min ago", "%(minutes)s min ago", minutes, { minutes }));
  } else {
    const date = day.format(at).split("/");
    const today = day.format(at) === day.format(now);
    put(element, today ? hour.format(at) : `${date[1]}-${date[0]} ${hour.format(at)}`);
  }
}

function elapsed(element, now) {
  const start = Date.parse(element.dataset.elapsed);
  const end = Date.parse(element.dataset.until || "");
  if (!Number.isNaN(start)) put(element, span((Number.isNaN(end) ? now : end) - start));
}

function timer(element, now) {
  const { opened, due, warn, closed } = element.dataset;
  const end = Date.parse(due);
  if (Number.isNaN(end)) return;
  const at = closed ? Date.parse(closed) : now;
  const late = at > end;
  const warned = warn && at >= Date.parse(warn);
  element.dataset.state = late ? "late" : closed ? "met" : warned ? "warn" : "running";
  const text = element.querySelector("[data-timer-text]");
  if (text) put(text, `${late ? "+" : ""}${span(Math.abs(end - at))}`);
  const bar = element.querySelector("progress");
  if (bar) bar.value = Math.min(bar.max, Math.max(0, (at - Date.parse(opened)) / 1000));
  if (late && text && !text.nextElementSibling) {
    text.after(Object.assign(document.createElement("span"), { textContent: t("late") }));
  }
}

function serverClock(element, now) {
  put(element, clock.format(now));
  const wrong = Math.abs(offset()) > WRONG_CLOCK_MS;
  element.toggleAttribute("data-clock-wrong", wrong);
  if (!wrong) return;
  const seconds = Math.round(-offset() / 1000);
  element.title = t("This computer's clock is off by %(seconds)s s", {
    seconds: `${seconds > 0 ? "+" : ""}${seconds}`,
  });
}

const KINDS = [
  ["[data-age]", age],
  ["[data-elapsed]", elapsed],
  ["[data-timer]", timer],
  ["[data-server-clock]", serverClock],
];

export function tick() {
  if (document.hidden) return;
  const now = serverNow();
  for (const [selector, draw] of KINDS) for (const element of document.querySelectorAll(selector)) draw(element, now);
}

setInterval(tick, 1000);
document.addEventListener("visibilitychange", tick);
document.addEventListener("htmx:afterSettle", tick);
tick();
