/**
 * A draft is saved two seconds after the last key, and the line under the buttons says truly whether
 * it was. Nothing is saved by itself of a review that was sent: changes count once they are sent.
 */

const AFTER_MS = 2000;
const AGAIN_MS = 10000;
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("review"));
const state = document.getElementById("saved");
const NOT_SENT = "Not sent: no connection. Keep this page open and send it again.";
const isQuiet = !form || form.hasAttribute("data-quiet");

const text = () => new URLSearchParams(/** @type {any} */ (new FormData(form))).toString();
let saved = form ? text() : "";
let timer = 0;
let saving = null; // the save that is under way
let isLeaving = false;
let isUnsent = false; // sending did not work: a save that fails as well must not say less
let isStopped = false; // another window saved: only sending, which shows both, goes on

const say = (words) => {
  if (state) state.textContent = words;
};
const isChanged = () => Boolean(form) && text() !== saved;

/** @param {Response} answer what the server made of the draft */
const heard = async (answer, sent) => {
  if (answer.ok) {
    const { version, said } = await answer.json();
    form.elements.seen.value = version;
    isUnsent = false;
    saved = sent === text() ? text() : withVersion(sent, version);
    say(isChanged() ? "Not saved yet…" : said);
    return;
  }
  const problem = await answer.json().catch(() => ({}));
  isStopped = answer.status === 409;
  say(
    isStopped
      ? "Not saved here: this review was saved in another window. Send or save to see both."
      : `Not saved: ${Object.values(problem.errors || {})[0] || problem.detail || "please send the form."}`,
  );
};

/** What was sent, under the version that it has become. */
const withVersion = (sent, version) => {
  const fields = new URLSearchParams(sent);
  fields.set("seen", version);
  return fields.toString();
};

const send = async () => {
  say("Saving…");
  const sent = text();
  try {
    const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
    await heard(await fetch(form.dataset.draft, { method: "POST", body: sent, headers }), sent);
  } catch {
    say(isUnsent ? NOT_SENT : "Not saved: no connection. We try again by ourselves; keep this page open.");
    timer = setTimeout(save, AGAIN_MS);
  }
};

const save = async () => {
  clearTimeout(timer);
  timer = 0;
  if (isQuiet || isStopped || isLeaving || saving || !isChanged()) return;
  saving = send();
  await saving;
  saving = null;
  // What was typed meanwhile; the form's own version has changed with the save.
  if (isChanged() && !isStopped && !timer) timer = setTimeout(save, AFTER_MS);
};

const typed = () => {
  if (isQuiet) return say("Not sent yet. Your changes count once you send them.");
  if (isStopped) return;
  isUnsent = false;
  say("Not saved yet…");
  clearTimeout(timer);
  timer = setTimeout(() => ((timer = 0), save()), AFTER_MS);
};

/** Fields of the bar belong to the form by their form attribute only. */
document.addEventListener("input", (event) => {
  if (/** @type {any} */ (event.target).form === form && state) typed();
});
form?.addEventListener("submit", () => (isLeaving = true));
/**
 * Before anybody else hears of it: a form that stays here is not one that was sent once. It stays
 * without a connection, and while a save is under way, which will change the version it is sent on.
 */
window.addEventListener("submit", (event) => {
  if (event.target !== form || (navigator.onLine && !saving)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  isUnsent = !navigator.onLine;
  if (isUnsent) say(NOT_SENT);
  else saving.then(() => form.requestSubmit(event.submitter));
}, true);
window.addEventListener("pageshow", () => (isLeaving = false));
window.addEventListener("online", save);

/** Keys lead away only when the draft is kept, also what was typed since the save under way. */
document.addEventListener("plenary:leave", async (event) => {
  if (!isChanged() || isQuiet) return;
  event.preventDefault();
  await saving;
  await save();
  if (!isChanged()) location.assign(event.detail);
});

window.addEventListener("beforeunload", (event) => {
  if (state && isChanged() && !isLeaving) event.preventDefault();
});
