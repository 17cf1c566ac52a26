// Coordinates as people write them: decimal and degrees-minutes-seconds, out and in. WGS 84 (CGCS2000), latitude first on
// screen as pilots and rescuers say it.

const R = 6371008.8;
const RAD = Math.PI / 180;

export function decimal(lat, lon) {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
}

function parts(value, [plus, minus]) {
  const all = Math.round(Math.abs(value) * 36000);
  const seconds = (all % 600) / 10;
  const minutes = Math.floor(all / 600) % 60;
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(all / 36000)}°${two(minutes)}′${seconds.toFixed(1).padStart(4, "0")}″${value < 0 ? minus : plus}`;
}

export function dms(lat, lon) {
  return `${parts(lat, "NS")} ${parts(lon, "EW")}`;
}

const SIDES = { N: [1, "lat"], S: [-1, "lat"], E: [1, "lon"], W: [-1, "lon"] };
const CHINESE = { 北: "N", 南: "S", 东: "E", 西: "W" };

// {lat, lon}, or null. Decimal or DMS, with or without N/E/北/东, in either order.
export function parse(text) {
  // The marks first: normalising would make two single ones of a double one.
  const plain = text
    .replace(/[″“”＂]|['′‘’＇]{2}/g, '"')
    .replace(/[′‘’＇]/g, "'")
    .normalize("NFKC")
    .replace(/[北南东西]/g, (one) => CHINESE[one])
    .toUpperCase();
  const found = [
    ...plain.matchAll(
      /([NSEW])?[^\d\-NSEW]*(-?\d{1,3}(?:\.\d+)?)(?:\s*[°度D]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['分M]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*["秒]?)?)?\s*([NSEW])?/g,
    ),
  ].filter((one) => one[2]);
  if (found.length !== 2) return null;
  const values = found.map((one) => {
    const side = SIDES[one[1] || one[5]];
    const size = Math.abs(Number(one[2])) + Number(one[3] || 0) / 60 + Number(one[4] || 0) / 3600;
    return { value: (one[2].startsWith("-") ? -1 : 1) * (side ? side[0] : 1) * size, axis: side?.[1] };
  });
  let [lat, lon] = values;
  // Said so, or one of them can only be a longitude: in China every longitude is above 70.
  if (lat.axis === "lon" || lon.axis === "lat" || (!lat.axis && Math.abs(lat.value) > 70)) [lat, lon] = [lon, lat];
  return Math.abs(lat.value) <= 90 && Math.abs(lon.value) <= 180 ? { lat: lat.value, lon: lon.value } : null;
}

// Metres between two [lat, lon] on the sphere.
export function metres(a, b) {
  const dLat = (b[0] - a[0]) * RAD;
  const dLon = (b[1] - a[1]) * RAD;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[0] * RAD) * Math.cos(b[0] * RAD) * Math.sin(dLon / 2) ** 2;
  return 2 * R * Math.asin(Math.sqrt(h));
}

export function length(points) {
  return points.slice(1).reduce((sum, point, index) => sum + metres(points[index], point), 0);
}

// Square metres of a ring of [lat, lon] on the sphere.
export function area(points) {
  let sum = 0;
  points.forEach((point, index) => {
    const next = points[(index + 1) % points.length];
    sum += (next[1] - point[1]) * RAD * (2 + Math.sin(point[0] * RAD) + Math.sin(next[0] * RAD));
  });
  return Math.abs((sum * R * R) / 2);
}

export function metresText(value) {
  return value < 995 ? `${Math.round(value)} m` : `${(value / 1000).toFixed(value < 99500 ? 2 : 0)} km`;
}

export function areaText(value) {
  return value < 1e5 ? `${Math.round(value)} m²` : `${(value / 1e6).toFixed(2)} km²`;
}

// A point moved by metres east and north.
export function shift([lat, lon], east, north) {
  return [lat + north / (R * RAD), lon + east / (R * RAD * Math.cos(lat * RAD))];
}
