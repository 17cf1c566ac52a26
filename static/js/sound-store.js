// What has alarmed this workstation: kept in the browser, so that all tabs and the next page know the same. An entry is
// made once, whichever tab hears of it first; what was taken note of stays taken note of.

const KEY = `alarms.${document.documentElement.dataset.user || ""}`;
const SPAN_MS = 10 * 60 * 1000;
export const MANY = 10;
const LONGEST = 200;
let memory = { entries: [] };

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (Array.isArray(kept?.entries)) return kept;
  } catch {
    // private mode, or spoilt: this tab's own memory
  }
  return memory;
}

function write(state) {
  const now = Date.now();
  // Open ones are never dropped for their age.
  state.entries = state.entries.filter((one) => one.open || now - one.at < SPAN_MS).slice(-LONGEST);
  memory = state;
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // this tab knows
  }
}

// → true when it is new
export function add(entry) {
  const state = read();
  if (state.entries.some((one) => one.id === entry.id)) return false;
  for (const one of state.entries) if (one.subject === entry.subject && one.kind === entry.kind) one.open = false;
  state.entries.push({ ...entry, at: Date.now() });
  write(state);
  return true;
}

export function settle(matches) {
  const state = read();
  let changed = false;
  for (const one of state.entries) {
    if (!one.open || !matches(one)) continue;
    one.open = false;
    changed = true;
  }
  if (changed) write(state);
  return changed;
}

export function open() {
  return read().entries.filter((one) => one.open);
}

export function recent() {
  const now = Date.now();
  return read().entries.filter((one) => now - one.at < SPAN_MS);
}

export function flooded() {
  return recent().length > MANY;
}

// Everything up to now has been looked at; a flood is shown again only with its next alarm.
export function lookedAt() {
  const state = read();
  state.noted = Date.now();
  write(state);
}

export function unseen() {
  const { noted = 0 } = read();
  return recent().some((one) => one.at > noted);
}

export function onChange(handler) {
  window.addEventListener("storage", (event) => event.key === KEY && handler());
}
