// The scan box: the camera where the browser reads barcodes, else a scanner that types, else fingers. On a sheet of lines
// (data-line with data-codes) a code leads to its line; elsewhere the form asks the server. The same code twice says so.

import { ready, t } from "./i18n.js";

const AGAIN_MS = 1500;
const box = document.querySelector("[data-scan]");
const field = box?.querySelector("[name=code]");
const said = box?.querySelector("[data-scan-said]");
const seen = new Map();
let stream = null;
let last = { code: "", at: 0 };

export function bare(text) {
  const code = text.trim();
  if (!code.includes("://")) return code;
  try {
    return new URL(code).searchParams.get("code") || code;
  } catch {
    return code;
  }
}

export function linesFor(code) {
  const wanted = code.toLowerCase();
  return [...document.querySelectorAll("[data-line]")].filter((line) =>
    line.dataset.codes.toLowerCase().split("|").includes(wanted),
  );
}

function tell(words) {
  said.textContent = words;
}

function goTo(lines, code) {
  for (const line of document.querySelectorAll(".is-here")) line.classList.remove("is-here");
  const line = lines.find((one) => !one.querySelector("input")?.value) || lines[0];
  line.classList.add("is-here");
  line.scrollIntoView({ block: "center" });
  const figure = line.querySelector("input");
  figure?.focus();
  figure?.select();
  const before = seen.get(code);
  seen.set(code, new Date().toLocaleTimeString());
  if (before) tell(t("The same code was scanned before, at %(at)s.", { at: before }));
  else if (lines.length > 1) tell(t("%(count)s lines carry this code; here is the next.", { count: lines.length }));
  else tell("");
}

// True when the code was dealt with on this page.
function here(code) {
  if (!document.querySelector("[data-line]")) return false;
  const lines = linesFor(code);
  if (lines.length) goTo(lines, code);
  else tell(t("“%(code)s” is not on this sheet.", { code }));
  field.value = "";
  return true;
}

function take(text) {
  const code = bare(text);
  const now = Date.now();
  if (!code || (code === last.code && now - last.at < AGAIN_MS)) return;
  last = { code, at: now };
  if (navigator.vibrate) navigator.vibrate(60);
  if (here(code)) return;
  field.value = code;
  stop();
  box.submit();
}

function stop() {
  for (const track of stream?.getTracks() || []) track.stop();
  stream = null;
  box.querySelector("[data-scan-view]").hidden = true;
}

async function watch(detector, video) {
  if (!stream) return;
  try {
    const found = await detector.detect(video);
    if (found.length) take(found[0].rawValue);
  } catch {
    // a frame that is not there yet
  }
  setTimeout(() => watch(detector, video), 150);
}

async function start() {
  const view = box.querySelector("[data-scan-view]");
  const video = view.querySelector("video");
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    tell(t("The camera is not available. Type the code."));
    field.focus();
    return;
  }
  view.hidden = false;
  video.srcObject = stream;
  await video.play();
  watch(new window.BarcodeDetector(), video);
}

if (box) {
  await ready;
  const button = box.querySelector("[data-scan-camera]");
  button.hidden = !("BarcodeDetector" in window && navigator.mediaDevices);
  button.addEventListener("click", start);
  box.querySelector("[data-scan-stop]").addEventListener("click", stop);
  box.addEventListener("submit", (event) => {
    const code = bare(field.value);
    if (code && here(code)) event.preventDefault();
  });
  window.addEventListener("pagehide", stop);
}
