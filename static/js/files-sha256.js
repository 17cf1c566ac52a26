// SHA-256 of a Blob, piece by piece: the browser's own where it has one (it is missing on plain HTTP) and the Blob is
// small, else this one, which never holds more than a piece in memory and lets the page breathe.

const WHOLE = 32 * 1024 * 1024;
const PIECE = 1024 * 1024;
const K = new Uint32Array(64);
const START = new Uint32Array(8);

(function constants() {
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let prime = true;
    for (let by = 2; by * by <= candidate; by += 1) if (candidate % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = (Math.sqrt(candidate) % 1) * 4294967296;
    K[found] = (Math.cbrt(candidate) % 1) * 4294967296;
    found += 1;
  }
})();

const turn = (value, by) => (value >>> by) | (value << (32 - by));

function block(state, view, at, words) {
  for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const a = words[i - 15];
    const b = words[i - 2];
    const small0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const small1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    words[i] = words[i - 16] + small0 + words[i - 7] + small1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  const added = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] += added[i];
}

function padded(rest, length) {
  const size = rest.length < 56 ? 64 : 128;
  const bytes = new Uint8Array(size);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(size - 8, Math.floor(length / 536870912));
  view.setUint32(size - 4, (length * 8) >>> 0);
  return view;
}

async function slowly(blob) {
  const state = START.slice();
  const words = new Uint32Array(64);
  let rest = new Uint8Array(0);
  for (let at = 0; at < blob.size; at += PIECE) {
    const bytes = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
    const view = new DataView(bytes.buffer);
    const whole = bytes.length - (bytes.length % 64);
    for (let i = 0; i < whole; i += 64) block(state, view, i, words);
    rest = bytes.slice(whole);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const last = padded(rest, blob.size);
  for (let i = 0; i < last.byteLength; i += 64) block(state, last, i, words);
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

export async function sha256(blob) {
  const own = globalThis.crypto?.subtle;
  if (!own || blob.size > WHOLE) return slowly(blob);
  const bytes = new Uint8Array(await own.digest("SHA-256", await blob.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export { slowly as sha256Slowly };
