// What the phone says of itself at the top of every page: the line, what waits, the missing lock, a newer version.

import { t, tn } from "../i18n.js";
import { flush, items, me, status } from "./flush.js";
import { get, persist, put, room, state as storage } from "./store.js";

const OLD_MS = 24 * 3600 * 1000;

function chip(name, words, className = "") {
  const one = document.querySelector(`[data-chip=${name}]`);
  if (!one) return;
  one.hidden = !words;
  if (one.textContent !== words) one.textContent = words;
  one.className = `field-chip ${className}`;
}

async function line(open) {
  if (status.needsLogin && open.length)
    chip("line", tn("Sign in to send %(count)s item", "Sign in to send %(count)s items", open.length), "is-warn");
  else if (status.offline || !navigator.onLine) chip("line", t("Offline: kept on this phone"), "is-warn");
  else chip("line", t("Online"));
  document.documentElement.classList.toggle("is-offline", status.offline || !navigator.onLine);
}

function notices(open) {
  const oldest = Math.min(...open.map((one) => one.created));
  const words = [];
  if (storage.full) words.push("full");
  if (open.length && Date.now() - oldest > OLD_MS)
    words.push(t("The oldest has waited for more than 24 hours. Send it, export it, or use a text message."));
  if (status.other)
    words.push(
      tn(
        "%(count)s item of somebody else waits on this phone; that person must sign in to send it.",
        "%(count)s items of somebody else wait on this phone; that person must sign in to send them.",
        status.other,
      ),
    );
  return words;
}

async function tell() {
  const open = (await items()).filter((one) => one.state !== "sent");
  for (const badge of document.querySelectorAll("[data-outbox-count]")) {
    badge.textContent = open.length || "";
    badge.closest("[data-outbox]").classList.toggle("is-empty", !open.length);
  }
  await line(open);
  const place = document.querySelector("[data-outbox-notice]");
  if (!place) return;
  const words = notices(open);
  if (words[0] === "full") {
    const used = await room();
    const mb = used ? Math.round(used.usage / 1048576) : "?";
    words[0] = t(
      "The storage of this phone is full (%(mb)s MB used). Open the outbox and delete copies already sent.",
      { mb },
    );
  }
  place.hidden = !words.length;
  place.textContent = words.join(" ");
}

function newer(registration) {
  const one = document.querySelector("[data-chip=version]");
  if (!one) return;
  chip("version", t("New version: press to update"), "is-action");
  one.onclick = () => {
    // Only by hand: a reload must never take a form away that is being filled in.
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("activate");
  };
}

// Another person than last time: the kept pages are fetched anew, so that nobody works in somebody else's name.
async function sameHands() {
  const before = await get("meta", "user");
  if (before?.value === me) return;
  const registration = await navigator.serviceWorker.ready;
  registration.active.postMessage("another-person");
  await put("meta", { id: "user", value: me });
}

async function worker() {
  if (!window.isSecureContext) {
    chip("insecure", t("Not encrypted: no offline start, no position"), "is-warn");
    return;
  }
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register("/r/sw.js", { scope: "/r/" });
    navigator.serviceWorker.ready.then((one) =>
      one.active.postMessage({ keep: [document.documentElement.dataset.catalogue] }),
    );
    if (registration.waiting && navigator.serviceWorker.controller) newer(registration);
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => {
        if (coming.state === "installed" && navigator.serviceWorker.controller) newer(registration);
      });
    });
    await sameHands();
  } catch {
    // refused by the browser: the outbox works while the page is open
  }
}

// The home screen keeps what is stored: browsers may forget a page that was not opened for a week.
function install() {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    chip("install", t("Put it on the home screen"), "is-action");
    document.querySelector("[data-chip=install]").onclick = () => event.prompt();
  });
  window.addEventListener("appinstalled", () => chip("install", ""));
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) && navigator.standalone === false;
  if (apple) chip("install", t("Share → Add to home screen, or this phone forgets after 7 days"), "is-warn");
}

function inApp() {
  const one = document.querySelector("[data-chip=browser]");
  if (one && /MicroMessenger|DingTalk/i.test(navigator.userAgent))
    chip("browser", t("To work offline, open this page in the phone's browser"), "is-warn");
}

export async function start() {
  inApp();
  install();
  if (!storage.durable) chip("memory", t("This browser keeps nothing: stay on this page until it is sent"), "is-warn");
  document.addEventListener("outbox:changed", tell);
  document.addEventListener("outbox:full", tell);
  document.querySelector("[data-chip=line]")?.addEventListener("click", async () => {
    if (status.needsLogin) document.dispatchEvent(new CustomEvent("session:needed"));
    await flush({ byHand: true });
  });
  await tell();
  await worker();
  if ((await items()).length) persist();
}
