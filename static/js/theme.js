// What must be settled before the first paint: light or dark and how dense (a wall, or a page that asks for one, keeps its
// own), and a list opened without filters opens as its reader's own default view. The server keeps these (views.js); this
// browser remembers them, so that nothing changes under the eye.
(() => {
  const root = document.documentElement;
  const own = root.dataset.bsTheme;
  const free = root.dataset.surface !== "wall";

  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is refused in private windows; the page's own stays
    }
  }

  function wear(theme, density) {
    if (!free) return;
    if (theme === "dark" || theme === "light") root.dataset.bsTheme = theme;
    if (density === "compact" || density === "touch") root.dataset.density = density;
    else delete root.dataset.density;
  }

  wear(kept("theme"), kept("density"));
  if (root.dataset.user && !location.search && !location.hash) {
    const from = document.referrer ? new URL(document.referrer) : null;
    // “Clear” on the list itself means: everything.
    const cleared = from && from.origin === location.origin && from.pathname === location.pathname;
    const query = kept(`view.${root.dataset.user}.${location.pathname}`);
    const reloaded = performance.getEntriesByType?.("navigation")[0]?.type === "reload";
    if (query && !cleared && !reloaded) location.replace(`${location.pathname}?${query}`);
  }
  // Paper is white, whatever the screen is.
  let worn = "";
  window.addEventListener("beforeprint", () => {
    worn = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
  });
  window.addEventListener("afterprint", () => {
    root.dataset.bsTheme = worn;
  });
  document.addEventListener("look", (event) => {
    const { theme = "", density = "" } = event.detail;
    const was = root.dataset.bsTheme;
    for (const [key, value] of Object.entries({ theme, density }))
      try {
        localStorage.setItem(key, value);
      } catch {
        // it holds for this page only
      }
    wear(theme || own, density);
    if (root.dataset.bsTheme !== was)
      document.dispatchEvent(new CustomEvent("theme", { detail: { theme: root.dataset.bsTheme, was } }));
  });
})();
