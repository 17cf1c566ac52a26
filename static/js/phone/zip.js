// A ZIP file without compression (photos are compressed already), so that a report can leave the phone by any way.

const TABLE = new Uint32Array(256).map((_one, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function checksum(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function head(signature, fields) {
  const view = new DataView(new ArrayBuffer(4 + fields.reduce((sum, [size]) => sum + size, 0)));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

// [{name, blob}] → Blob. Names are UTF-8; the time is that of 1980, the manifest inside has the true ones.
export async function zip(files) {
  const parts = [];
  const index = [];
  let offset = 0;
  for (const { name, blob } of files) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const path = new TextEncoder().encode(name);
    const facts = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, checksum(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]]; // biome-ignore format: a table
    const local = head(0x04034b50, facts);
    parts.push(local, path, bytes);
    index.push(head(0x02014b50, [[2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), path); // biome-ignore format: a table
    offset += local.length + path.length + bytes.length;
  }
  const size = index.reduce((sum, one) => sum + one.length, 0);
  const count = files.length;
  const end = head(0x06054b50, [[2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]]); // biome-ignore format: a table
  return new Blob([...parts, ...index, end], { type: "application/zip" });
}
