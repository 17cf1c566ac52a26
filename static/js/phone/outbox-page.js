// The outbox: what waits on this phone, why, how large, and every way out: send now, correct, text message, file, delete.

import { dayTimeText, t, tn } from "../i18n.js";
import { again, changed, flush, items, me, status } from "./flush.js";
import { sizeText } from "./ids.js";
import { mergeView } from "./merge.js";
import { smsLink } from "./sms.js";
import { forget, mediaOf, put, remove, room } from "./store.js";
import { zip } from "./zip.js";

function stateWords(item) {
  if (item.state === "sent") return t("sent");
  if (item.state === "conflict") return t("Somebody else stated other figures");
  if (item.state === "error") return t("not accepted");
  if (item.state === "sending") return t("being sent");
  if (item.state === "partial")
    return t("text sent, photos waiting: %(sent)s of %(total)s", {
      sent: sizeText(item.mediaSent || 0),
      total: sizeText(item.mediaTotal || item.bytes || 0),
    });
  return t("waiting");
}

function button(words, run, quiet = false) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = quiet ? "field-button is-quiet" : "field-button";
  made.textContent = words;
  made.addEventListener("click", run);
  return made;
}

// Back into the form it came from, with everything in it; the report keeps its key, the request gets a new one.
async function correct(item) {
  const draft = { id: item.id, kind: item.path.includes("full") ? "full" : "report", path: item.path, data: item.form };
  if (item.kind === "followup") draft.kind = `follow:${item.receipt}`;
  await put("drafts", {
    ...draft,
    created: item.created,
    updated: Date.now(),
    rev: item.rev + 1,
    user: me,
    label: item.label,
  });
  await remove("outbox", item.id);
  location.assign(`${item.path}?draft=${item.id}`);
}

async function drop(item) {
  const words =
    item.state === "sent"
      ? t("Delete this copy? The server has the report.")
      : t("Delete this without sending it? Nobody else has it.");
  if (!window.confirm(words)) return;
  await forget("outbox", item.id);
  changed();
}

function ways(item) {
  const row = document.createElement("div");
  row.className = "item-ways";
  const number = document.querySelector("[data-outbox-page]").dataset.sms || "";
  if (item.state === "sent" || item.server?.receipt) {
    if (item.server?.receipt) {
      const link = document.createElement("a");
      link.className = "field-button is-quiet";
      link.href = `/r/${item.server.receipt}/`;
      link.textContent = t("What became of it");
      row.append(link);
    }
  } else {
    if (item.state !== "conflict") row.append(button(t("Send now"), () => again(item.id)));
    if (item.path && item.form) row.append(button(t("Correct"), () => correct(item), true));
    if (item.sms) {
      const link = document.createElement("a");
      link.className = "field-button is-quiet";
      link.href = smsLink(item.sms, number);
      link.textContent = t("By text message instead");
      link.title = item.sms;
      row.append(link);
    }
  }
  if (item.state !== "sending") row.append(button(t("Delete"), () => drop(item), true));
  return row;
}

function reasons(item) {
  const list = document.createElement("ul");
  list.className = "item-reasons";
  for (const words of new Set([item.error, ...(item.errors || []).map((one) => one.message)])) {
    if (!words) continue;
    const line = document.createElement("li");
    line.textContent = words;
    list.append(line);
  }
  return list;
}

function card(item) {
  const made = document.createElement("article");
  made.className = `field-card outbox-item is-${item.state}`;
  made.dataset.item = item.id;
  made.dataset.state = item.state;
  const title = document.createElement("strong");
  title.textContent = item.label || t("Report");
  const mark = document.createElement("span");
  mark.className = "field-status";
  mark.textContent = stateWords(item);
  const facts = document.createElement("span");
  facts.className = "field-meta";
  const size = item.bytes ? sizeText(item.bytes) : "";
  const tries = item.tries ? tn("%(count)s try", "%(count)s tries", item.tries) : "";
  const when =
    item.nextAt > Date.now() ? t("next at %(time)s", { time: dayTimeText(new Date(item.nextAt)).slice(6) }) : "";
  facts.textContent = [item.server?.number, dayTimeText(new Date(item.created)), size, tries, when]
    .filter(Boolean)
    .join(" · ");
  made.append(title, mark, facts);
  if (item.state !== "sent" && (item.error || item.errors?.length)) made.append(reasons(item));
  if (item.state === "conflict") made.append(mergeView(item));
  if (item.sms && item.state !== "sent" && !item.server) {
    const text = document.createElement("code");
    text.className = "item-sms";
    text.textContent = item.sms;
    made.append(text);
  }
  if (!item.user || item.user === me) made.append(ways(item));
  return made;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function exportAll() {
  const rows = (await items()).filter((one) => one.state !== "sent" && (!one.user || one.user === me));
  const files = [];
  for (const row of rows)
    for (const piece of await mediaOf(row.id)) files.push({ name: `${row.id}/${piece.name}`, blob: piece.blob });
  const words = rows.map(
    (row) => `${dayTimeText(new Date(row.created))} ${row.label}\n${row.sms || ""}\n${row.body?.description || ""}`,
  );
  const json = JSON.stringify({ exported: new Date().toISOString(), items: rows }, null, 1);
  files.unshift(
    { name: "outbox.json", blob: new Blob([json]) },
    { name: "reports.txt", blob: new Blob([`\ufeff${words.join("\n\n")}`]) },
  );
  save(await zip(files), `outbox-${new Date().toISOString().slice(0, 16).replace(":", "")}.zip`);
}

async function dropSent() {
  for (const row of (await items()).filter((one) => one.state === "sent")) await forget("outbox", row.id);
  changed();
}

let drawn = "";

async function draw() {
  const page = document.querySelector("[data-outbox-page]");
  const rows = await items();
  const open = rows.filter((one) => one.state !== "sent");
  const done = rows.filter((one) => one.state === "sent");
  const shape = JSON.stringify([rows, status.needsLogin]);
  if (shape === drawn || (drawn && page.querySelector(".merge input:checked"))) return;
  drawn = shape;
  greet(rows);
  page.querySelector("[data-open]").replaceChildren(...open.map(card));
  page.querySelector("[data-done]").replaceChildren(...done.reverse().map(card));
  page.querySelector("[data-nothing]").hidden = open.length > 0;
  page.querySelector("[data-done-title]").hidden = !done.length;
  for (const one of page.querySelectorAll("[data-needs-items]")) one.hidden = !open.length;
  page.querySelector("[data-drop-sent]").hidden = !done.length;
  page.querySelector("[data-sign-in]").hidden = !(status.needsLogin && open.length);
  const used = await room();
  const words = page.querySelector("[data-room]");
  if (used?.quota)
    words.textContent = t("Used on this phone: %(used)s of %(quota)s", {
      used: sizeText(used.usage),
      quota: sizeText(used.quota),
    });
}

// “Kept, and sent by itself”, for as long as that is so.
function greet(rows) {
  const id = new URLSearchParams(location.search).get("new");
  const item = rows.find((one) => one.id === id);
  document.querySelector("[data-kept-words]").hidden = !["queued", "sending"].includes(item?.state);
}

export async function start() {
  const page = document.querySelector("[data-outbox-page]");
  document.addEventListener("outbox:changed", draw);
  page.querySelector("[data-flush]").addEventListener("click", () => flush({ byHand: true }));
  page.querySelector("[data-export]").addEventListener("click", exportAll);
  page.querySelector("[data-drop-sent]").addEventListener("click", dropSent);
  page
    .querySelector("[data-sign-in]")
    .addEventListener("click", () => document.dispatchEvent(new CustomEvent("session:needed")));
  await draw();
}
