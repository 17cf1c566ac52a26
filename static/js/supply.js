// Asking for supplies: lines are added and removed; only the fields a kind needs are shown; the live expansion never
// overwrites lines somebody changed by hand without asking.

import { askReason } from "./dialogs.js";
import { ready, t } from "./i18n.js";
import { say } from "./toast.js";

const lines = document.getElementById("ask-lines");
const blank = document.getElementById("ask-line");
let touched = false;

function add() {
  const placeholder = lines.querySelector("td[colspan]");
  if (placeholder) placeholder.closest("tr").remove();
  lines.append(blank.content.cloneNode(true));
  lines.querySelector("tr:last-child select").focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-add-line]")) add();
  const drop = event.target.closest("[data-drop-line]");
  if (drop) {
    drop.closest("[data-line]").remove();
    touched = true;
    say(t("Removed."));
  }
});

lines?.addEventListener("input", () => {
  touched = true;
});

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.target.matches?.("[data-need]") || !touched) return;
  event.preventDefault();
  const yes = await askReason({ title: t("Replace the lines you changed by those of the norms?"), reason: false });
  if (yes === null) return;
  touched = false;
  event.detail.issueRequest(true);
});

// Which fields belong to which kind.
const NEEDED = { warehouse: ["transfer", "preposition"], asked: ["upward", "mutual"] };

function show() {
  const kind = document.getElementById("id_kind")?.value;
  for (const [name, kinds] of Object.entries(NEEDED)) {
    const field = document.querySelector(`[data-for="${name}"]`);
    if (field) field.hidden = !kinds.includes(kind);
  }
}

document.getElementById("id_kind")?.addEventListener("change", show);
await ready;
show();
