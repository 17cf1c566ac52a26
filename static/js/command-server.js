// Talking to the server about a line: JSON both ways, a refusal in words, and one error for “cannot be reached”.

import { t } from "./i18n.js";

export class Unreachable extends Error {}

function csrf() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

export async function post(url, body, key = "") {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  let answer;
  try {
    answer = await fetch(url, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) });
  } catch {
    throw new Unreachable();
  }
  const said = await answer.json().catch(() => ({}));
  const first = said.errors?.[0]?.message;
  const words = first || said.detail || t("Not done (%(code)s)", { code: answer.status });
  return { ok: answer.ok, status: answer.status, body: said, words };
}
