/**
 * A draft saves itself a moment after the last key. Without a connection, and for an abstract that
 * is submitted already, the text stays on this device and is offered again on return.
 */
const PAUSE = 1500;
const RETRY = 10000;
const SKIPPED = new Set(["_csrf_token", "do", "seen", "figure"]);

const form = /** @type {HTMLFormElement} */ (document.getElementById("manuscript"));
// The page names the other modules, so that their addresses change with their content.
const { PREFIX, day, drop, keep, link, read, time } = await import(form.dataset.shelf);
const { offer } = await import(form.dataset.restore);
const state = document.getElementById("draft-state");
const isDraft = form.dataset.draft === "yes";
const say = (words, ...more) => state.replaceChildren(words, ...more);

/** What is typed, as pairs of name and value. @returns {string[][]} */
const entriesOf = (some) => [...new FormData(some)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");
const entries = () => entriesOf(form);

/** What the page came with, whatever was typed before this file was there. @returns {string[][]} */
const original = () => {
  const fresh = /** @type {HTMLFormElement} */ (form.cloneNode(true));
  fresh.reset();
  return entriesOf(fresh);
};

let shelf = PREFIX + location.pathname + (location.pathname.endsWith("/new") ? location.search : "");
let shown = form.dataset.stored === "yes" ? JSON.stringify(original()) : "";
let flying = null; // what was sent and not answered: sent again first, since it may have arrived
let isSaving = false;
let timer = 0;
let waits = Promise.resolve();

const put = (sent = false) => keep(shelf, { at: Date.now(), title: form.elements.title.value, entries: entries(), sent });
const isChanged = () => JSON.stringify(entries()) !== shown;
const shelve = (words, ...more) => {
  const kept = put();
  say(kept ? `${words} Kept on this device, ${time(Date.now())}. ` : `${words} This browser keeps nothing: copy your text. `, ...more);
};

const post = async (pairs) => {
  const body = new URLSearchParams([...pairs, ["_csrf_token", form.elements._csrf_token.value], ["seen", form.elements.seen.value], ["do", "autosave"]]);
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
  if (answer.redirected || answer.status === 401) throw { refused: "Not saved: you are signed out.", more: link(`/sign-in?next=${encodeURIComponent(location.pathname)}`, "Sign in") };
  if (answer.status >= 500) throw new TypeError("no answer");
  const said = await answer.json();
  if (answer.status === 409) throw { refused: "Not saved: this abstract was changed in another window or on another device.", more: link(location.href, "Show the other text") };
  if (!answer.ok) throw { refused: `Not saved: ${said.detail}` };
  return said;
};

const arrived = (said, pairs) => {
  form.elements.seen.value = said.seen;
  drop(shelf);
  if (new URL(form.action).pathname !== said.address) {
    form.action = said.address;
    history.replaceState(null, "", said.address);
    shelf = PREFIX + said.address;
  }
  shown = JSON.stringify(pairs);
  say(`Saved ${time(Date.now())}. ${said.doubt}`);
};

const save = async () => {
  const pairs = flying || entries();
  const text = JSON.stringify(pairs);
  if (text === shown && !flying) return;
  say("Saving…");
  isSaving = true;
  try {
    flying = pairs;
    const said = await post(pairs);
    flying = null;
    arrived(said, pairs);
    if (JSON.stringify(entries()) !== text) plan(0);
  } catch (wrong) {
    if (wrong.refused) flying = null;
    shelve(wrong.refused || "Not saved: no connection.", wrong.more || "");
    if (!wrong.refused) plan(RETRY);
  }
  isSaving = false;
};
/** Not behind a form that is on its way: it would come too late, or the form would. */
const turn = () => form.hasAttribute("data-sent") || (waits = waits.then(save));
const plan = (pause) => {
  clearTimeout(timer);
  timer = setTimeout(turn, pause);
};
const changed = () => {
  if (isDraft) plan(PAUSE);
  else if (isChanged()) shelve("Not sent yet.");
};

form.addEventListener("input", changed);
/** A save that is under way changes the version that the form is sent on: it is sent after it. */
window.addEventListener("submit", (event) => {
  if (event.target !== form || !isSaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waits.then(() => form.requestSubmit(event.submitter));
}, true);
form.addEventListener("submit", () => { clearTimeout(timer); put(true); });
/** What the server put into the form counts as typed: it is saved, counted and shown in the preview. */
const swapped = ({ target }) => form.contains(target) && target.id !== "panel" && form.dispatchEvent(new Event("input", { bubbles: true }));
document.addEventListener("htmx:after:swap", swapped);
window.addEventListener("online", () => { form.dispatchEvent(new Event("input", { bubbles: true })); plan(0); });
document.addEventListener("visibilitychange", () => document.hidden && isChanged() && !form.hasAttribute("data-sent") && (put(), isDraft && plan(0)));
offer({ form, kept: read(shelf), entries, changed, day, discard: () => drop(shelf) });
if (isChanged()) changed();
form.dataset.ready = "";
