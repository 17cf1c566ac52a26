// A screen that belongs to no wall yet: shows a code, asks every two seconds whether somebody has said yes, and takes a new
// code when the old one is over.

import { ready, t } from "./i18n.js";

const ASK_MS = 2000;
const AGAIN_MS = 5000;
const host = document.querySelector("[data-pair]");
const part = (name) => host.querySelector(`[data-${name}]`);
let until = 0;
let code = "";

function post(address) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  return fetch(address, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } });
}

function left(words) {
  part("left").textContent = words;
}

async function begin() {
  try {
    const answer = await post(host.dataset.new);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail || String(answer.status));
    ({ code } = told);
    until = Date.now() + (Date.parse(told.expires_at) - Date.parse(answer.headers.get("Date") || new Date()));
    part("code").textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
    part("address").textContent = told.address;
    const drawing = new DOMParser().parseFromString(told.drawing, "image/svg+xml").documentElement;
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", t("Code %(code)s as a square to photograph", { code }));
    part("drawing").replaceChildren(document.importNode(drawing, true));
    setTimeout(ask, ASK_MS);
  } catch (error) {
    part("code").textContent = "······";
    part("drawing").replaceChildren();
    left(t("No code yet: %(why)s It is tried again by itself.", { why: error.message }));
    setTimeout(begin, AGAIN_MS);
  }
}

async function ask() {
  try {
    const told = await (await post(host.dataset.poll)).json();
    if (told.state === "paired") {
      location.replace(told.url);
      return;
    }
    if (told.state === "over") {
      begin();
      return;
    }
    const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
    left(t("This code holds for another %(seconds)s s.", { seconds }));
  } catch {
    left(t("The server cannot be reached. It is tried again by itself."));
  }
  setTimeout(ask, ASK_MS);
}

ready.then(begin);
