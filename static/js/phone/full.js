// The full report as a task list: each group says whether something is filled in; odd things are shown, never refused.

import { t } from "../i18n.js";

function told(group) {
  return [...group.querySelectorAll("input, textarea, select")].filter(
    (one) => one.name && one.type !== "hidden" && (one.type === "radio" ? one.checked && one.value : one.value.trim()),
  ).length;
}

export function fullReport(form, check) {
  const groups = [...form.querySelectorAll("details[data-group]")];
  const show = () => {
    for (const group of groups) {
      const count = told(group);
      const mark = group.querySelector("[data-group-state]");
      const bad = group.querySelector(".field-bad");
      mark.textContent = bad ? t("Something is wrong") : count ? t("filled in") : t("not filled in");
      mark.classList.toggle("is-todo", !count || !!bad);
    }
    check();
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
