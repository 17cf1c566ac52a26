// The tool bar, and the line that says what the tool in hand expects. One tool at a time; Esc puts it away.

import { t } from "../i18n.js";
import { register } from "../keys.js";
import { use } from "../symbols.js";
import { say } from "../toast.js";
import { button, make } from "./dom.js";

export function toolbar(host, tipHost, container) {
  let active = null;

  function tip(text, actions = []) {
    tipHost.hidden = !text;
    tipHost.replaceChildren();
    if (!text) return;
    const words = make("span", "tip-words", text);
    tipHost.append(words, ...actions.map((one) => button(one.label, one.run, { className: one.className })));
    say(text);
  }

  function retell(text) {
    const words = tipHost.querySelector(".tip-words");
    if (words && words.textContent !== text) words.textContent = text;
  }

  function stop() {
    const ended = active;
    active = null;
    tip("");
    for (const one of host.querySelectorAll("[aria-pressed=true]")) one.setAttribute("aria-pressed", "false");
    ended?.stop?.();
  }

  function start(name, tool) {
    stop();
    active = { name, ...tool };
    host.querySelector(`[data-tool="${name}"]`)?.setAttribute("aria-pressed", "true");
    container.focus({ preventScroll: true });
  }

  function add(name, { icon, label, key = "", run, holds = false }) {
    const element = make("button", "map-tool");
    element.type = "button";
    element.dataset.tool = name;
    if (holds) element.setAttribute("aria-pressed", "false");
    element.title = key ? `${label()} (${key})` : label();
    element.setAttribute("aria-label", label());
    element.innerHTML = use(icon);
    element.append(make("span", "map-tool-name", label()));
    if (key) element.append(make("kbd", "keycap", key));
    const act = () => (holds && active?.name === name ? stop() : run());
    element.addEventListener("click", act);
    host.append(element);
    if (key) register({ scope: "map", key, label, run: act });
    return element;
  }

  register({
    scope: "map",
    key: "Escape",
    notInFields: true,
    label: () => t("Put the tool away"),
    run: () => {
      if (!active) return false;
      stop();
      return true;
    },
  });
  return { add, start, stop, tip, retell, active: () => active?.name || "" };
}
