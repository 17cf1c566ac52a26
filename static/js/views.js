// Saved views of lists, light or dark and density, and the desk's layout: all kept on the server, so that they follow a
// person to the next machine. A view is a name for the filters, the order and the columns that are shown.

import { ready, t } from "./i18n.js";
import { toast } from "./toast.js";
import { read, remember, remembered, write } from "./views-kept.js";
import { layout } from "./views-layout.js";

const LISTS = {
  "/incidents/": "incidents",
  "/reports/": "reports",
  "/dispatch/": "dispatch",
  "/teams/": "teams",
  "/reserves/": "reserves",
  "/supply/": "supply",
  "/shelters/": "shelters",
};
const MOST = 20;
const me = document.documentElement.dataset.user;
const list = LISTS[location.pathname];
let state = { views: [], first: "", columns: null };

// --- Columns ------------------------------------------------------------------------------------------------------------
function heads() {
  const row = document.querySelector("main table.table thead tr");
  return row ? [...row.cells] : [];
}

function showColumns() {
  const { count, hidden } = state.columns || { count: 0, hidden: [] };
  const total = heads().length;
  if (!total) return;
  for (const row of document.querySelectorAll("main table.table tr")) {
    if (row.cells.length !== total) continue;
    [...row.cells].forEach((cell, index) => {
      cell.hidden = count === total && hidden.includes(index);
    });
  }
}

function columnsField() {
  const cells = heads();
  if (cells.length < 3) return null;
  const set = Object.assign(document.createElement("fieldset"), { className: "views-columns" });
  set.append(Object.assign(document.createElement("legend"), { textContent: t("Columns") }));
  const hidden = state.columns?.count === cells.length ? state.columns.hidden : [];
  cells.forEach((cell, index) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input" });
    box.checked = !hidden.includes(index);
    box.disabled = index === 0;
    box.addEventListener("change", () => {
      const now = new Set(state.columns?.count === cells.length ? state.columns.hidden : []);
      if (box.checked) now.delete(index);
      else now.add(index);
      state.columns = { count: cells.length, hidden: [...now] };
      showColumns();
      keep();
    });
    const label = document.createElement("label");
    label.append(box, ` ${cell.textContent.trim() || index + 1}`);
    set.append(label);
  });
  return set;
}

// --- Views --------------------------------------------------------------------------------------------------------------
function asked() {
  const form = document.querySelector("#board-filter");
  const query = new URLSearchParams(form ? new FormData(form) : location.search);
  query.delete("page");
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  return query.toString();
}

async function keep() {
  const first = state.views.find((view) => view.name === state.first);
  remember(`view.${me}.${location.pathname}`, first?.query || null);
  if (!(await write(`views.${list}`, state)))
    toast(t("It could not be kept on the server; try again."), { kind: "error" });
}

function button(words, title, run, pressed) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-quiet" });
  made.textContent = words;
  made.title = title;
  made.setAttribute("aria-label", title);
  if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
  made.addEventListener("click", run);
  return made;
}

async function share(view) {
  const address = `${location.origin}${location.pathname}?${view.query}`;
  try {
    await navigator.clipboard.writeText(address);
    toast(t("The link is copied."));
  } catch {
    toast(address, { seconds: 30 }); // plain http has no clipboard: it can be read and marked
  }
}

function viewRow(view) {
  const row = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { textContent: view.name });
  link.href = `${location.pathname}?${view.query}`;
  if (view.query === asked()) link.setAttribute("aria-current", "true");
  link.addEventListener("click", () => {
    if (!view.columns) return;
    state.columns = view.columns;
    keep();
  });
  const isFirst = state.first === view.name;
  row.append(
    link,
    button(
      isFirst ? "★" : "☆",
      isFirst ? t("No longer open with “%(name)s”", view) : t("Always open with “%(name)s”", view),
      () => {
        state.first = isFirst ? "" : view.name;
        keep();
        draw();
      },
      isFirst,
    ),
    button(t("Link"), t("Copy the link of “%(name)s”", view), () => share(view)),
    button(t("Delete"), t("Delete the view “%(name)s”", view), () => {
      const had = { ...state, views: [...state.views] };
      state.views = state.views.filter((one) => one !== view);
      if (state.first === view.name) state.first = "";
      keep();
      draw();
      toast(t("The view “%(name)s” is deleted.", view), {
        seconds: 10,
        undo: async () => {
          state = had;
          await keep();
          draw();
        },
      });
    }),
  );
  return row;
}

function save(name) {
  const view = { name, query: asked(), columns: state.columns };
  state.views = [...state.views.filter((one) => one.name !== name), view].slice(-MOST);
  keep();
  draw();
}

function nameForm() {
  const form = Object.assign(document.createElement("form"), { className: "views-form" });
  form.dataset.many = "";
  const input = Object.assign(document.createElement("input"), {
    className: "form-control form-control-sm",
    maxLength: 40,
    required: true,
    autocomplete: "off",
    placeholder: t("Name of the view"),
  });
  input.setAttribute("aria-label", t("Name of the view"));
  const send = Object.assign(document.createElement("button"), { type: "submit", className: "btn btn-sm btn-primary" });
  send.textContent = t("Keep what is shown now");
  form.append(input, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) save(input.value.trim());
  });
  return form;
}

function draw() {
  const host = document.querySelector("[data-views]");
  if (!host) return;
  const rows = Object.assign(document.createElement("ul"), { className: "views-list" });
  if (state.views.length) rows.append(...state.views.map(viewRow));
  else
    rows.append(
      Object.assign(document.createElement("li"), { className: "muted", textContent: t("No view is kept yet.") }),
    );
  host.replaceChildren(...[rows, nameForm(), columnsField()].filter(Boolean));
}

function mount() {
  const tools = document.querySelector(".page-head .page-tools, [data-views-here]");
  const menu = Object.assign(document.createElement("details"), { className: "menu menu-right no-print" });
  menu.dataset.menu = "";
  const summary = Object.assign(document.createElement("summary"), { className: "btn btn-quiet" });
  summary.textContent = t("Views");
  const body = Object.assign(document.createElement("div"), { className: "menu-list" });
  body.dataset.views = "";
  menu.append(summary, body);
  // A live part that holds it is drawn anew: it goes back to its place, open or not.
  const put = () => {
    if (menu.isConnected) return;
    if (tools) tools.prepend(menu);
    else document.querySelector("#board-filter")?.after(menu);
  };
  put();
  document.addEventListener("htmx:afterSwap", put);
  draw();
}

async function lists() {
  const kept = await read(`views.${list}`);
  if (kept && Array.isArray(kept.views)) state = { first: "", columns: null, ...kept };
  const first = state.views.find((view) => view.name === state.first);
  const known = remembered(`view.${me}.${location.pathname}`);
  remember(`view.${me}.${location.pathname}`, first?.query || null);
  mount();
  showColumns();
  document.addEventListener("htmx:afterSettle", showColumns);
  // A machine that did not know yet: this once the list opens a second time, from then on at once.
  if (first && !known && !location.search && !document.referrer.includes(location.pathname))
    location.replace(`${location.pathname}?${first.query}`);
}

// --- Light or dark, and how dense ------------------------------------------------------------------------------------------
let look = null;

function wear(chosen) {
  look = { theme: "", density: "", ...chosen };
  document.dispatchEvent(new CustomEvent("look", { detail: look }));
  for (const field of document.querySelectorAll("[data-look]")) field.value = look[field.dataset.look] || "";
}

async function looks() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const dark = document.documentElement.dataset.bsTheme === "dark";
    wear({ ...look, theme: dark ? "light" : "dark" });
    write("look", look);
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.look;
    if (!name) return;
    wear({ ...look, [name]: event.target.value });
    write("look", look);
  });
  look = { theme: remembered("theme") || "", density: remembered("density") || "" };
  const asks = document.querySelector("[data-look]");
  const flag = `look.${me}`;
  if (!asks && sessionStorage.getItem(flag)) return;
  const kept = await read("look");
  if (kept) wear(kept);
  sessionStorage.setItem(flag, "1");
}

if (me) {
  looks().catch(() => {});
  if (list) ready.then(lists);
  if (document.querySelector(".desk")) ready.then(() => layout("desk"));
}
