// What the sound chip opens: mute for a while (on record), volume of this workstation, a test, and notices of the system.

import { t, timeText } from "./i18n.js";
import { toast } from "./toast.js";

let dialog = null;
// Handed over by sound.js, which loads this file when the chip is pressed: two files may not import each other.
let MUTE_MIN, mute, mutedUntil, play, setVolume, volume;

function made(tag, values = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...inside);
  return element;
}

function press(words, run, look = "btn btn-quiet") {
  const button = made("button", { type: "button", className: look, textContent: words });
  button.addEventListener("click", run);
  return button;
}

async function quiet(minutes) {
  const recorded = await mute(minutes);
  if (!recorded) toast(t("It holds here, but the server could not record it."), { kind: "warning" });
  draw();
}

function muting() {
  const until = mutedUntil();
  if (until)
    return made(
      "div",
      { className: "dialog-buttons" },
      made("p", { textContent: t("Muted until %(time)s; then it sounds again by itself.", { time: timeText(until) }) }),
      press(t("Sound again now"), () => quiet(0), "btn btn-primary"),
    );
  return made(
    "div",
    { className: "dialog-buttons" },
    press(t("Mute for %(minutes)s minutes", { minutes: MUTE_MIN }), () => quiet(MUTE_MIN)),
    press(t("Mute for %(minutes)s minutes", { minutes: 60 }), () => quiet(60)),
  );
}

function loudness() {
  const slider = made("input", { type: "range", min: "10", max: "100", step: "10", value: String(volume()) });
  slider.addEventListener("change", () => {
    setVolume(slider.value);
    play("incident");
  });
  return made("label", {}, t("Volume of this workstation"), slider);
}

function notices() {
  if (!("Notification" in window) || !window.isSecureContext)
    return made("p", {
      className: "muted",
      textContent: t("This browser shows no notices here: they need a secure connection (https)."),
    });
  if (Notification.permission === "granted")
    return made("p", { className: "muted", textContent: t("Notices of this computer are allowed.") });
  if (Notification.permission === "denied")
    return made("p", {
      className: "muted",
      textContent: t("Notices are refused in the settings of this browser; they can be allowed there."),
    });
  return press(t("Also show notices of this computer"), async () => {
    await Notification.requestPermission();
    draw();
  });
}

function draw() {
  const form = dialog.querySelector("form");
  form.replaceChildren(
    muting(),
    made("p", { className: "muted small", textContent: t("A mute ends by itself and is written into the record.") }),
    loudness(),
    made(
      "div",
      { className: "dialog-buttons" },
      press(t("Test: new incident"), () => play("incident")),
      press(t("Test: grade I or II"), () => play("grave")),
    ),
    notices(),
  );
}

export function open(sound) {
  ({ MUTE_MIN, mute, mutedUntil, play, setVolume, volume } = sound);
  if (!dialog) {
    dialog = made("dialog", { className: "dialog sound-panel" });
    dialog.setAttribute("aria-labelledby", "sound-title");
    const close = press(t("Close"), () => dialog.close(), "btn btn-sm btn-quiet");
    const form = made("form");
    form.method = "dialog";
    dialog.append(
      made(
        "div",
        { className: "dialog-head" },
        made("h2", { id: "sound-title", textContent: t("Alarms and sound") }),
        close,
      ),
      form,
    );
    document.body.append(dialog);
  }
  draw();
  if (!dialog.open) dialog.showModal();
}
