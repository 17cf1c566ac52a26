// From the form into the outbox, and on to where the person sees what became of it.

import { t } from "../i18n.js";
import { enqueue, flush } from "./flush.js";
import { get, state } from "./store.js";

const SENT_WITHIN_MS = 8000;

function sent(id) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, SENT_WITHIN_MS);
    document.addEventListener("outbox:sent", (event) => {
      if (event.detail.id !== id) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

// Into the outbox, then to the receipt when the server has it, else to the outbox, which says so.
export async function hand(item, fallback = "/r/outbox/") {
  await enqueue(item);
  const known = sent(item.id);
  const running = flush({ byHand: true });
  await Promise.race([known, running]);
  const now = await get("outbox", item.id);
  const receipt = now?.server?.receipt;
  // Where nothing is kept, leaving the page would lose it: the form stays, with what was typed.
  if (!receipt && !state.durable) throw new Error(t("This browser keeps nothing: stay on this page until it is sent"));
  location.assign(receipt ? `/r/${receipt}/${item.done || "?new=1"}` : `${fallback}?new=${item.id}`);
}
