// Requests that never open a dialog by themselves: taken before session.js puts its own hand on fetch.

const plainFetch = window.fetch.bind(window);
const TIMEOUT_MS = 30000;

// The cookie, not the page: a page out of the cache carries the token of an older sign-in.
export function token() {
  const found = /(?:^|;\s*)(?:__Host-)?(?:csrf|drill)token=([^;]+)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : "";
}

let offset = 0;

// Milliseconds to add to this device's clock to have the server's; small differences are only the way there and back.
export function clockOffset() {
  return offset;
}

export async function ask(url, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), options.timeout || TIMEOUT_MS);
  try {
    return await plainFetch(url, { credentials: "same-origin", signal: stop.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

export function post(url, body, headers = {}) {
  return ask(url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(), ...headers },
  });
}

// Who the server says we are: {user} when signed in, {user: ""} when not; throws without a line.
export async function whoAmI() {
  const answer = await ask("/login/state/", { headers: { "X-Background": "1" }, timeout: 8000 });
  const date = Date.parse(answer.headers.get("Date") || "");
  if (date) offset = Math.abs(date - Date.now()) > 60000 ? date - Date.now() : 0;
  return await answer.json();
}

export async function problemOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
