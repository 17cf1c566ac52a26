// What is kept on this device, in IndexedDB: drafts, the outbox, and the photos and voice notes of both. Where a browser
// keeps nothing (private mode) the same calls work in memory while the page is open, and `durable` says so.

import { openDB } from "../../vendor/idb/index.js";

const NAME = "field";
const STORES = ["drafts", "outbox", "media", "meta"];
const kept = new Map(STORES.map((name) => [name, new Map()]));
let opening = null;

export const state = { durable: true, full: false };

async function connect() {
  try {
    const db = await openDB(NAME, 1, {
      upgrade(fresh) {
        for (const name of STORES) fresh.createObjectStore(name, { keyPath: "id" });
      },
      blocking(_from, _to, event) {
        event.target.close();
        opening = null;
      },
      terminated() {
        opening = null;
      },
    });
    return db;
  } catch {
    state.durable = false;
    return null;
  }
}

function open() {
  opening = opening || connect();
  return opening;
}

export async function ready() {
  await open();
  return state.durable;
}

function isFull(error) {
  return error?.name === "QuotaExceededError" || /quota/i.test(error?.message || "");
}

export async function put(store, value) {
  const db = await open();
  if (!db) {
    kept.get(store).set(value.id, value);
    return value;
  }
  try {
    await db.put(store, value);
    state.full = false;
  } catch (error) {
    if (isFull(error)) {
      state.full = true;
      document.dispatchEvent(new CustomEvent("outbox:full"));
    }
    throw error;
  }
  return value;
}

export async function get(store, id) {
  const db = await open();
  return db ? db.get(store, id) : kept.get(store).get(id);
}

export async function all(store) {
  const db = await open();
  return db ? db.getAll(store) : [...kept.get(store).values()];
}

export async function remove(store, id) {
  const db = await open();
  if (db) await db.delete(store, id);
  else kept.get(store).delete(id);
}

// One read and one write that nobody can come between: `change` gets the row (or undefined) and returns the new one, or
// null to leave it as it is. Two tabs agree through this.
export async function swap(store, id, change) {
  const db = await open();
  if (!db) {
    const next = change(kept.get(store).get(id));
    if (next) kept.get(store).set(id, next);
    return next;
  }
  const work = db.transaction(store, "readwrite");
  const next = change(await work.store.get(id));
  if (next) await work.store.put(next);
  await work.done;
  return next;
}

export async function mediaOf(owner) {
  const rows = await all("media");
  return rows.filter((one) => one.owner === owner).sort((a, b) => a.order - b.order);
}

export async function forget(store, id) {
  for (const one of await mediaOf(id)) await remove("media", one.id);
  await remove(store, id);
}

// --- How much room there is, and the wish to keep it when the browser tidies up.
export async function room() {
  try {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    return { usage, quota };
  } catch {
    return null;
  }
}

export async function persist() {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
