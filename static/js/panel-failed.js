// A part of the page that could not be fetched says so in its own place: what failed, since when, and “try again”. What it
// showed before stays, greyed. A live part that fails in the background disturbs nothing else.

import { t, timeText } from "./i18n.js";

const good = new WeakMap();

export function part(event) {
  const element = event.detail.elt;
  if (!element?.matches?.("[hx-get]")) return null;
  const verb = event.detail.requestConfig?.verb;
  const trigger = element.getAttribute("hx-trigger") || "";
  return (!verb || verb === "get") && /load|refresh|every/.test(trigger) ? element : null;
}

function clear(element) {
  const bar = bars.get(element);
  bar?.remove();
  bars.delete(element);
  delete element.dataset.fetchFailed;
}

const bars = new WeakMap();

function fail(element, why) {
  let bar = bars.get(element);
  if (!bar?.isConnected) {
    bar = Object.assign(document.createElement("p"), { className: "panel-failed" });
    bar.setAttribute("role", "status");
    const words = document.createElement("span");
    const again = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn-sm btn-quiet",
    });
    again.textContent = t("Try again");
    again.addEventListener("click", () =>
      window.htmx.ajax("GET", element.getAttribute("hx-get"), { source: element, target: element }),
    );
    bar.append(words, again);
    element.before(bar);
    bars.set(element, bar);
  }
  const at = good.get(element) || Date.parse(document.documentElement.dataset.now || "") || Date.now();
  const empty = !!element.querySelector(":scope > .skeletons");
  const text = empty
    ? t("This part could not be read (%(why)s).", { why })
    : t("This part could not be read anew (%(why)s); shown as of %(time)s.", { why, time: timeText(at) });
  const words = bar.firstElementChild;
  if (words.textContent !== text) words.textContent = text;
  element.dataset.fetchFailed = "";
}

function failed(why) {
  return (event) => {
    const element = part(event);
    // The incident page has its own words for its panels.
    if (!element || event.detail.xhr?.status === 401 || element.matches("[data-panel]")) return;
    fail(element, why(event));
  };
}

document.addEventListener(
  "htmx:responseError",
  failed((event) => event.detail.xhr.status),
);
document.addEventListener(
  "htmx:sendError",
  failed(() => t("no connection")),
);
document.addEventListener(
  "htmx:timeout",
  failed(() => t("no answer in time")),
);
document.addEventListener("htmx:afterRequest", (event) => {
  const element = part(event);
  if (!element || !event.detail.successful) return;
  good.set(element, Date.now());
  clear(element);
});
