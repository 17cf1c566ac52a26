// A long list of lots: typing or scanning shows only those meant; lines with a quantity always stay.

import { bare, linesFor } from "./reserves-scan.js";

const filter = document.querySelector("[data-line-filter]");

function narrow() {
  const code = bare(filter.value);
  const exact = new Set(code ? linesFor(code) : []);
  const words = code.toLowerCase();
  let shown = 0;
  for (const line of document.querySelectorAll("[data-line]")) {
    const meant = !code || (exact.size ? exact.has(line) : line.dataset.words.toLowerCase().includes(words));
    line.hidden = !(meant || line.querySelector("input").value.trim());
    if (!line.hidden) shown += 1;
  }
  document.querySelector("[data-no-line]").hidden = shown > 0;
}

filter?.addEventListener("input", narrow);
filter?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
  event.preventDefault();
  document.querySelector("[data-line]:not([hidden]) input")?.focus();
});
if (filter) narrow();
