// Light or dark, before the first paint; a wall or a page that asks for one keeps it.
(() => {
  const root = document.documentElement;
  const own = root.dataset.bsTheme;
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // storage is refused in private windows; the page's own theme stays
  }
  if (root.dataset.surface !== "wall" && (chosen === "dark" || chosen === "light")) root.dataset.bsTheme = chosen;
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // it holds for this page only
    }
    document.dispatchEvent(new CustomEvent("theme", { detail: { theme: next, was: own } }));
  });
})();
