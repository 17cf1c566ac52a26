// The outbox leaves the device: text first, media after, one at a time, each once. Called on load, when the line or the
// page comes back, every minute, and by hand; the browser's own background sync is not relied upon.

import { t } from "../i18n.js";
import { uuid } from "./ids.js";
import { clockOffset, post, problemOf, whoAmI } from "./net.js";
import { all, get, put, remove, swap } from "./store.js";

const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 600000;
const LEASE_MS = 40000; // longer than a request may take
const KEPT_MS = 24 * 3600 * 1000;
const EVERY_MS = 60000;
const HOLDER = holder();
const WAITING = ["queued", "sending", "partial"];

export const me = document.documentElement.dataset.user || "";
export const status = { running: false, needsLogin: false, offline: !navigator.onLine, other: 0 };

// A tab keeps its name over its pages: the next page goes on where the last one was torn away.
function holder() {
  try {
    const known = sessionStorage.getItem("outbox-holder") || uuid();
    sessionStorage.setItem("outbox-holder", known);
    return known;
  } catch {
    return uuid();
  }
}

export function changed() {
  document.dispatchEvent(new CustomEvent("outbox:changed"));
}

export async function items() {
  const rows = await all("outbox");
  return rows.sort((a, b) => a.created - b.created);
}

export async function waiting() {
  return (await items()).filter((one) => one.state !== "sent");
}

// {id, kind, url, body, label, media} → queued. The id is the key minted with the draft: one form, one report.
export async function enqueue(item) {
  const row = { state: "queued", tries: 0, nextAt: 0, rev: 0, created: Date.now(), user: me, media: 0, ...item };
  await put("outbox", row);
  changed();
  return row;
}

function idempotencyKey(item) {
  return item.rev ? `${item.id}:${item.rev}` : item.id;
}

async function update(id, fields) {
  const row = await swap("outbox", id, (now) => (now ? { ...now, ...fields } : null));
  changed();
  return row;
}

function later(item, seconds) {
  const wait = seconds
    ? seconds * 1000
    : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(item.tries, 10)) * (0.8 + Math.random() * 0.4);
  return { tries: item.tries + 1, nextAt: Date.now() + wait };
}

// Times by this device's clock become the server's, once: a repeated request must carry the same words.
function stamped(item) {
  const body = { ...item.body };
  for (const [name, at] of Object.entries(item.times || {}))
    body[name] = new Date(Math.min(at + clockOffset(), Date.now() + clockOffset())).toISOString();
  return { body, times: null };
}

// --- One item. Answers "next" or "stop".
async function sendText(row) {
  const item = await update(row.id, { state: "sending", error: "", errors: [], ...stamped(row) });
  if (!item) return "next";
  let answer;
  try {
    answer = await post(item.url, item.body, { "Idempotency-Key": idempotencyKey(item) });
  } catch {
    status.offline = true;
    await update(item.id, { state: "queued", ...later(item), error: t("No line to the server") });
    return "stop";
  }
  status.offline = false;
  if (answer.ok) return accepted(item, await problemOf(answer));
  return refused(item, answer, await problemOf(answer));
}

async function accepted(item, told) {
  status.needsLogin = false;
  const server = { id: told.id, number: told.number || "", receipt: told.receipt || item.receipt || "" };
  const fresh = await update(item.id, {
    state: item.media ? "partial" : "sent",
    server,
    sentAt: Date.now(),
    tries: 0,
    nextAt: 0,
  });
  document.dispatchEvent(new CustomEvent("outbox:sent", { detail: fresh }));
  return "next";
}

async function refused(item, answer, told) {
  const words = told.detail || told.title || t("The server answered %(code)s", { code: answer.status });
  const errors = told.errors || [];
  if (answer.status === 401 || (answer.status === 403 && /CSRF/i.test(words))) {
    status.needsLogin = true;
    await update(item.id, { state: "queued", error: t("Sign in to send") });
    return "stop";
  }
  if (answer.status === 429 || answer.status >= 500 || answer.status === 408) {
    const seconds = Number(answer.headers.get("Retry-After")) || 0;
    await update(item.id, { state: "queued", ...later(item, seconds), error: words });
    return answer.status === 429 ? "stop" : "next";
  }
  const conflict = answer.status === 409 && told.conflicts ? { ...told } : null;
  await update(item.id, {
    state: conflict ? "conflict" : "error",
    error: words,
    errors,
    conflict,
    code: answer.status,
  });
  return "next";
}

// The text is there already; what is left are photos and voice notes.
async function sendRest(item) {
  const { sendMedia } = await import("./media.js");
  const outcome = await sendMedia(item, async (sent, total) => {
    await renew();
    await update(item.id, { mediaSent: sent, mediaTotal: total });
  });
  if (outcome.state === "done") {
    await update(item.id, { state: "sent", error: "", sentAt: Date.now() });
    return "next";
  }
  if (outcome.state === "login") {
    status.needsLogin = true;
    await update(item.id, { error: t("Sign in to send") });
    return "stop";
  }
  if (outcome.state === "refused") {
    await update(item.id, { error: outcome.words, state: "partial", blocked: true });
    return "next";
  }
  await update(item.id, { ...later(item, outcome.seconds), error: outcome.words || t("No line to the server") });
  return outcome.seconds ? "stop" : "next";
}

async function tidy(rows) {
  for (const row of rows)
    if (row.state === "sent" && Date.now() - row.sentAt > KEPT_MS) {
      for (const one of (await all("media")).filter((piece) => piece.owner === row.id)) await remove("media", one.id);
      await remove("outbox", row.id);
    }
}

// Nothing leaves under somebody else's name: the server is asked who we are before the first item.
async function mayStart(mine) {
  if (!mine.length) return false;
  try {
    const told = await whoAmI();
    status.offline = false;
    status.needsLogin = !told.signed_in;
    if (told.signed_in && told.user !== undefined && me && String(told.user) !== me) return false;
    return told.signed_in;
  } catch {
    status.offline = true;
    return false;
  }
}

async function run(byHand) {
  const rows = await items();
  await tidy(rows);
  const open = rows.filter((one) => WAITING.includes(one.state) && !(one.blocked && !byHand));
  const mine = open.filter((one) => !one.user || one.user === me);
  status.other = open.length - mine.length;
  const due = mine.filter((one) => byHand || one.nextAt <= Date.now());
  if (!(await mayStart(due))) return;
  // Every text before the first photo: a report is of use as soon as its words are there.
  for (const [states, send] of [
    [["queued", "sending"], sendText],
    [["partial"], sendRest],
  ])
    for (const { id } of due) {
      const item = await get("outbox", id);
      if (!item || !states.includes(item.state)) continue;
      const next = await send(item);
      await renew();
      if (next === "stop") return;
    }
}

// --- One tab at a time: Web Locks where there are any, else a lease in IndexedDB.
async function renew() {
  await swap("meta", "lease", (now) => (now?.holder === HOLDER ? { ...now, until: Date.now() + LEASE_MS } : null));
}

async function withLease(work) {
  let theirs = 0;
  const taken = await swap("meta", "lease", (now) => {
    theirs = now && now.holder !== HOLDER ? now.until - Date.now() : 0;
    return theirs > 0 ? null : { id: "lease", holder: HOLDER, until: Date.now() + LEASE_MS };
  });
  if (!taken) {
    // The other tab may be gone: look again when its turn is over.
    setTimeout(flush, Math.min(theirs, LEASE_MS) + 500);
    return;
  }
  try {
    await work();
  } finally {
    await swap("meta", "lease", (now) => (now?.holder === HOLDER ? { ...now, until: 0 } : null));
  }
}

async function exclusively(work) {
  if (navigator.locks) await navigator.locks.request("outbox", { ifAvailable: true }, (lock) => lock && work());
  else await withLease(work);
}

export async function flush({ byHand = false } = {}) {
  if (status.running) return;
  status.running = true;
  try {
    await exclusively(() => run(byHand));
  } finally {
    status.running = false;
    changed();
  }
}

// After a correction the words are others: a new key for the request, the same key for the report.
export async function again(id, body) {
  for (const piece of (await all("media")).filter((one) => one.owner === id && one.refused))
    await put("media", { ...piece, refused: "" });
  await swap("outbox", id, (now) =>
    now
      ? {
          ...now,
          body: body || now.body,
          rev: now.rev + 1,
          state: now.server ? "partial" : "queued",
          tries: 0,
          nextAt: 0,
          error: "",
          errors: [],
          conflict: null,
          blocked: false,
        }
      : null,
  );
  changed();
  await flush({ byHand: true });
}

export function start() {
  const soon = () => flush();
  window.addEventListener("online", soon);
  window.addEventListener("offline", () => {
    status.offline = true;
    changed();
  });
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  document.addEventListener("session:restored", () => flush({ byHand: true }));
  setInterval(soon, EVERY_MS);
  soon();
}
