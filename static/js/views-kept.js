// One's own arrangements, kept on the server: kept.read(key) → value or null, kept.write(key, value) → whether it is kept.

import { csrf } from "./app.js";

const BACKGROUND = { "X-Background": "1", "HX-Request": "true" };

export async function read(key) {
  try {
    const answer = await fetch(`/preferences/settings/${key}/`, { credentials: "same-origin", headers: BACKGROUND });
    return answer.ok ? (await answer.json()).value : null;
  } catch {
    return null;
  }
}

export async function write(key, value) {
  try {
    const answer = await fetch(`/preferences/settings/${key}/`, {
      method: "PUT",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), "HX-Request": "true" },
      body: JSON.stringify({ value }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

// This browser's memory of it, for the first paint.
export function remember(key, value) {
  try {
    if (value === null || value === "") localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // the server has it
  }
}

export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
