// Photos and voice notes of the form at hand: taken, shown with their size, taken away again.

import { t } from "../i18n.js";
import { sizeText } from "./ids.js";
import { addPhoto, addVoice, MOST_PHOTOS } from "./media.js";
import { pointOf, setPoint } from "./point.js";
import { mediaOf, remove } from "./store.js";
import { canRecord, voiceButton } from "./voice.js";

function card(piece, drop) {
  const item = document.createElement("li");
  if (piece.thumb) {
    const image = document.createElement("img");
    image.src = piece.thumb;
    image.alt = t("Photo %(name)s", { name: piece.name });
    item.append(image);
  } else if (piece.kind === "voice") {
    const player = document.createElement("audio");
    player.controls = true;
    player.src = URL.createObjectURL(piece.blob);
    item.append(player);
  }
  const words = document.createElement("span");
  const size = sizeText(piece.size);
  words.textContent = piece.was > piece.size ? `${sizeText(piece.was)} → ${size}` : size;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field-tool-plain";
  button.textContent = t("Remove");
  button.addEventListener("click", drop);
  item.append(words, button);
  return item;
}

// The first photo that knows its place lends it to the report, unless the report has one.
function lendPlace(form, piece) {
  if (!Number.isFinite(piece.lon) || piece.lon === null || pointOf(form)) return;
  setPoint(form, piece.lon, piece.lat, "device");
}

export async function attachments(form, owner, changed) {
  const frame = form.querySelector("[data-attachments]");
  let pieces = await mediaOf(owner);
  const api = {
    count: () => pieces.length,
    bytes: () => pieces.reduce((sum, one) => sum + one.size, 0),
    list: () => pieces,
  };
  if (!frame) return api;
  const words = frame.querySelector("[data-attachment-words]");
  const list = frame.querySelector("[data-attachment-list]");

  async function show() {
    pieces = await mediaOf(owner);
    list.replaceChildren(
      ...pieces.map((piece) =>
        card(piece, async () => {
          await remove("media", piece.id);
          await show();
          changed();
        }),
      ),
    );
  }

  async function add(make) {
    try {
      const piece = await make(pieces.length ? pieces[pieces.length - 1].order + 1 : 0);
      lendPlace(form, piece);
      words.textContent = "";
      await show();
      changed();
    } catch (error) {
      words.textContent = /quota/i.test(error.name) ? t("The storage of this phone is full.") : error.message;
    }
  }

  frame.hidden = false;
  const input = frame.querySelector("[data-photos]");
  input.addEventListener("change", async () => {
    for (const file of input.files) {
      if (pieces.filter((one) => one.kind === "photo").length >= MOST_PHOTOS) {
        words.textContent = t("At most %(count)s photos.", { count: MOST_PHOTOS });
        break;
      }
      await add((order) => addPhoto(owner, file, order));
    }
    input.value = "";
  });
  const voice = frame.querySelector("[data-voice]");
  voice.hidden = !canRecord();
  const failed = (why) => {
    words.textContent = why;
  };
  voiceButton(voice, (blob, seconds) => add((order) => addVoice(owner, blob, order, seconds)), failed);
  await show();
  return api;
}
