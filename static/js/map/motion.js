// Units glide to their new place instead of jumping: one animation loop for all of them, a step per frame. Who asked
// their system for less motion sees them jump.

const LAST_MS = 900;
const MOST = 400;
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const moving = new Map();
let running = false;

function step(now) {
  for (const [marker, way] of moving) {
    const part = Math.min(1, (now - way.began) / way.lasts);
    const eased = part * (2 - part);
    marker.setLatLng([
      way.from[0] + (way.to[0] - way.from[0]) * eased,
      way.from[1] + (way.to[1] - way.from[1]) * eased,
    ]);
    if (part === 1) moving.delete(marker);
  }
  running = moving.size > 0;
  if (running) requestAnimationFrame(step);
}

export function glide(marker, lat, lon, lasts = LAST_MS) {
  const from = marker.getLatLng();
  const near = Math.abs(from.lat - lat) < 0.2 && Math.abs(from.lng - lon) < 0.2;
  if (still.matches || document.hidden || !near || moving.size >= MOST) {
    moving.delete(marker);
    marker.setLatLng([lat, lon]);
    return;
  }
  moving.set(marker, { from: [from.lat, from.lng], to: [lat, lon], began: performance.now(), lasts });
  if (!running) {
    running = true;
    requestAnimationFrame(step);
  }
}

export function halt(marker) {
  moving.delete(marker);
}
