// The door: one more person without leaving the keyboard, the number of people kept in step. Works without this file too.

import { register } from "./keys.js";

const form = document.getElementById("door-form");
const list = document.getElementById("people");
const template = document.getElementById("person-template");
const add = document.querySelector("[data-add-person]");

function rename(fieldset, index) {
  for (const element of fieldset.querySelectorAll("[name], [id], [for], [list]"))
    for (const attribute of ["name", "id", "for"])
      if (element.hasAttribute(attribute))
        element.setAttribute(attribute, element.getAttribute(attribute).replace("__prefix__", index));
  fieldset.querySelector("[data-person-number]").textContent = index + 1;
}

function more() {
  const total = form.elements["people-TOTAL_FORMS"];
  const index = Number(total.value);
  if (index >= Number(form.elements["people-MAX_NUM_FORMS"].value)) return;
  const fieldset = template.content.firstElementChild.cloneNode(true);
  rename(fieldset, index);
  total.value = index + 1;
  list.append(fieldset);
  fieldset.querySelector("input[name$='-name']").focus();
}

// Enter in a name goes on to the next person, as at a till; it never sends a half-filled form.
function next(event) {
  if (event.key !== "Enter" || event.ctrlKey || event.isComposing || event.keyCode === 229) return;
  if (!event.target.matches("#door-form input:not([type=checkbox])")) return;
  event.preventDefault();
  if (!event.target.name.endsWith("-name") || !event.target.value.trim()) return;
  const names = [...list.querySelectorAll("input[name$='-name']")];
  const after = names[names.indexOf(event.target) + 1];
  if (after) after.focus();
  else more();
}

if (form) {
  add.hidden = false;
  add.addEventListener("click", more);
  form.addEventListener("keydown", next);
  register({ key: "Alt+N", label: "One more person", run: more });
  if (!document.querySelector("[data-error-summary]")) list.querySelector("input[name$='-name']")?.focus();
}
