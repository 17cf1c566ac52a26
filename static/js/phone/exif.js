// When and where a photo was taken, read from its EXIF before the picture is made smaller (which drops it).
// Answers {takenAt: "2026-11-22T08:30:00+08:00" | null, lon, lat}; anything odd reads as nothing.

const HEAD = 131072;
const TIME = 0x9003;
const ZONE = 0x9011;

function text(view, at, length) {
  let words = "";
  for (let i = 0; i < length && at + i < view.byteLength; i += 1) {
    const code = view.getUint8(at + i);
    if (!code) break;
    words += String.fromCharCode(code);
  }
  return words;
}

function entries(view, base, offset, little) {
  const found = new Map();
  const count = view.getUint16(base + offset, little);
  for (let i = 0; i < count; i += 1) {
    const at = base + offset + 2 + i * 12;
    const kind = view.getUint16(at + 2, little);
    const number = view.getUint32(at + 4, little);
    const size = [0, 1, 1, 2, 4, 8][kind] || 1;
    const value = size * number > 4 ? base + view.getUint32(at + 8, little) : at + 8;
    found.set(view.getUint16(at, little), { value, number, kind });
  }
  return found;
}

function degrees(view, entry, little) {
  let sum = 0;
  for (let i = 0; i < 3; i += 1) {
    const under = view.getUint32(entry.value + i * 8 + 4, little);
    sum += (under ? view.getUint32(entry.value + i * 8, little) / under : 0) / 60 ** i;
  }
  return sum;
}

function place(view, base, offset, little) {
  const gps = entries(view, base, offset, little);
  if (!gps.has(2) || !gps.has(4)) return {};
  const south = gps.has(1) && text(view, gps.get(1).value, 1) === "S";
  const west = gps.has(3) && text(view, gps.get(3).value, 1) === "W";
  const lat = degrees(view, gps.get(2), little) * (south ? -1 : 1);
  const lon = degrees(view, gps.get(4), little) * (west ? -1 : 1);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat || lon) ? { lon, lat } : {};
}

function moment(view, base, offset, little) {
  const more = entries(view, base, offset, little);
  if (!more.has(TIME)) return null;
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text(view, more.get(TIME).value, 20));
  if (!parts) return null;
  const zone = more.has(ZONE) ? text(view, more.get(ZONE).value, 6) : "";
  return `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}${/^[+-]\d\d:\d\d$/.test(zone) ? zone : "+08:00"}`;
}

function tiff(view, base) {
  const little = view.getUint16(base) === 0x4949;
  const first = entries(view, base, view.getUint32(base + 4, little), little);
  const pointer = (tag) => (first.has(tag) ? view.getUint32(first.get(tag).value, little) : 0);
  return {
    takenAt: pointer(0x8769) ? moment(view, base, pointer(0x8769), little) : null,
    ...(pointer(0x8825) ? place(view, base, pointer(0x8825), little) : {}),
  };
}

export async function exifOf(blob) {
  const nothing = { takenAt: null };
  try {
    const view = new DataView(await blob.slice(0, HEAD).arrayBuffer());
    if (view.getUint16(0) !== 0xffd8) return nothing;
    for (let at = 2; at + 10 < view.byteLength; ) {
      const marker = view.getUint16(at);
      if (marker === 0xffe1 && text(view, at + 4, 4) === "Exif") return tiff(view, at + 10);
      if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return nothing;
      at += 2 + view.getUint16(at + 2);
    }
  } catch {
    // cut short or not written by the book
  }
  return nothing;
}
