// What a person arranged on the map: layers, opacity, named views. Kept on the server for every browser of theirs; where
// the server refuses or is away, in this browser.

const KEY = "map";
const URL_ = `/preferences/settings/${KEY}/`;
const user = document.documentElement.dataset.user || "";
const LOCAL = `map.settings.${user}`;
const WAIT_MS = 1200;

function token() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

export async function send(path, method, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() };
  const answer = await fetch(path, { method, credentials: "same-origin", headers, body: JSON.stringify(body) });
  let document_ = null;
  try {
    document_ = await answer.json();
  } catch {
    // an answer without a body
  }
  return { ok: answer.ok, status: answer.status, body: document_ };
}

function local() {
  try {
    return JSON.parse(localStorage.getItem(LOCAL)) || {};
  } catch {
    return {};
  }
}

export async function loadSettings() {
  try {
    const answer = await fetch(URL_, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.ok) return (await answer.json()).value || local();
  } catch {
    // this browser's own memory then
  }
  return local();
}

export function keeper(value) {
  let timer = 0;
  async function write() {
    timer = 0;
    try {
      localStorage.setItem(LOCAL, JSON.stringify(value));
    } catch {
      // private mode: the server keeps it
    }
    try {
      await send(URL_, "PUT", { value });
    } catch {
      // kept in this browser
    }
  }
  return {
    value,
    change(part) {
      Object.assign(value, part);
      clearTimeout(timer);
      timer = setTimeout(write, WAIT_MS);
    },
  };
}
