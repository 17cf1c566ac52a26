// Photos and voice notes: made smaller, kept with their draft, sent after the text, one after the other.

import { t } from "../i18n.js";
import { exifOf } from "./exif.js";
import { uuid } from "./ids.js";
import { ask, token } from "./net.js";
import { mediaOf, put } from "./store.js";

const SIDE = 1600;
const THUMB = 160;
const QUALITY = 0.7;
export const MOST_PHOTOS = 9;

function asImage(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = url;
  });
}

async function decoded(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return asImage(URL.createObjectURL(blob));
  }
}

function drawn(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function asBlob(canvas) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

// A picture of 1600 px; time and place of its EXIF are kept as fields. What cannot be drawn is kept as it came.
export async function addPhoto(owner, file, order) {
  const facts = await exifOf(file);
  let blob = file;
  let thumb = "";
  try {
    const picture = await decoded(file);
    thumb = drawn(picture, THUMB).toDataURL("image/jpeg", 0.6);
    const smaller = await asBlob(drawn(picture, SIDE));
    if (smaller && (smaller.size < file.size || file.type !== "image/jpeg")) blob = smaller;
    picture.close?.();
  } catch {
    if (!/^image\//.test(file.type)) throw new Error(t("This is not a picture."));
  }
  const name = blob === file ? file.name : `${(file.name || "photo").replace(/\.\w+$/, "")}.jpg`;
  const taken = facts.takenAt || (file.lastModified ? new Date(file.lastModified).toISOString() : null);
  const row = { id: uuid(), owner, order, kind: "photo", blob, thumb, name, was: file.size, size: blob.size, taken };
  return put("media", { ...row, lon: facts.lon ?? null, lat: facts.lat ?? null, sent: 0, done: false });
}

export async function addVoice(owner, blob, order, seconds) {
  const ending = /mp4|aac/.test(blob.type) ? "m4a" : /ogg/.test(blob.type) ? "ogg" : "weba";
  const row = { id: uuid(), owner, order, kind: "voice", blob, name: `voice-${order + 1}.${ending}`, size: blob.size };
  return put("media", { ...row, was: blob.size, seconds, taken: new Date().toISOString(), sent: 0, done: false });
}

async function sendOne(item, piece, tell) {
  const { upload } = await import("../files-upload.js");
  await upload(piece.blob, {
    subject: `report:${item.server.id}`,
    name: piece.name,
    takenAt: piece.taken,
    takenLocation: Number.isFinite(piece.lon) ? { type: "Point", coordinates: [piece.lon, piece.lat] } : null,
    patience: 2,
    fetch: (url, init) => ask(url, { ...init, timeout: 60000 }),
    headers: { "X-CSRFToken": token() },
    onProgress: ({ sent }) => tell(sent),
  });
}

// Answers {state: "done" | "login" | "later" | "refused", words, seconds}; a refused piece does not stop the others.
export async function sendMedia(item, progress) {
  const pieces = await mediaOf(item.id);
  const total = pieces.reduce((sum, one) => sum + one.size, 0);
  let before = pieces.filter((one) => one.done).reduce((sum, one) => sum + one.size, 0);
  let refusal = "";
  for (const piece of pieces.filter((one) => !one.done && !one.refused)) {
    try {
      let told = 0;
      await sendOne(item, piece, (sent) => {
        if (Date.now() - told < 400) return;
        told = Date.now();
        progress(before + sent, total);
      });
      await put("media", { ...piece, done: true });
      before += piece.size;
      await progress(before, total);
    } catch (error) {
      if (error.status === 401) return { state: "login" };
      if (!error.permanent) return { state: "later", words: error.message, seconds: error.status === 429 ? 60 : 0 };
      refusal = `${piece.name}: ${error.message}`;
      await put("media", { ...piece, refused: error.message });
    }
  }
  const left = (await mediaOf(item.id)).filter((one) => one.refused);
  return left.length
    ? { state: "refused", words: refusal || `${left[0].name}: ${left[0].refused}` }
    : { state: "done" };
}
