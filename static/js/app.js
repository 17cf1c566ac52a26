// What every page needs: keys, forms, dialogs, toasts, menus, and htmx told to show refusals in words.

import "./dialogs.js";
import "./forms.js";
import "./sound.js";
import { ready, t } from "./i18n.js";
import { register } from "./keys.js";
import { part } from "./panel-failed.js";
import { toast } from "./toast.js";

// --- htmx: 4xx answers that are forms or fragments are shown in place; refusals become a message; 401 is session.js's.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  if (xhr.status === 401) {
    event.detail.shouldSwap = false;
    return;
  }
  const words = refusalWords(xhr);
  if (words || xhr.status >= 500) {
    event.detail.shouldSwap = false;
    // A part of the page says so in its own place.
    if (part(event)) return;
    toast(words || t("The server failed. Nothing was saved; try again."), { kind: "error" });
  } else if ([400, 409, 422].includes(xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener(
  "htmx:sendError",
  (event) => part(event) || toast(t("The server cannot be reached. What you typed is still here."), { kind: "error" }),
);
document.addEventListener(
  "htmx:timeout",
  (event) => part(event) || toast(t("The server did not answer in time. Try again."), { kind: "error" }),
);

function refusalWords(xhr) {
  const type = xhr.getResponseHeader("Content-Type") || "";
  if (type.includes("json")) {
    try {
      return JSON.parse(xhr.responseText).detail || "";
    } catch {
      return "";
    }
  }
  if (!xhr.responseText.includes("data-refusal")) return "";
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const text = page.querySelector("[data-refusal-text]");
  return text ? text.textContent.trim() : "";
}

// --- The server may ask for a toast: HX-Trigger: {"toast": {"text": "…", "kind": "info", "undo": "/url/"}}
document.addEventListener("toast", (event) => {
  const { text = "", kind = "info", seconds, undo = "" } = event.detail || {};
  toast(text, { kind, seconds: seconds || (undo ? 10 : 6), undo: undo ? () => post(undo) : null });
});

export async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrf(), "HX-Request": "true" },
  });
  if (!answer.ok && answer.status !== 401) toast(t("Not done (%(code)s)", { code: answer.status }), { kind: "error" });
  return answer;
}

export function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

// --- Menus close on Escape and on a press elsewhere.
document.addEventListener("click", (event) => {
  // What was pressed may be drawn anew by now: then it was inside.
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (event.target.isConnected && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function go(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  return !!link;
}

function intake() {
  if (go("[data-open-intake]")) return true;
  const desk = document.querySelector('.frame-nav a[href="/duty/"]');
  if (desk) location.assign("/duty/#intake");
  return !!desk;
}

register({ key: "F2", label: () => t("New intake"), run: intake });
register({ key: "F4", label: () => t("Dispatch board"), run: () => go('.frame-nav a[href="/dispatch/"]') });
register({ key: "F9", label: () => t("Map"), run: () => go('.frame-nav a[href="/map/"]') });
register({ key: "Ctrl+Enter", label: () => t("Save the form"), run: () => false });
register({ key: "Esc", label: () => t("Close or step back"), run: () => false });

await ready;
for (const notice of document.querySelectorAll("[data-notice][hidden]")) toast(notice.textContent.trim());
