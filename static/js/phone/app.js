// The phone's pages for people who are signed in: the outbox, the chips, and what the page at hand needs.

import "./net.js";
import { ready as words } from "../i18n.js";
import { start as chips } from "./chips.js";
import { start as outbox } from "./flush.js";
import { persist, ready as storage } from "./store.js";

const PARTS = [
  ["[data-report-form]", () => import("./report.js")],
  ["[data-follow-form]", () => import("./follow.js")],
  ["[data-outbox-page]", () => import("./outbox-page.js")],
  ["[data-answer-form]", () => import("./answer.js")],
  ["[data-order]", () => import("./orders.js")],
  ["[data-drafts-home]", () => import("./home.js")],
];

// Whoever signs out takes the pages along that show what they could see; drafts and the outbox stay.
function leaving() {
  for (const form of document.querySelectorAll("[data-sign-out]"))
    form.addEventListener("submit", () => navigator.serviceWorker?.controller?.postMessage("signed-out"));
}

async function go() {
  await words;
  await storage();
  leaving();
  for (const [selector, load] of PARTS) if (document.querySelector(selector)) (await load()).start?.();
  // The form comes first; signing in again and what the chips say may be a moment later.
  await import("../session.js");
  outbox();
  await chips();
  document.addEventListener("input", () => persist(), { once: true });
  document.documentElement.dataset.phone = "ready";
}

go();
