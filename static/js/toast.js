// Messages at the edge: toast(text, {kind, seconds, undo, action}). Undo counts down; an action {label, run} stays until
// it is pressed. Everything is also said to screen readers,
// at most one polite message in three seconds, merged.

import { t, tn } from "./i18n.js";

const waiting = [];
let timer = 0;

function flush() {
  timer = 0;
  const region = document.querySelector("[data-polite]");
  if (!region || !waiting.length) return;
  const words = waiting.splice(0);
  region.textContent =
    words.length > 3 ? tn("%(count)s new message", "%(count)s new messages", words.length) : words.join(" ");
  timer = setTimeout(flush, 3000);
}

export function say(text) {
  waiting.push(text);
  if (!timer) flush();
}

export function alarm(text) {
  const region = document.querySelector("[data-assertive]");
  if (region) region.textContent = text;
}

function closer(card) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-quiet";
  button.textContent = t("Close");
  button.addEventListener("click", () => card.remove());
  return button;
}

function undoButton(card, undo, seconds) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-primary";
  let left = seconds;
  const label = () => {
    button.textContent = t("Undo (%(seconds)s)", { seconds: left });
  };
  label();
  const tick = setInterval(() => {
    left -= 1;
    if (left > 0) label();
    else {
      clearInterval(tick);
      card.remove();
    }
  }, 1000);
  button.addEventListener("click", async () => {
    clearInterval(tick);
    button.disabled = true;
    await undo();
    card.remove();
  });
  return button;
}

function actionButton({ label, run }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-primary";
  button.textContent = label;
  button.addEventListener("click", run);
  return button;
}

export function toast(text, { kind = "info", seconds = 6, undo = null, action = null } = {}) {
  const host = document.querySelector("[data-toasts]");
  if (!host) return null;
  const card = document.createElement("div");
  card.className = `toast-card toast-${kind}`;
  const words = document.createElement("p");
  words.textContent = text;
  card.append(words);
  if (action) card.append(actionButton(action));
  else if (undo) card.append(undoButton(card, undo, seconds));
  else {
    card.append(closer(card));
    if (kind !== "error") setTimeout(() => card.remove(), seconds * 1000);
  }
  host.append(card);
  while (host.children.length > 5) host.firstElementChild.remove();
  if (kind === "error") alarm(text);
  else say(text);
  return card;
}
