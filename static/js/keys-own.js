// A person's own arrangement of single-letter keys (WCAG 2.1.4): all off, or each on another key. Kept on the server,
// remembered for the session so that no page waits for it.

const URL_ = "/preferences/settings/keys/";
const user = document.documentElement.dataset.user || "";
const CACHE = `keys.own.${user}`;
let own = { letters: true, remap: {} };

function remember() {
  try {
    sessionStorage.setItem(CACHE, JSON.stringify(own));
  } catch {
    // holds for this page
  }
}

function take(value) {
  own = { letters: value?.letters !== false, remap: { ...value?.remap } };
}

export function settings() {
  return own;
}

// The key that answers for a registered one: the person's own, "" when switched off, else itself.
export function chosenKey(scope, key) {
  const mine = own.remap[`${scope}:${key}`];
  return mine === undefined ? key : mine;
}

function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

export async function keep(change) {
  take({ ...own, ...change });
  remember();
  if (!user) return true;
  try {
    const answer = await fetch(URL_, {
      method: "PUT",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" },
      body: JSON.stringify({ value: own }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

export async function load() {
  try {
    const known = sessionStorage.getItem(CACHE);
    if (known) {
      take(JSON.parse(known));
      return;
    }
  } catch {
    // ask the server
  }
  if (!user || document.documentElement.dataset.surface === "wall") return;
  try {
    const answer = await fetch(URL_, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    take((await answer.json()).value);
    remember();
  } catch {
    // without the server the keys stay as they come
  }
}
