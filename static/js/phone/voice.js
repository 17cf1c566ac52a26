// A voice note: press to speak, press again to end; listened to before it is sent. Five minutes at most.

import { t } from "../i18n.js";

const LONGEST_S = 300;

export function canRecord() {
  return window.isSecureContext && !!navigator.mediaDevices?.getUserMedia && typeof MediaRecorder !== "undefined";
}

function kind() {
  const known = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  return known.find((one) => MediaRecorder.isTypeSupported(one)) || "";
}

// `button` starts and ends; `done(blob, seconds)` gets the note, `failed(words)` why there is none.
export function voiceButton(button, done, failed) {
  let recorder = null;
  let began = 0;
  let clock = 0;
  const words = button.textContent;

  function label() {
    const seconds = Math.floor((Date.now() - began) / 1000);
    button.textContent = t("End the recording (%(seconds)s s)", { seconds });
    if (seconds >= LONGEST_S) recorder.stop();
  }

  async function begin() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      failed(t("The phone does not give its microphone."));
      return;
    }
    const parts = [];
    const type = kind();
    recorder = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: 24000 });
    recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      for (const track of stream.getTracks()) track.stop();
      const seconds = Math.round((Date.now() - began) / 1000);
      const blob = new Blob(parts, { type: recorder.mimeType });
      recorder = null;
      button.textContent = words;
      button.classList.remove("is-recording");
      if (blob.size) done(blob, seconds);
    });
    began = Date.now();
    recorder.start(1000);
    button.classList.add("is-recording");
    label();
    clock = setInterval(label, 500);
  }

  button.addEventListener("click", () => (recorder ? recorder.stop() : begin()));
}
