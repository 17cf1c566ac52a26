// One socket per browser: the tab that holds the lock has it and passes on what it hears. A tab that is closed lets the
// lock go and the next one takes over at the cursor it has seen itself. Without locks or channels each tab has its own.

import { openSocket, REVOKED, SIGNED_OUT } from "./socket.js";

const KEPT = 500;
const MARGIN_MS = 10000;
const SILENT_MS = 20000;
const FRESH_MS = 12000;
// A cursor kept from the page before is resumed from when it is this young; else the page looks once for itself.
const YOUNG_MS = 120000;

function memory(user) {
  const key = `live.cursor.${user}`;
  return {
    read() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(key));
        return kept && Date.now() - kept.at < YOUNG_MS ? kept.cursor : null;
      } catch {
        return null;
      }
    },
    write(cursor) {
      try {
        sessionStorage.setItem(key, JSON.stringify({ cursor, at: Date.now() }));
      } catch {
        // private mode: the next page looks once for itself
      }
    },
  };
}

export function share({ user, renderedAt, take, unsure, signedOut, retryAt }) {
  const kept = memory(user);
  const recent = [];
  let cursor = kept.read();
  let socket = null;
  let heardAt = Date.now();
  let channel = null;
  let beat = null;
  let beatAt = 0;
  let looked = cursor !== null;

  function note(parts) {
    heardAt = Date.now();
    for (const part of parts) {
      if (part.type === "event") cursor = Math.max(cursor || 0, part.cursor);
      else if (part.type === "heartbeat") cursor = Math.max(cursor || 0, part.cursor);
      else if (part.type === "resync") cursor = part.cursor;
    }
    if (cursor !== null) kept.write(cursor);
    take(parts);
    if (!looked) {
      looked = true;
      unsure();
    }
  }

  function remember(parts) {
    for (const part of parts) {
      if (part.type === "event") recent.push(part);
      else if (part.type === "heartbeat") [beat, beatAt] = [part, Date.now()];
    }
    while (recent.length > KEPT) recent.shift();
  }

  function lead() {
    if (socket) return;
    socket = openSocket({
      cursor: () => cursor,
      take(parts) {
        remember(parts);
        note(parts);
        if (channel) channel.postMessage({ type: "parts", parts });
      },
      closed(code) {
        if (code !== SIGNED_OUT && code !== REVOKED) return;
        signedOut();
        if (channel) channel.postMessage({ type: "signed-out" });
      },
      retryAt(at) {
        retryAt(at);
        if (channel) channel.postMessage({ type: "retry", at });
      },
    });
  }

  function stepDown() {
    if (socket) socket.close();
    socket = null;
  }

  function hear(message) {
    const { type } = message.data;
    if (type === "parts" && !socket) note(message.data.parts);
    else if (type === "signed-out") signedOut();
    else if (type === "retry") retryAt(message.data.at);
    else if (type === "hurry" && socket) socket.hurry();
    else if (type === "hello" && socket) {
      const missed = recent.filter((part) => Date.parse(part.at) >= message.data.since - MARGIN_MS);
      if (beat && Date.now() - beatAt < FRESH_MS) missed.push(beat);
      channel.postMessage({ type: "welcome", to: message.data.from, parts: missed });
    }
  }

  function hurry() {
    if (socket) socket.hurry();
    else if (channel) channel.postMessage({ type: "hurry" });
  }

  if (!("locks" in navigator) || !("BroadcastChannel" in window)) {
    lead();
    return { hurry };
  }

  const me = Math.random().toString(36).slice(2);
  channel = new BroadcastChannel(`live.${user}`);
  channel.onmessage = (message) => {
    if (message.data.type !== "welcome") hear(message);
    else if (message.data.to === me && !socket) {
      looked = true;
      note(message.data.parts);
    }
  };
  const hold = (options) =>
    navigator.locks
      .request(`live.${user}`, options, () => {
        lead();
        return new Promise(() => {});
      })
      .catch(stepDown) // another tab took over because this one had fallen silent
      .then(() => setTimeout(() => hold({}), 1000));
  hold({});
  channel.postMessage({ type: "hello", from: me, since: renderedAt });

  // A leader in a frozen or throttled tab may not take the visible ones down with it.
  setInterval(() => {
    if (socket || document.hidden || Date.now() - heardAt < SILENT_MS) return;
    heardAt = Date.now() - SILENT_MS / 2 + Math.random() * 5000;
    hold({ steal: true });
  }, 1000);
  return { hurry };
}
