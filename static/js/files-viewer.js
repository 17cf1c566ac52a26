// The viewer: one file at a time over the page, with everything by keys too. It shows what the gallery it was opened from
// holds, and gives the focus back to where it came from.

import { t } from "./i18n.js";
import { register } from "./keys.js";

const ZOOMS = [1, 1.5, 2, 3, 4, 6];
let dialog = null;
let faces = [];
let at = 0;
let zoom = 0;
let turned = 0;
let shift = { x: 0, y: 0 };

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(label, key, run) {
  const made = make("button", "btn btn-sm btn-quiet files-button");
  made.type = "button";
  made.append(label);
  if (key) made.append(" ", make("kbd", "keycap", key));
  made.addEventListener("click", run);
  return made;
}

function build() {
  dialog = make("dialog", "files-viewer");
  dialog.dataset.keys = "files";
  dialog.setAttribute("aria-label", t("File"));
  const stage = make("div", "viewer-stage");
  stage.tabIndex = 0;
  const bar = make("div", "viewer-bar");
  bar.append(
    button(t("Previous"), "←", () => step(-1)),
    button(t("Next"), "→", () => step(1)),
  );
  for (const one of bar.children) one.dataset.several = "";
  const ways = [button(t("Larger"), "+", () => scale(1)), button(t("Smaller"), "-", () => scale(-1))];
  for (const one of [...ways, button(t("Turn"), "R", turn)]) {
    one.dataset.picture = "";
    bar.append(one);
  }
  const get = make("a", "btn btn-sm btn-quiet files-button viewer-get", t("Download"));
  const place = make("a", "btn btn-sm btn-quiet files-button viewer-place", t("Place on the map"));
  place.target = "_blank";
  bar.append(
    get,
    place,
    button(t("Close"), "Esc", () => dialog.close()),
  );
  dialog.append(stage, make("p", "viewer-words"), bar);
  dialog.addEventListener("close", () => {
    stage.replaceChildren(); // a player stops
    if (faces[at]?.isConnected) faces[at].focus();
  });
  stage.addEventListener("pointermove", (event) => {
    if (!event.buttons || zoom === 0) return;
    shift = { x: shift.x + event.movementX, y: shift.y + event.movementY };
    apply();
  });
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      scale(event.deltaY < 0 ? 1 : -1);
    },
    { passive: false },
  );
  document.body.append(dialog);
}

function content(face) {
  const { kind } = face.dataset;
  const url = face.getAttribute("href");
  if (kind === "photo") {
    const picture = make("img", "viewer-picture");
    picture.src = `${url}thumb/?size=1280`;
    picture.alt = face.dataset.caption || face.dataset.name;
    picture.draggable = false;
    picture.dataset.whole = url;
    return picture;
  }
  if (kind === "audio" || kind === "video") {
    const player = make(kind, `viewer-${kind}`);
    player.controls = true;
    player.preload = "metadata";
    player.src = url;
    return player;
  }
  return make("p", "viewer-document", t("This document can be downloaded; it is not opened here."));
}

function show() {
  const face = faces[at];
  zoom = 0;
  turned = 0;
  shift = { x: 0, y: 0 };
  const stage = dialog.querySelector(".viewer-stage");
  stage.replaceChildren(content(face));
  for (const one of dialog.querySelectorAll("[data-several]")) one.hidden = faces.length < 2;
  for (const one of dialog.querySelectorAll("[data-picture]")) one.hidden = face.dataset.kind !== "photo";
  const { caption, name, facts, taken, lon, lat } = face.dataset;
  const words = [caption || name, facts, taken && t("taken %(time)s", { time: taken }), lat && `${lat}, ${lon}`];
  dialog.querySelector(".viewer-words").textContent =
    `${at + 1}/${faces.length} · ${words.filter(Boolean).join(" · ")}`;
  dialog.querySelector(".viewer-get").href = `${face.getAttribute("href")}?download`;
  const place = dialog.querySelector(".viewer-place");
  place.hidden = !lat;
  if (lat) place.href = `/map/?c=${lat},${lon}&z=16`;
  apply();
}

function apply() {
  const picture = dialog.querySelector(".viewer-picture");
  if (!picture) return;
  if (zoom > 0 && picture.dataset.whole) {
    picture.src = picture.dataset.whole; // every pixel, once somebody looks closely
    delete picture.dataset.whole;
  }
  picture.style.transform = `translate(${shift.x}px, ${shift.y}px) rotate(${turned}deg) scale(${ZOOMS[zoom]})`;
}

function step(by) {
  at = (at + by + faces.length) % faces.length;
  show();
}

function scale(by) {
  zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom + by));
  if (zoom === 0) shift = { x: 0, y: 0 };
  apply();
}

function turn() {
  turned = (turned + 90) % 360;
  apply();
}

export function openViewer(face) {
  if (!dialog) build();
  faces = [...face.closest("[data-files]").querySelectorAll("[data-view]")];
  at = faces.indexOf(face);
  show();
  dialog.showModal();
  dialog.querySelector(".viewer-stage").focus();
}

// Left and right belong to a player while it has the focus.
const arrow = (by) => (event) => (event.target.closest("audio, video") ? false : (step(by) ?? true));
register({ scope: "files", key: "ArrowLeft", label: () => t("Previous"), run: arrow(-1) });
register({ scope: "files", key: "ArrowRight", label: () => t("Next"), run: arrow(1) });
register({ scope: "files", key: "+", label: () => t("Larger"), run: () => scale(1) });
register({ scope: "files", key: "=", run: () => scale(1) });
register({ scope: "files", key: "-", label: () => t("Smaller"), run: () => scale(-1) });
register({ scope: "files", key: "R", label: () => t("Turn"), run: () => turn() });
