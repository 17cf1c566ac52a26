// Words in the language of the page: t(text, values), tn(one, many, count), tp(context, text).
// The catalogue is fetched once per version and language and kept in the session; until it is here English shows.

const KEY = "catalogue:" + (document.documentElement.dataset.catalogue || "");
let catalogue = {};

function fill(text, values) {
  if (!values) return text;
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function found(key) {
  const value = catalogue[key];
  return Array.isArray(value) ? value[0] : value;
}

export function t(text, values) {
  return fill(found(text) || text, values);
}

export function tp(context, text, values) {
  return fill(found(context + "\u0004" + text) || text, values);
}

export function tn(one, many, count, values) {
  const forms = catalogue[one];
  let text = count === 1 ? one : many;
  if (Array.isArray(forms)) text = forms[count === 1 ? 0 : forms.length - 1];
  else if (forms) text = forms;
  return fill(text, { count, ...values });
}

export function language() {
  return document.documentElement.lang.startsWith("zh") ? "zh" : "en";
}

// Names of reference data: Chinese with an optional English twin.
export function localName(thing) {
  if (!thing) return "";
  const own = thing.name || thing.title || "";
  return language() === "en" ? thing.name_en || thing.title_en || own : own;
}

// The hour on the server's clock face, whatever zone this computer is set to.
export function timeText(date, parts = { hour: "2-digit", minute: "2-digit" }) {
  const timeZone = document.documentElement.dataset.timezone || "Asia/Shanghai";
  return new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...parts }).format(date);
}

export function dayTimeText(date) {
  const day = timeText(date, { month: "2-digit", day: "2-digit" }).split("/");
  return `${day[1]}-${day[0]} ${timeText(date)}`;
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

async function load() {
  const url = document.documentElement.dataset.catalogue;
  if (language() === "en" || !url) return;
  const kept = stored();
  if (kept) {
    catalogue = kept;
    return;
  }
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) return;
    catalogue = (await answer.json()).catalog || {};
    sessionStorage.setItem(KEY, JSON.stringify(catalogue));
  } catch {
    // no network or no storage: English words are better than none
  }
}

export const ready = load();
