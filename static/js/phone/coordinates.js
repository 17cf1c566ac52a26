// Coordinates pasted as text or as the link of a map service, and GCJ-02 → WGS 84 (the same arithmetic as core/geo.py).

const A = 6378245;
const E2 = 0.006693421622965943;
const FOREIGN = /amap\.com|gaode|autonavi|map\.qq\.com|tencent/i;

function inChina(lon, lat) {
  return lon > 72.004 && lon < 137.8347 && lat > 0.8293 && lat < 55.8271;
}

function wave(x, steps) {
  return steps.reduce((sum, [size, by]) => sum + size * Math.sin(x * by * Math.PI), 0) * (2 / 3);
}

function shift(lon, lat) {
  const x = lon - 105;
  const y = lat - 35;
  const both = wave(x, [[20, 6], [20, 2]]); // biome-ignore format: a table
  const dy = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + both
    + wave(y, [[20, 1], [40, 1 / 3]]) + wave(y, [[160, 1 / 12], [320, 1 / 30]]); // biome-ignore format: a formula
  const dx = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + both
    + wave(x, [[20, 1], [40, 1 / 3]]) + wave(x, [[150, 1 / 12], [300, 1 / 30]]); // biome-ignore format: a formula
  const angle = (lat / 180) * Math.PI;
  const magic = 1 - E2 * Math.sin(angle) ** 2;
  const root = Math.sqrt(magic);
  return [
    (dx * 180) / ((A / root) * Math.cos(angle) * Math.PI),
    (dy * 180) / (((A * (1 - E2)) / (magic * root)) * Math.PI),
  ];
}

export function toWgs84(lon, lat) {
  if (!inChina(lon, lat)) return [lon, lat];
  let [x, y] = [lon, lat];
  for (let step = 0; step < 4; step += 1) {
    const [dx, dy] = shift(x, y);
    [x, y] = [lon - dx, lat - dy];
  }
  return [x, y];
}

// {lon, lat, foreign} or null. In China a pair can only be read one way: the larger number is the longitude.
export function coordinatesIn(text) {
  const plain = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25")).normalize("NFKC");
  const link = /^\s*(https?:|geo:)|:\/\//i.test(plain);
  const whole = /^[\s\d.,;:NSEWnsew东西南北经纬°+-]+$/.test(plain);
  if (!link && !whole) return null;
  const pair = /(-?\d{1,3}\.\d{3,})[^\d-]{1,12}?(-?\d{1,3}\.\d{3,})/.exec(plain);
  if (!pair) return null;
  const [a, b] = [Number(pair[1]), Number(pair[2])];
  const [lon, lat] = Math.abs(a) > 90 || (a > b && Math.abs(b) <= 90 && a > 72) ? [a, b] : [b, a];
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return null;
  return { lon, lat, foreign: FOREIGN.test(plain) };
}
