// Files of a thing: the gallery that follows the feed, and adding by choosing, dropping, pasting or taking a photo.
// What is under way belongs to its subject, not to the markup: it goes on when the part around it is drawn anew.

import { askReason } from "./dialogs.js";
import { upload } from "./files-upload.js";
import { openViewer } from "./files-viewer.js";
import { ready, t, tn } from "./i18n.js";
import { toast } from "./toast.js";

const queues = new Map();

function queueOf(subject) {
  if (!queues.has(subject)) queues.set(subject, { subject, items: [], running: false });
  return queues.get(subject);
}

function hosts(subject) {
  return [...document.querySelectorAll("[data-files]")].filter((one) => !subject || one.dataset.subject === subject);
}

// --- The list ---------------------------------------------------------------------------------------------------------
async function load(host, background) {
  const list = host.querySelector("[data-files-list]");
  try {
    const headers = { "HX-Request": "true", ...(background ? { "X-Background": "1" } : {}) };
    const answer = await fetch(host.dataset.url, { credentials: "same-origin", headers });
    if (!answer.ok) throw new Error(String(answer.status));
    show(host, list, await answer.text());
  } catch {
    failed(host, list);
  }
}

function show(host, list, text) {
  if (list.dataset.text === text) return;
  const focused = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  const page = new DOMParser().parseFromString(text, "text/html");
  list.replaceChildren(...[...page.body.children].map((one) => document.adoptNode(one)));
  list.dataset.text = text;
  const shown = list.querySelector("[data-files-shown]");
  host.querySelector("[data-files-add]").hidden = !shown?.dataset.mayAdd;
  if (!document.getElementById("reason-dialog"))
    for (const button of list.querySelectorAll("[data-file-remove]")) button.remove();
  if (focused) list.querySelector(`a[href="${focused}"]`)?.focus();
  // A large picture is cleaned by a worker within seconds; its event brings the list anew, and this is for a lost one.
  if (list.querySelector(".file-waiting")) setTimeout(() => host.isConnected && load(host, true), 4000);
}

function failed(host, list) {
  const words = document.createElement("p");
  words.className = "muted";
  words.textContent = t("The files could not be read.");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm btn-quiet files-button";
  again.textContent = t("Try again");
  again.addEventListener("click", () => load(host));
  delete list.dataset.text;
  list.replaceChildren(words, again);
}

async function strike(button) {
  const reason = await askReason({ title: t("Strike this file: why?"), label: t("Strike") });
  if (!reason) return;
  const host = button.closest("[data-files]");
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  const url = `/api/v1/files/${button.dataset.fileRemove}/remove/`;
  const init = { method: "POST", credentials: "same-origin", headers, body: JSON.stringify({ reason }) };
  try {
    const answer = await fetch(url, init);
    const said = await answer.json();
    toast(answer.ok ? t("Struck; the record keeps that it was there.") : said.detail, {
      kind: answer.ok ? "info" : "error",
    });
  } catch {
    toast(t("The server cannot be reached. Nothing was changed."), { kind: "error" });
  }
  load(host);
}

function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  }
}

// --- What is under way ------------------------------------------------------------------------------------------------
function add(host, files) {
  const queue = queueOf(host.dataset.subject);
  const caption = host.querySelector("[data-files-caption]");
  for (const file of files) queue.items.push(item(file, caption.value.trim()));
  if (files.length) caption.value = "";
  draw(queue);
  run(queue);
}

function item(file, caption) {
  return { file, caption, name: file.name || t("pasted.png"), state: "queued", sent: 0, words: "", stop: null };
}

const open = (one) => ["queued", "reading", "sending", "waiting", "checking"].includes(one.state);

async function run(queue) {
  if (queue.running) return;
  queue.running = true;
  for (let one = next(queue); one; one = next(queue)) await send(queue, one);
  queue.running = false;
}

function next(queue) {
  return queue.items.find((one) => one.state === "queued");
}

async function send(queue, one) {
  one.stop = new AbortController();
  try {
    const done = await upload(one.file, {
      subject: queue.subject,
      name: one.name,
      caption: one.caption,
      signal: one.stop.signal,
      onProgress: ({ sent, state, message }) => {
        Object.assign(one, { sent, state, words: state === "waiting" ? message : "" });
        draw(queue);
      },
    });
    one.state = "done";
    queue.items = queue.items.filter((other) => other !== one);
    say(queue, done.state === "ready" ? t("%(name)s is there", { name: one.name }) : t("Being checked"));
    for (const host of hosts(queue.subject)) load(host);
  } catch (error) {
    one.state = error.name === "AbortError" ? "paused" : "failed";
    one.words = error.name === "AbortError" ? "" : error.message;
    one.hopeless = error.permanent;
    if (one.state === "failed") say(queue, `${one.name}: ${one.words}`);
  }
  draw(queue);
}

function say(queue, text) {
  for (const host of hosts(queue.subject)) host.querySelector("[data-files-status]").textContent = text;
}

const WORDS = {
  queued: () => t("Waits for its turn"),
  reading: () => t("Being read"),
  sending: () => "",
  waiting: () => t("No answer; it goes on by itself when the line is back"),
  checking: () => t("Being checked"),
  paused: () => t("Paused"),
  failed: () => t("Not taken"),
};

function button(label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-quiet files-button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}

function row(queue, one) {
  const line = document.createElement("li");
  line.className = `files-item is-${one.state}`;
  const name = document.createElement("span");
  name.className = "files-item-name";
  name.textContent = one.name;
  const bar = document.createElement("progress");
  bar.max = one.file.size || 1;
  bar.value = one.sent;
  bar.setAttribute("aria-label", one.name);
  const words = document.createElement("span");
  words.className = "files-item-words";
  const percent = `${Math.floor((100 * one.sent) / (one.file.size || 1))} %`;
  const said = one.state === "failed" && one.words ? one.words : WORDS[one.state]?.() || "";
  words.textContent = one.state === "failed" ? said : `${percent} ${said}`.trim();
  line.append(name, bar, words);
  const again = () => {
    one.state = "queued";
    draw(queue);
    run(queue);
  };
  if (["reading", "sending", "waiting"].includes(one.state)) line.append(button(t("Pause"), () => one.stop.abort()));
  if (one.state === "paused") line.append(button(t("Go on"), again));
  if (one.state === "failed" && !one.hopeless) line.append(button(t("Try again"), again));
  if (["queued", "paused", "failed"].includes(one.state)) {
    const drop = () => {
      queue.items = queue.items.filter((other) => other !== one);
      draw(queue);
    };
    line.append(button(t("Leave out"), drop));
  }
  return line;
}

function draw(queue) {
  for (const host of hosts(queue.subject)) {
    const list = host.querySelector("[data-files-queue]");
    const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...queue.items.map((one) => row(queue, one)));
    if (at >= 0) list.querySelectorAll("button")[at]?.focus();
  }
}

export function underWay(subject) {
  return [...queues.values()]
    .filter((one) => !subject || one.subject === subject)
    .flatMap((one) => one.items)
    .filter(open);
}

// --- Wiring -----------------------------------------------------------------------------------------------------------
function fresh(root) {
  const inside = [...(root.querySelectorAll?.("[data-files]") || [])];
  if (root.matches?.("[data-files]")) inside.push(root);
  for (const host of inside) {
    if (host.dataset.ready) continue;
    host.dataset.ready = "1";
    host.querySelector("[data-files-list]").addEventListener("refresh", () => load(host, true));
    draw(queueOf(host.dataset.subject));
    load(host);
  }
}

function keepWhenMorphed() {
  const callbacks = window.Idiomorph?.defaults.callbacks;
  if (!callbacks || callbacks.keepsFiles) return;
  const before = callbacks.beforeNodeMorphed;
  callbacks.keepsFiles = true;
  callbacks.beforeNodeMorphed = (old, made) =>
    old.dataset?.files !== undefined && old.dataset.subject === made.dataset?.subject ? false : before(old, made);
}

function hostAt(target) {
  const around = target?.closest?.("[data-files], [data-intake], [data-incident], [data-report-panel]");
  const inside = around?.matches("[data-files]") ? around : around?.querySelector("[data-files]");
  return inside || hosts().find((one) => one.offsetParent) || null;
}

const mayAdd = (host) => host && !host.querySelector("[data-files-add]").hidden;

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-files-input]")) return;
  add(event.target.closest("[data-files]"), [...event.target.files]);
  event.target.value = "";
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files || [])];
  const host = files.length ? hostAt(event.target) : null;
  if (!mayAdd(host)) return;
  event.preventDefault();
  add(host, files);
  toast(tn("%(count)s file pasted", "%(count)s files pasted", files.length));
});
for (const kind of ["dragover", "dragleave", "drop"])
  document.addEventListener(kind, (event) => {
    const host = event.target.closest?.("[data-files]");
    if (!mayAdd(host) || ![...(event.dataTransfer?.types || [])].includes("Files")) return;
    event.preventDefault();
    host.classList.toggle("is-over", kind === "dragover");
    if (kind === "drop") add(host, [...event.dataTransfer.files]);
  });
document.addEventListener("click", (event) => {
  const face = event.target.closest("[data-view]");
  if (face && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openViewer(face);
  }
  const remove = event.target.closest("[data-file-remove]");
  if (remove) strike(remove);
});
window.addEventListener("beforeunload", (event) => {
  if (underWay().length) event.preventDefault();
});

// A form that leaves this page when it is saved waits for what is under way; on the desk it goes on in the background.
document.addEventListener("htmx:confirm", async (event) => {
  const subject = event.target.closest?.("[data-intake]")?.querySelector("[data-files]")?.dataset.subject;
  if (!event.target.matches("[data-intake-form]") || location.pathname === "/duty/" || !underWay(subject).length)
    return;
  event.preventDefault();
  toast(t("Saved as soon as its files have been sent."));
  while (underWay(subject).length) await new Promise((resolve) => setTimeout(resolve, 200));
  event.detail.issueRequest(true);
});

document.addEventListener("htmx:load", (event) => fresh(event.detail.elt || document));
ready.then(() => {
  keepWhenMorphed();
  fresh(document);
});
