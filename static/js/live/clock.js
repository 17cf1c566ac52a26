// How far this computer's clock is from the server's. A message can only be late, so the largest of the last few
// differences is the nearest to the truth.

const LAST = 6;
const differences = [];

function start() {
  const now = Date.parse(document.documentElement.dataset.now || "");
  return now && !document.documentElement.dataset.keptAt ? now - Date.now() : 0;
}

let current = start();

export function takeBeat(at) {
  const difference = Date.parse(at) - Date.now();
  if (Number.isNaN(difference)) return;
  differences.push(difference);
  if (differences.length > LAST) differences.shift();
  current = Math.max(...differences);
}

export function offset() {
  return current;
}
