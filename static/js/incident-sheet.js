// The sheet opens its own print dialog when it was asked for by the key P.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
if (new URLSearchParams(location.search).has("print")) {
  history.replaceState(null, "", location.pathname);
  window.addEventListener("load", () => window.print());
}
