// What the desk says aloud: a sound for each class of news; an incident of grade I or II every ten seconds until somebody
// at this desk has taken note of it. Live messages set it off, never timers of the page alone.

import { t } from "./i18n.js";
import { onEvent } from "./live.js";
import { play } from "./sound.js";
import { ROMAN } from "./symbols.js";
import { alarm, toast } from "./toast.js";

const AGAIN_MS = 10000;
const insisting = new Map();

function hush(subject) {
  const held = insisting.get(subject);
  if (!held) return;
  clearInterval(held.timer);
  held.card?.remove();
  insisting.delete(subject);
}

function insist(subject, words) {
  hush(subject);
  play("grave");
  alarm(words);
  const card = toast(words, {
    kind: "error",
    action: { label: t("Take note"), run: () => hush(subject) },
  });
  insisting.set(subject, { card, timer: setInterval(() => play("grave"), AGAIN_MS) });
}

function gradeOf(event) {
  return Number(event.data?.feature?.properties?.grade ?? event.data?.grade);
}

onEvent("incident.opened incident.graded", (event) => {
  const grade = gradeOf(event);
  const { title = "", number = "" } = event.data?.feature?.properties || event.data || {};
  if (grade === 1 || grade === 2) {
    insist(event.subject, t("Grade %(grade)s: %(title)s", { grade: ROMAN[grade], title: title || number }));
    return;
  }
  hush(event.subject);
  if (event.kind === "incident.opened") play("incident");
});

onEvent("incident.closed", (event) => hush(event.subject));

onEvent("report.created", (event) => {
  play("incident");
  toast(t("A report came in: %(title)s", { title: event.data?.title || event.data?.number || "" }));
});

onEvent("dispatch.overdue clock.breached", () => play("safety"));
