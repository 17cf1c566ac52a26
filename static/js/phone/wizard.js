// One form as steps: “2/5”, big Next and Back, the browser's Back works too, and from the last step every answer can be
// changed and leads straight back to it.

import { t } from "../i18n.js";

export function wizard(form, { entered = () => {}, leaving = () => {} } = {}) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const names = steps.map((one) => one.dataset.step);
  const head = form.querySelector("[data-steps]");
  const nav = form.querySelector("[data-step-nav]");
  const next = nav.querySelector("[data-next]");
  const last = steps.length - 1;
  let at = 0;
  let back = false;

  function show(index, focus = true) {
    leaving(names[at]);
    at = Math.max(0, Math.min(last, index));
    steps.forEach((one, i) => {
      one.hidden = i !== at;
    });
    head.querySelector("[data-step-count]").textContent = `${at + 1}/${steps.length}`;
    const bar = head.querySelector("progress");
    bar.max = steps.length;
    bar.value = at + 1;
    head.querySelector("[data-prev]").hidden = at === 0;
    next.hidden = at === last;
    next.textContent = back ? t("Back to the check") : t("Next step");
    if (at === last) back = false;
    window.scrollTo(0, 0);
    const title = steps[at].querySelector("legend, h2");
    if (focus && title) {
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    }
    entered(names[at]);
  }

  function go(index) {
    if (index === at) return;
    history.pushState({ step: index, back }, "");
    show(index);
  }

  next.addEventListener("click", () => go(back ? last : at + 1));
  head.querySelector("[data-prev]").addEventListener("click", () => history.back());
  window.addEventListener("popstate", (event) => {
    back = !!event.state?.back;
    show(event.state?.step ?? 0);
  });
  head.hidden = false;
  nav.hidden = false;
  return {
    start(name = "") {
      const index = Math.max(0, names.indexOf(name));
      // Steps before the one a draft was left at stay behind the Back button.
      history.replaceState({ step: 0 }, "");
      for (let i = 1; i <= index; i += 1) history.pushState({ step: i }, "");
      show(index, false);
    },
    next: () => go(at + 1),
    change(name) {
      back = true;
      go(names.indexOf(name));
    },
    name: () => names[at],
  };
}
