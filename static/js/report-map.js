// The small map beside one report: where it is, and what is around it.

import { createMap } from "./map.js";

const element = document.querySelector("[data-report-map]");
if (element) {
  createMap(element, { layers: ["incidents", "reports", "teams"], size: 22 }).then((made) => {
    made.map.setView([Number(element.dataset.lat), Number(element.dataset.lon)], 13, { animate: false });
    made.focus(element.dataset.reportMap);
  });
}
