// One WebSocket that comes back for ever: after 1, 2, 4, 8, 15, 30 s and then every 30 s, ± 20 %.

const PAUSES_S = [1, 2, 4, 8, 15, 30];
const STABLE_MS = 60000;
const SILENT_MS = 25000;
const AGAIN_MS = 5000;
const SIGNED_OUT = 4401;
const REVOKED = 4403;
// A screen paired with a wall has a socket of its own kind.
const PATH = document.querySelector('meta[name="feed"]')?.content || "/ws/feed/";

// take(parts), cursor() → number or null, closed(code), retryAt(ms)
export function openSocket({ take, cursor, closed, retryAt }) {
  let socket = null;
  let timer = 0;
  let tries = 0;
  let heardAt = 0;
  let ended = false;
  let signedOutAt = 0;

  function connect() {
    clearTimeout(timer);
    if (ended) return;
    const known = cursor();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = known === null ? "" : `?cursor=${known}`;
    const mine = new WebSocket(`${scheme}://${location.host}${PATH}${query}`);
    const openedAt = Date.now();
    socket = mine;
    heardAt = openedAt;
    mine.onmessage = (message) => {
      if (mine !== socket) return;
      heardAt = Date.now();
      if (heardAt - openedAt > STABLE_MS) tries = 0;
      const told = JSON.parse(message.data);
      take(Array.isArray(told) ? told : [told]);
    };
    mine.onclose = (event) => {
      if (mine !== socket) return;
      socket = null;
      if (event.code === SIGNED_OUT && Date.now() - signedOutAt > AGAIN_MS) {
        // Signing in anew ends the old session, and this socket with it: the new one may be here already.
        signedOutAt = Date.now();
        timer = setTimeout(connect, 300);
        return;
      }
      closed(event.code);
      if (event.code === SIGNED_OUT || event.code === REVOKED) tries = PAUSES_S.length;
      later();
    };
  }

  function later() {
    if (ended) return;
    const pause = PAUSES_S[Math.min(tries, PAUSES_S.length - 1)] * 1000 * (0.8 + 0.4 * Math.random());
    tries += 1;
    retryAt(Date.now() + pause);
    clearTimeout(timer);
    timer = setTimeout(connect, pause);
  }

  // A connection that died without a word (cable, sleep) shows only by its silence.
  const watchdog = setInterval(() => {
    if (!socket || Date.now() - heardAt < SILENT_MS) return;
    const silent = socket;
    socket = null;
    silent.onclose = null;
    silent.close();
    later();
  }, 1000);

  connect();
  return {
    hurry() {
      if (!socket || Date.now() - heardAt > SILENT_MS / 2) {
        tries = 0;
        connect();
      }
    },
    close() {
      ended = true;
      clearTimeout(timer);
      clearInterval(watchdog);
      const last = socket;
      socket = null;
      if (last) last.close(1000);
    },
  };
}

export { REVOKED, SIGNED_OUT };
