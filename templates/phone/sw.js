{% autoescape off %}// The service worker of /r/: the pages of the phone start without a line. It keeps the shell (scripts, styles, words) and
// the pages under /r/ only; every other page belongs to the server. Sending is the page's business, not this file's.

const VERSION = {{ version }};
const SHELL = `shell-${VERSION}`;
const PAGES = `pages-${VERSION}`;
const FILES = {{ shell }};
const START = {{ pages }};
const PATIENCE_MS = 3000;
const MOST_PAGES = 40;
// Pages that show nothing of a person: they stay when somebody signs out, so that a draft can still be begun.
const PLAIN = START.filter((path) => path !== "/r/");

// One missing file must not keep the rest from being there.
async function fill(name, addresses) {
  const cache = await caches.open(name);
  await Promise.all(
    addresses.map(async (address) => {
      try {
        const answer = await fetch(address, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) await cache.put(address, answer);
      } catch {
        // the next visit fetches it
      }
    }),
  );
}

self.addEventListener("install", (event) => {
  event.waitUntil(fill(SHELL, FILES).then(() => fill(PAGES, START)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (/^(shell|pages)-/.test(name) && name !== SHELL && name !== PAGES) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  // The words in the language of the page, whose address this file cannot know.
  if (event.data?.keep) event.waitUntil(fill(SHELL, event.data.keep));
  if (event.data === "another-person") event.waitUntil(forgetPages().then(() => fill(PAGES, START)));
  if (event.data === "activate") self.skipWaiting();
  if (event.data === "signed-out") event.waitUntil(forgetPages());
});

async function forgetPages() {
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys())
    if (!PLAIN.includes(new URL(request.url).pathname)) await cache.delete(request);
}

// What is kept is shown at once and fetched anew behind it.
async function staleWhileRevalidate(request, event) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  const fresh = fetch(request).then((answer) => {
    if (answer.ok && answer.type === "basic") cache.put(request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

async function tidy(cache) {
  const keys = await cache.keys();
  for (const request of keys.slice(0, Math.max(0, keys.length - MOST_PAGES)))
    if (!START.includes(new URL(request.url).pathname)) await cache.delete(request);
}

async function fetchPage(request) {
  const answer = await fetch(request);
  // A redirect leads to the sign-in page: that is not the page that was asked for.
  // Nor is a page with a question in its address the one to be shown later under the plain one.
  const { pathname, search } = new URL(request.url);
  if (answer.ok && !answer.redirected && answer.type === "basic" && !search) {
    const cache = await caches.open(PAGES);
    await cache.put(pathname, answer.clone());
    await tidy(cache);
  }
  return answer;
}

function offline() {
  return caches.match("/r/outbox/").then(
    (page) => page || new Response("", { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } }),
  );
}

async function pageFirst(request) {
  const path = new URL(request.url).pathname;
  const kept = await (await caches.open(PAGES)).match(path);
  const fresh = fetchPage(request);
  if (!kept) return fresh.catch(offline);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fresh.then((answer) => (answer.status >= 500 ? kept : answer)).catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/") || url.pathname === "/r/words.json")
    event.respondWith(staleWhileRevalidate(request, event));
  else if (request.mode === "navigate" && url.pathname.startsWith("/r/")) event.respondWith(pageFirst(request));
});
{% endautoescape %}
