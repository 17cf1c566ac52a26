// The widths of the desk's three regions: dragged, or moved with the arrow keys; double press puts them back. Kept on the
// server; this browser remembers them for the first moment.

import { t } from "./i18n.js";
import { read, remember, remembered, write } from "./views-kept.js";

const LEAST = 15;
const USUAL = [26, 46, 28];
const STEP = 2;

function sane(widths) {
  return (
    Array.isArray(widths) &&
    widths.length === 3 &&
    widths.every((one) => Number.isFinite(one) && one >= LEAST && one <= 70) &&
    Math.abs(widths[0] + widths[1] + widths[2] - 100) < 1
  );
}

export async function layout(name) {
  const desk = document.querySelector(".desk");
  const key = `layout.${name}`;
  let widths = USUAL;
  let timer = 0;
  const bars = [0, 1].map((index) => {
    const bar = Object.assign(document.createElement("div"), { className: "splitter no-print", tabIndex: 0 });
    bar.setAttribute("role", "separator");
    bar.setAttribute("aria-orientation", "vertical");
    bar.setAttribute("aria-label", index ? t("Width of the map") : t("Width of the queue"));
    desk.append(bar);
    return bar;
  });

  function place() {
    const box = desk.getBoundingClientRect();
    const columns = [...desk.children].filter((one) => !one.classList.contains("splitter"));
    bars.forEach((bar, index) => {
      const edge = columns[index].getBoundingClientRect().right - box.left;
      bar.style.left = `${edge + 4}px`;
      bar.hidden = columns[0].getBoundingClientRect().top !== columns[2].getBoundingClientRect().top;
      const share = index ? widths[2] : widths[0];
      bar.setAttribute("aria-valuenow", String(Math.round(share)));
      bar.setAttribute("aria-valuemin", String(LEAST));
      bar.setAttribute("aria-valuemax", "70");
    });
  }

  function use(next) {
    widths = next;
    const usual = next.every((one, index) => one === USUAL[index]);
    desk.style.gridTemplateColumns = usual ? "" : next.map((one) => `${one}fr`).join(" ");
    place();
    window.dispatchEvent(new Event("resize"));
  }

  function move(index, by) {
    const next = [...widths];
    next[index] += by;
    next[index + 1] -= by;
    if (sane(next)) use(next);
  }

  function keep() {
    clearTimeout(timer);
    remember(key, JSON.stringify(widths));
    timer = setTimeout(() => write(key, { widths }), 600);
  }

  bars.forEach((bar, index) => {
    bar.addEventListener("pointerdown", (event) => {
      bar.setPointerCapture(event.pointerId);
      bar.classList.add("is-dragged");
      let x = event.clientX;
      const drag = (moved) => {
        move(index, ((moved.clientX - x) / desk.clientWidth) * 100);
        x = moved.clientX;
      };
      bar.addEventListener("pointermove", drag);
      bar.addEventListener(
        "lostpointercapture",
        () => {
          bar.removeEventListener("pointermove", drag);
          bar.classList.remove("is-dragged");
          keep();
        },
        { once: true },
      );
    });
    bar.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (!by || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      move(index, by);
      keep();
    });
    bar.addEventListener("dblclick", () => {
      use(USUAL);
      keep();
    });
  });

  function from(value) {
    if (sane(value?.widths)) use(value.widths);
    else place();
  }
  try {
    from({ widths: JSON.parse(remembered(key)) });
  } catch {
    place();
  }
  let settled = 0;
  window.addEventListener("resize", () => {
    clearTimeout(settled);
    settled = setTimeout(place, 50);
  });
  const kept = await read(key);
  if (kept) from(kept);
}
