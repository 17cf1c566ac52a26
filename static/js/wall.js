// A wall: runs unattended. New rows pulse three times; rows that do not fit are counted; panels stand still while held.

import { ready } from "./i18n.js";
import { serverNow } from "./live.js";
import { keep } from "./wall-keeper.js";
import { showMap } from "./wall-map.js";
import { fetchState, onState } from "./wall-state.js";

const data = document.getElementById("wall-data");

// The server reckons for 16:9; on a flatter wall the same letters crowd the layout sooner.
const ROOMY = 34 / 1080;
function crowd() {
  const letter = Number.parseFloat(getComputedStyle(document.body).fontSize);
  if (letter > window.innerHeight * ROOMY) document.body.classList.add("wall-sparse");
}
crowd();

let seen = new Set();
function pulseNew() {
  const rows = [...data.querySelectorAll(".wall-incident[id]")];
  for (const row of rows) if (seen.size && !seen.has(row.id)) row.classList.add("is-new");
  seen = new Set(rows.map((row) => row.id));
  seen.add("");
}

// Rows that do not fit whole are counted, not cut.
function fitRows() {
  const list = data.querySelector(".wall-list");
  const rest = data.querySelector("[data-rest]");
  if (!list || !rest) return;
  const rows = [...list.children];
  for (const row of rows) row.hidden = false;
  rest.hidden = false;
  const bottom = list.getBoundingClientRect().bottom;
  const over = rows.filter((row) => row.getBoundingClientRect().bottom > bottom + 1);
  for (const row of over) row.hidden = true;
  const left = Number(rest.dataset.rest) + over.length;
  rest.querySelector("[data-rest-count]").textContent = left;
  rest.hidden = !left;
}

// Lists of other panels: what does not fit whole is left out, and teams are counted.
function fitPanel(panel) {
  const rows = [...panel.querySelectorAll("[data-fit] > *")];
  for (const row of rows) row.hidden = false;
  const more = panel.querySelector("[data-more]");
  const room = panel.getBoundingClientRect().bottom - (more ? more.offsetHeight : 0) - 4;
  const over = rows.filter((row) => row.getBoundingClientRect().bottom > room);
  for (const row of over) row.hidden = true;
  if (!more) return;
  const left = Number(more.dataset.more) + over.length;
  more.querySelector("[data-more-count]").textContent = left;
  more.classList.toggle("is-none", !left);
}

function fit() {
  fitRows();
  for (const panel of data.querySelectorAll(".wall-panel")) if (panel.querySelector("[data-fit]")) fitPanel(panel);
}

// The page is arranged for the scene its panels are of, not for one that is still on its way.
function arrange() {
  const { scene } = data.querySelector("[data-look]").dataset;
  for (const name of [...document.body.classList]) if (name.startsWith("scene-")) document.body.classList.remove(name);
  document.body.classList.add(`scene-${scene}`);
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target !== data) return;
  arrange();
  pulseNew();
  fit();
});
window.addEventListener("resize", fit);

// The day, on the server's calendar; the page may stand for weeks.
function day() {
  const { lang, dataset } = document.documentElement;
  const parts = { year: "numeric", month: "long", day: "numeric", weekday: "long", timeZone: dataset.timezone };
  const words = new Intl.DateTimeFormat(lang.startsWith("zh") ? "zh-CN" : "en-GB", parts).format(serverNow());
  for (const element of document.querySelectorAll("[data-wall-day]")) element.textContent = words;
}
setInterval(day, 30000);
day();
arrange();
pulseNew();
fit();
onState((state, was) => {
  document.body.classList.toggle("is-frozen", !!state.frozenUntil);
  if (was) data.dispatchEvent(new CustomEvent("refresh", { bubbles: false }));
});
// What the remote control did while the connection was cut.
setInterval(fetchState, 60000);
ready.then(keep);
showMap();
