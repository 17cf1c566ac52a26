// The phone's pages: steppers where unknown is not 0, my position, finding a village, large type, and sending once.
// Everything works without this file; it only makes it quicker.

import { ready, t } from "./i18n.js";

const FOLLOW_MS = 20000;

function step(button) {
  const input = document.getElementById(button.dataset.for);
  const by = Number(button.dataset.stepBy);
  const now = input.value.trim();
  if (!/^\d+$/.test(now)) {
    input.value = by > 0 ? "1" : "0";
    return;
  }
  // One less than none is “not known” again.
  input.value = by < 0 && Number(now) === 0 ? "" : String(Math.max(0, Number(now) + by));
}

function set(form, lon, lat, source) {
  form.elements.lon.value = lon;
  form.elements.lat.value = lat;
  form.elements.coordinate_source.value = source;
}

function locate(form, words) {
  words.textContent = t("Looking for your position");
  navigator.geolocation.getCurrentPosition(
    (found) => {
      const { longitude, latitude, accuracy } = found.coords;
      set(form, longitude.toFixed(6), latitude.toFixed(6), "device");
      const metres = Math.round(accuracy);
      form.dataset.accuracy = metres;
      form.dispatchEvent(new Event("change", { bubbles: true }));
      words.textContent =
        metres > 100
          ? t("Position found, but only to %(metres)s m. Say the place in words too.", { metres })
          : t("Position found, to %(metres)s m", { metres });
    },
    (error) => {
      words.textContent =
        error.code === 1
          ? t("The phone does not give its position. Choose the village below.")
          : t("No position could be found. Choose the village below.");
    },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
}

function villages(form) {
  const select = form.querySelector("[data-village]");
  const search = form.querySelector("[data-village-search]");
  if (!select || !search) return;
  const all = [...select.options];
  search.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    const fits = (one) =>
      !one.value || one.text.toLowerCase().includes(wanted) || (one.dataset.initials || "").startsWith(wanted);
    const some = all.filter(fits);
    select.replaceChildren(...some);
    if (some.length === 2) select.value = some[1].value;
    chosen();
  });
  function chosen() {
    const one = select.selectedOptions[0];
    if (form.elements.coordinate_source.value === "device" || !one) return;
    if (one.dataset.lon) set(form, one.dataset.lon, one.dataset.lat, "gazetteer");
    else set(form, "", "", "");
  }
  select.addEventListener("change", chosen);
}

function once(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    const button = form.querySelector("[data-send]");
    button.textContent = t("Sending");
    setTimeout(() => {
      sent = false;
    }, 10000);
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

const DRAFT = "field-draft";

function forget() {
  try {
    localStorage.removeItem(DRAFT);
  } catch {
    // nothing was kept
  }
}

function keep(form) {
  if (!form.elements.description) return;
  try {
    const before = localStorage.getItem(DRAFT);
    if (before && !form.elements.description.value) form.elements.description.value = before;
    form.elements.description.addEventListener("input", () =>
      localStorage.setItem(DRAFT, form.elements.description.value),
    );
  } catch {
    // storage refused: nothing is kept, nothing breaks
  }
}

// What became of it, looked up again while the page is in view: no socket on a thin line.
async function follow() {
  const shown = document.querySelector("[data-follow]");
  if (!shown || document.hidden) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Background": "1" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-follow="${shown.dataset.follow}"], #receipt-state`);
    if (fresh && fresh.innerHTML.trim() !== shown.innerHTML.trim()) shown.replaceWith(document.adoptNode(fresh));
  } catch {
    // no line: the page stays as it is
  }
}

function start() {
  document.querySelector("[data-error-summary]")?.focus();
  // A page out of the cache may be older than the wish for large type.
  const wish = /(?:^|;\s*)large_type=([01])/.exec(document.cookie);
  if (wish) document.documentElement.toggleAttribute("data-large-type", wish[1] === "1");
  if (new URLSearchParams(location.search).has("new")) forget();
  for (const button of document.querySelectorAll("[data-step-by]")) {
    button.hidden = false;
    button.addEventListener("click", () => step(button));
  }
  for (const form of document.querySelectorAll("[data-field-form]")) {
    // Forms with a draft and the outbox have their own way (phone/report.js).
    if (!form.matches("[data-report-form], [data-follow-form], [data-answer-form]")) {
      once(form);
      keep(form);
    }
    villages(form);
    const button = form.querySelector("[data-locate]");
    if (button && navigator.geolocation && window.isSecureContext) {
      button.hidden = false;
      button.addEventListener("click", () => locate(form, form.querySelector("[data-located]")));
    }
  }
  if (document.querySelector("[data-follow]")) {
    setInterval(follow, FOLLOW_MS);
    document.addEventListener("field:follow", follow);
  }
  const large = document.querySelector("[data-large]");
  large?.addEventListener("click", () => {
    const on = document.documentElement.toggleAttribute("data-large-type");
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing on plain HTTP
    document.cookie = `large_type=${on ? 1 : 0};path=/;max-age=31536000;samesite=lax`;
  });
}

ready.then(start);
