// A sheet of the map: A4 or A3 across, with title, legend of what is visible, scale bar, north, coordinate system, time,
// the unit that made it, and the mark of a drill or of demo data. The print style sheet does the rest.

import { dayTimeText, t } from "../i18n.js";
import { serverNow } from "../live.js";
import { legend } from "../map-panel.js";
import { button, field, make } from "./dom.js";

export function printing(host, sheet, handle, { unit, mark, moment, drawer }) {
  const { map, store } = handle;
  const title = make("input", "form-control", undefined, { maxlength: "80" });
  const size = make("select", "form-select");
  size.append(new Option(t("A4 across"), "a4"), new Option(t("A3 across"), "a3"));
  let kept = null;
  let was = "light";

  function facts() {
    const zone = t("Coordinates: CGCS2000 / WGS 84, Web Mercator");
    const at = moment() ? t("Playback %(time)s – this is not live", { time: dayTimeText(moment()) }) : "";
    return [
      t("Printed %(time)s", { time: dayTimeText(serverNow()) }),
      unit ? t("Made by %(unit)s", { unit }) : "",
      zone,
      at,
      mark,
    ].filter(Boolean);
  }

  function dress() {
    const legendHost = make("div", "sheet-legend");
    legend(legendHost, store.shown);
    const foot = make("p", "sheet-foot", facts().join(" · "));
    const north = make("span", "sheet-north", "N");
    north.prepend(make("span", "sheet-arrow", "▲"));
    sheet.replaceChildren(make("h1", "sheet-title", title.value.trim() || t("Situation map")), legendHost, north, foot);
    if (mark) sheet.append(make("div", "sheet-mark", mark));
  }

  // Paper is white, whatever the screen is.
  function theme(name) {
    document.documentElement.dataset.bsTheme = name;
    document.dispatchEvent(new CustomEvent("theme"));
  }

  function undress() {
    if (!kept) return;
    if (was !== "light") theme(was);
    document.body.classList.remove("is-printing", "print-a3", "print-a4");
    sheet.hidden = true;
    map.invalidateSize({ animate: false });
    map.fitBounds(kept, { animate: false });
    kept = null;
  }

  async function print() {
    kept = map.getBounds();
    was = document.documentElement.dataset.bsTheme;
    if (was !== "light") theme("light");
    dress();
    sheet.hidden = false;
    document.body.classList.add("is-printing", `print-${size.value}`);
    for (const link of document.querySelectorAll("link[data-paper]")) link.disabled = link.dataset.paper !== size.value;
    map.invalidateSize({ animate: false });
    map.fitBounds(kept, { animate: false });
    await new Promise((done) => setTimeout(done, 500)); // names and tiles of the new size
    window.print();
  }

  window.addEventListener("afterprint", undress);
  host.append(
    make("h2", "panel-title", t("Print the map")),
    field(t("Title"), title),
    field(t("Paper"), size),
    make("p", "muted small", t("Printed is what the map shows now, with the legend of the visible layers.")),
    button(t("Print"), print, { className: "btn btn-primary", icon: "ui-print" }),
  );
  return { open: () => drawer.open("print"), dress, undress };
}
