// The panels beside the map: tabs at the right on a desk; on a phone one sheet at the bottom that is pulled up and put
// down with its buttons. A tab that has nothing to show yet is not there.

const ALWAYS = new Set(["list", "layers"]);

export function drawers(page) {
  const tabs = new Map([...page.querySelectorAll("[data-drawer-tab]")].map((one) => [one.dataset.drawerTab, one]));
  const panels = new Map([...page.querySelectorAll("[data-drawer]")].map((one) => [one.dataset.drawer, one]));
  let current = "list";

  // `up` false: on a phone the sheet stays down.
  function open(name, up = true) {
    if (!panels.has(name)) return;
    current = name;
    page.dataset.open = name;
    for (const [one, panel] of panels) panel.hidden = one !== name && one !== "layers";
    for (const [one, tab] of tabs) {
      const on = one === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on || ALWAYS.has(one)) tab.hidden = false;
    }
    page.classList.toggle("is-up", up);
  }

  for (const [name, tab] of tabs)
    tab.addEventListener("click", () => {
      const down = page.classList.contains("is-up") && current === name;
      open(name);
      page.classList.toggle("is-up", !down);
    });
  page.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const shown = [...tabs.values()].filter((one) => !one.hidden && one.offsetParent);
    const next = shown[(shown.indexOf(document.activeElement) + by + shown.length) % shown.length];
    next?.focus();
    next?.click();
    event.preventDefault();
  });
  open("list", false);
  return { open, panel: (name) => panels.get(name), current: () => current };
}
