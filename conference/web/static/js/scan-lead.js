/**
 * An exhibitor's scans: scanner, camera and typing put them into a queue, which is sent one by one,
 * and again by itself after a network that was gone. The answer and the list come as the page has
 * them, and the camera stays on. Without this file the page is a plain form.
 */
const page = document.querySelector("[data-leads]");
const form = document.querySelector("[data-scan-form]");
const [{ listenToWedge }, sounds, { wirePanel }, camera, { queueOf }] = await Promise.all(
  ["wedge", "sounds", "panel", "camera", "queue"].map((name) => import(page.dataset[name])),
);
const [trouble, waiting] = ["trouble", "waiting"].map((name) => document.querySelector(`[data-lead-${name}]`));
const PARTS = ["[data-lead-answer]", "[data-lead-list]"];
const PATIENCE_MS = 20_000;
const READ_MS = 1500; // an answer that is no yes is read before the next one comes
const AGAIN_MS = 5000;
const LATER_MS = 60_000;
const KEPT = "What waits is kept on this phone and sent by itself.";
const NO_NETWORK = `No network. Go on scanning. ${KEPT}`;
const NO_SERVER = `The server cannot answer just now. ${KEPT}`;
const TOO_MANY = `Too many scans in one hour. ${KEPT}`;
const NO_ANSWER = "Not sent: you may have been signed out. Load this page again, and sign in; what waits is kept on this phone and sent then.";
const NO_CODE = "That was no code of a badge. Scan again.";

const queue = queueOf(`plenary-leads:${location.pathname}`);
let isSending = false;
let timer = 0;

const showWaiting = () => {
  const codes = queue.all().map(({ code }) => `…${code.slice(-4)}`);
  const which = codes.length > 5 ? [...codes.slice(0, 5), "and more"] : codes;
  waiting.hidden = !codes.length;
  waiting.textContent = codes.length ? `${codes.length} waiting: ${which.join(", ")}` : "";
};

/** @param {string} words "" when all is well; the same trouble is not sounded again and again */
const tell = (words) => {
  if (words && (trouble.hidden || trouble.textContent !== words)) sounds.chime("bad");
  trouble.hidden = !words;
  trouble.textContent = words;
};

const answered = async ({ code, id }) => {
  const body = new URLSearchParams({ _csrf_token: form.elements._csrf_token.value, q: code, client_id: id });
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) });
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !told.querySelector("[data-answer]")) throw Object.assign(new Error(answer.statusText), { status: answer.status });
  return told;
};

/** Shows an answer and the list; what somebody types into a note meanwhile stays. */
const show = (told) => {
  const notes = [...document.querySelectorAll(`${PARTS[1]} input`)].filter((each) => each.id && each.value !== each.defaultValue);
  const focused = document.activeElement?.id;
  for (const part of PARTS) document.querySelector(part).replaceChildren(...told.querySelector(part).childNodes);
  for (const { id, value } of notes) Object.assign(document.getElementById(id) ?? {}, { value });
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  const { look } = document.querySelector("[data-answer]").dataset;
  sounds.chime(look);
  return look;
};

/** @returns {number} when it is tried again; 0: when something new comes */
const fail = ({ status }, { id }) => {
  document.querySelector(PARTS[0]).replaceChildren();
  if (status === 422) queue.done(id);
  const isAway = status === undefined || status >= 500;
  tell(status === 422 ? NO_CODE : status === 429 ? TOO_MANY : !isAway ? NO_ANSWER : status ? NO_SERVER : NO_NETWORK);
  return status === 422 ? READ_MS : status === 429 ? LATER_MS : isAway ? AGAIN_MS : 0;
};

const send = async () => {
  clearTimeout(timer);
  if (isSending) return;
  isSending = true;
  let wait = 0;
  for (let scan = queue.first(); scan && !wait; scan = queue.first()) {
    try {
      const told = await answered(scan);
      queue.done(scan.id);
      tell("");
      showWaiting();
      if (show(told) !== "good" && queue.first()) await new Promise((done) => setTimeout(done, READ_MS));
    } catch (error) {
      wait = fail(error, scan) || Infinity;
    }
  }
  isSending = false;
  showWaiting();
  if (wait && wait < Infinity) timer = setTimeout(send, wait);
};

const scanned = (code) => {
  const isKept = queue.add({ code });
  if (isKept && !trouble.hidden) sounds.chime("warn"); // taken, and no answer yet
  showWaiting();
  send();
};

form.addEventListener("submit", (event) => {
  const code = form.elements.q.value.trim();
  if (!code) return;
  event.preventDefault();
  form.elements.q.value = "";
  scanned(code);
});
listenToWedge(scanned);
wirePanel(page, camera, scanned);
sounds.unlockSounds();
addEventListener("online", send);
const look = document.querySelector("[data-answer]")?.dataset.look;
if (look) sounds.chime(look);
showWaiting();
send();
page.dataset.ready = "";
