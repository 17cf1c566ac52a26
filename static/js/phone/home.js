// Home: drafts that wait to be finished.

import { offer } from "./drafts.js";

export function start() {
  const place = document.querySelector("[data-drafts-home]");
  offer(place, "", (row) => location.assign(`${row.path}?draft=${row.id}`));
}
