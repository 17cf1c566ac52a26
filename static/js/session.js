// The session: a 401 opens a sign-in dialog over the page, which keeps its text, and what was asked is asked again.
// Live refreshes say that nobody is there (X-Background); a person who types is there, also without a request.

import { t } from "./i18n.js";
import { toast } from "./toast.js";

const WARN_S = 120;
const CHECK_MS = 60000;
const signedInAs = document.documentElement.dataset.user || "";
const plainFetch = window.fetch.bind(window);
let waiting = null;
let lastInput = 0;

function own(url) {
  return new URL(url, location.href).origin === location.origin;
}

function needsSignIn(answer) {
  return answer.status === 401 && answer.headers.get("X-Session") !== null;
}

function useToken(token) {
  if (!token) return;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token;
}

// A new token for an old page, unless somebody else has signed in meanwhile: then nothing is sent in their name.
function freshToken(status, header) {
  if (status !== 403 || !header("X-CSRFToken")) return "";
  if (header("X-User") === signedInAs) return header("X-CSRFToken");
  toast(t("Somebody else has signed in on this device. Copy what you need and reload the page."), { kind: "error" });
  return "";
}

function currentToken() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  } catch {
    return "";
  }
}

// --- fetch: on 401 sign in, on a token older than the last sign-in take the new one; then the same request once more.
window.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const copy = input instanceof Request ? input.clone() : input;
  const answer = await plainFetch(input, init);
  if (!own(url) || new URL(url, location.href).pathname.startsWith("/login/")) return answer;
  const fresh = freshToken(answer.status, (name) => answer.headers.get(name));
  if (fresh) useToken(fresh);
  else if (!needsSignIn(answer) || !(await signInAgain())) return answer;
  const headers = new Headers(init?.headers || (copy instanceof Request ? copy.headers : undefined));
  if (headers.has("X-CSRFToken")) headers.set("X-CSRFToken", currentToken());
  const body = init?.body;
  if (body instanceof FormData && body.has("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", currentToken());
  return plainFetch(copy, { ...init, headers });
};

// --- htmx: the same for parts of the page.
document.addEventListener("htmx:configRequest", (event) => {
  const kind = event.detail.triggeringEvent?.type;
  if (
    kind === "refresh" ||
    kind === "hx:poll:trigger" ||
    (!kind && event.detail.verb === "get" && event.detail.elt.matches("[data-live]"))
  )
    event.detail.headers["X-Background"] = "1";
});

function again({ verb, path, elt }) {
  if (elt.isConnected) window.htmx.ajax(verb.toUpperCase(), path, { source: elt });
}

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig } = event.detail;
  const fresh = freshToken(xhr.status, (name) => xhr.getResponseHeader(name));
  if (!fresh) return;
  event.preventDefault();
  useToken(fresh);
  again(requestConfig);
});

document.addEventListener("htmx:responseError", async (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 401 && (await signInAgain())) again(requestConfig);
});

document.addEventListener("session:needed", () => signInAgain());

// --- The dialog.
export function signInAgain() {
  waiting =
    waiting ||
    openDialog().finally(() => {
      waiting = null;
    });
  return waiting;
}

async function openDialog() {
  let inside = "";
  try {
    inside = await (
      await plainFetch("/login/dialog/", { credentials: "same-origin", headers: { "HX-Request": "true" } })
    ).text();
  } catch {
    toast(t("The server cannot be reached. What you typed is still here."), { kind: "error" });
    return false;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "again-title");
  dialog.innerHTML = inside;
  document.body.append(dialog);
  return new Promise((resolve) => {
    const finish = (done) => {
      if (dialog.open) dialog.close();
      dialog.remove();
      resolve(done);
    };
    dialog.addEventListener("cancel", () => finish(false));
    dialog.querySelector("[data-again-later]").addEventListener("click", () => finish(false));
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const done = await submitAgain(dialog, event.target);
      if (done) finish(true);
    });
    dialog.showModal();
    (dialog.querySelector("[name=username]").value
      ? dialog.querySelector("[name=password]")
      : dialog.querySelector("[name=username]")
    ).focus();
  });
}

async function submitAgain(dialog, form) {
  const error = dialog.querySelector("[data-again-error]");
  let result;
  try {
    const answer = await plainFetch(form.getAttribute("action"), {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    result = await answer.json();
  } catch {
    result = { message: t("The server cannot be reached. What you typed is still here.") };
  }
  if (result.done) return welcomeBack(result);
  const codeForm = dialog.querySelector('[data-again="code"]');
  if (result.code_needed || result.restart) {
    dialog.querySelector('[data-again="password"]').hidden = !result.restart;
    codeForm.hidden = !!result.restart;
    (result.restart ? dialog.querySelector("[name=password]") : codeForm.querySelector("[name=code]")).focus();
  }
  error.hidden = !result.message;
  error.textContent = result.message || "";
  return false;
}

function welcomeBack(result) {
  useToken(result.csrf);
  if (signedInAs && String(result.user) !== signedInAs) {
    // Somebody else: this page shows what the first person could see.
    location.assign(result.next || "/");
    return false;
  }
  document.dispatchEvent(new CustomEvent("session:restored"));
  return true;
}

// --- Somebody is there while they type; and nobody is thrown out without a word.
for (const kind of ["keydown", "pointerdown"])
  document.addEventListener(
    kind,
    () => {
      lastInput = Date.now();
    },
    { passive: true, capture: true },
  );

async function check() {
  const busy = Date.now() - lastInput < CHECK_MS;
  try {
    const headers = busy ? {} : { "X-Background": "1" };
    const state = await (await plainFetch("/login/state/", { credentials: "same-origin", headers })).json();
    if (!state.signed_in && busy) await signInAgain();
    else if (state.signed_in && state.left_s < WARN_S)
      toast(
        t("Your session ends in %(seconds)s seconds. Press any key to stay signed in.", { seconds: state.left_s }),
        { kind: "warning" },
      );
  } catch {
    // no network: live.js says so already
  }
}

if (signedInAs) setInterval(check, CHECK_MS);

// --- Pages before signing in.
for (const box of document.querySelectorAll("[data-show-password]"))
  box.addEventListener("change", () => {
    document.getElementById(box.dataset.showPassword).type = box.checked ? "text" : "password";
  });

for (const link of document.querySelectorAll("[data-sign-in-here]"))
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (await signInAgain()) toast(t("Signed in. Now send what you typed again."));
  });
