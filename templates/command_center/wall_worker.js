// Service worker of the walls, for the folder /wall/ only. A wall that starts without its server shows the last picture,
// marked with its age, and not a browser's error page. Nothing here answers while the server does.

const VERSION = "{{ version|escapejs }}";
const KEPT = "wall-kept-2";
const PATIENCE_MS = 8000;
const WALL = /^\/wall\/[a-z0-9-]+\/(data\/|state\/|map\/|size\.css)?$/;
const NEVER = /^\/wall\/(pair|new)\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clean()));

async function clean() {
  for (const name of await caches.keys()) if (name.startsWith("wall-") && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
}

// What a screen says of itself travels in the query and is no part of what it asked for.
function keyOf(url) {
  return url.pathname.endsWith("/map/") ? url.href : url.origin + url.pathname;
}

function wallOf(url) {
  return url.pathname.split("/")[2];
}

async function forget(url) {
  const cache = await caches.open(KEPT);
  for (const one of await cache.keys()) if (new URL(one.url).pathname.startsWith(`/wall/${wallOf(url)}/`)) await cache.delete(one);
}

async function keep(url, answer) {
  const headers = new Headers(answer.headers);
  headers.delete("set-cookie");
  headers.set("x-kept-at", new Date().toISOString());
  const body = await answer.blob();
  const cache = await caches.open(KEPT);
  await cache.put(keyOf(url), new Response(body, { status: 200, headers }));
}

async function newest(url) {
  const cache = await caches.open(KEPT);
  const times = [];
  for (const part of ["", "data/"]) {
    const kept = await cache.match(`${url.origin}/wall/${wallOf(url)}/${part}`);
    if (kept) times.push(kept.headers.get("x-kept-at"));
  }
  return times.sort().pop();
}

async function kept(url, page) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(keyOf(url));
  if (!found) return null;
  if (!page) return found;
  const text = (await found.text()).replace("<html ", `<html data-kept-at="${await newest(url)}" `);
  return new Response(text, { status: 200, headers: found.headers });
}

// A server that hangs is as good as gone: a starting wall does not wait for it for ever.
function late() {
  return new Promise((_never, give) => setTimeout(() => give(new Error("no answer")), PATIENCE_MS));
}

async function answer(request, url) {
  const page = request.mode === "navigate";
  try {
    const fresh = await (page ? Promise.race([fetch(request), late()]) : fetch(request));
    if (WALL.test(url.pathname) && (fresh.status === 401 || fresh.status === 404 || fresh.redirected)) await forget(url);
    if (fresh.status >= 500) return (await kept(url, page)) || fresh;
    if (fresh.status === 200 && !fresh.redirected && fresh.type === "basic") await keep(url, fresh.clone());
    return fresh;
  } catch (error) {
    const found = await kept(url, page);
    if (found) return found;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || NEVER.test(url.pathname)) return;
  const ours = WALL.test(url.pathname) || url.pathname.startsWith("/static/") || url.pathname.startsWith("/i18n/");
  if (ours) event.respondWith(answer(event.request, url));
});
