// Sending one file in pieces, going on after any cut: upload(blob, {subject, name, caption, …}) → the file as the server
// knows it (docs/api.md, “Files”). It goes on by itself when the network or the server is back; nothing is sent twice.
//
//   onProgress({sent, size, state})   state: reading | sending | waiting | checking
//   signal                            an AbortSignal: pauses for good; calling upload() again goes on where it stopped
//   patience                          failed tries in a row before it gives up (default: none, it waits for the line)
//   takenAt, takenLocation            ISO time and {type: "Point", coordinates: [lon, lat]} known to the caller
//   fetch, headers                    for callers with their own (a service worker, a token)
//
// Rejects with UploadError {status, message, permanent}: permanent ones (refused in words) are of no use to repeat.

import { sha256 } from "./files-sha256.js";

const SMALLEST = 65536;
const USUAL = 262144;
const LARGEST = 1048576;
const LONGEST_MS = 30000;
const STALL_MS = 60000;

export class UploadError extends Error {
  constructor(message, { status = 0, permanent = false } = {}) {
    super(message);
    this.name = "UploadError";
    this.status = status;
    this.permanent = permanent;
  }
}

function token() {
  if (typeof document === "undefined") return "";
  try {
    const known = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    if (known) return known;
  } catch {
    // a page without htmx
  }
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => done(() => reject(new DOMException("stopped", "AbortError")));
    const go = () => done(resolve);
    const timer = setTimeout(go, ms);
    function done(then) {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", go);
      signal?.removeEventListener("abort", stop);
      then();
    }
    globalThis.addEventListener?.("online", go);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
  });
}

async function words(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

// One request: its document, or an UploadError. A request that stands still is given up and counted as a cut.
async function ask(options, url, init) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), STALL_MS);
  const abort = () => stop.abort();
  options.signal?.addEventListener("abort", abort);
  const headers = { Accept: "application/json", "X-CSRFToken": token(), ...options.headers, ...init.headers };
  try {
    const send = options.fetch || globalThis.fetch;
    const answer = await send(url, { credentials: "same-origin", ...init, headers, signal: stop.signal });
    const said = await words(answer);
    if (answer.ok) return said;
    if (answer.status === 409 && Number.isInteger(said.offset)) return said;
    const again = answer.status >= 500 || [401, 408, 425, 429].includes(answer.status);
    throw new UploadError(said.detail || String(answer.status), {
      status: answer.status,
      permanent: !again || answer.status === 507,
    });
  } catch (error) {
    if (options.signal?.aborted) throw new DOMException("stopped", "AbortError");
    if (error instanceof UploadError) throw error;
    throw new UploadError(error.message, {});
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

// The same request again until it gets through; the pauses double, with some chance in them, and end when the line is back.
async function insist(options, url, init, tell) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(options, url, init());
    } catch (error) {
      const enough = options.patience && tries + 1 >= options.patience;
      if (!(error instanceof UploadError) || error.permanent || enough) throw error;
      tell("waiting", error);
      await pause(Math.min(1000 * 2 ** tries, LONGEST_MS) * (0.7 + Math.random() * 0.6), options.signal);
    }
  }
}

function beginning(blob, options, digest) {
  return JSON.stringify({
    subject: options.subject,
    name: options.name || blob.name || "file",
    size: blob.size,
    sha256: digest,
    caption: options.caption || "",
    taken_at: options.takenAt || null,
    taken_location: options.takenLocation || null,
  });
}

async function sendPieces(blob, options, file, tell) {
  let { offset } = file;
  let piece = USUAL;
  while (file.state === "uploading" && offset < blob.size) {
    tell("sending", null, offset);
    const began = Date.now();
    const body = blob.slice(offset, offset + piece);
    const url = `/api/v1/files/${file.id}/`;
    const made = () => ({
      method: "PATCH",
      body,
      headers: { "Content-Type": "application/octet-stream", "Upload-Offset": String(offset) },
    });
    const answer = await insist(options, url, made, tell);
    ({ offset } = answer);
    if (answer.state && answer.state !== "uploading") break;
    // Pieces of about a second: small on a thin line, where each is a loss when it is cut.
    const took = Date.now() - began;
    if (took < 500) piece = Math.min(piece * 2, LARGEST);
    else if (took > 3000) piece = Math.max(Math.floor(piece / 2), SMALLEST);
  }
  tell("checking", null, blob.size);
}

export async function upload(blob, options) {
  let sent = 0;
  const tell = (state, error, at) => {
    if (at !== undefined) sent = at;
    options.onProgress?.({ sent, size: blob.size, state, message: error?.message || "" });
  };
  tell("reading");
  const digest = options.sha256 || (await sha256(blob));
  const json = { "Content-Type": "application/json" };
  const begin = () => ({ method: "POST", headers: json, body: beginning(blob, options, digest) });
  const file = await insist(options, "/api/v1/files/", begin, tell);
  for (let rounds = 0; rounds < 3; rounds += 1) {
    await sendPieces(blob, options, file, tell);
    const done = await insist(options, `/api/v1/files/${file.id}/finish/`, () => ({ method: "POST" }), tell);
    if (done.sha256) return done;
    file.offset = done.offset; // something was missing or arrived damaged
    file.state = done.state || "uploading";
  }
  throw new UploadError("damaged", { permanent: true });
}
