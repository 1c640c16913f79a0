/**
 * An exhibitor's scans: scanner and camera fill the form and send it. The answer and the list come
 * as the page has them, and the camera stays on. Without this file the page is a plain form.
 */
const page = document.querySelector("[data-leads]");
const form = document.querySelector("[data-scan-form]");
const [{ listenToWedge }, sounds, { wirePanel }, camera] = await Promise.all(
  ["wedge", "sounds", "panel", "camera"].map((name) => import(page.dataset[name])),
);
const trouble = document.querySelector("[data-lead-trouble]");
const NO_NETWORK = "No network: this scan is not kept. Scan the badge again when there is one.";
const TOO_MANY = "Too many scans in one hour. Wait a while, then scan again.";
const NO_ANSWER = "No answer: reload this page; you may have been signed out. Then scan again.";
const PARTS = ["[data-lead-answer]", "[data-lead-list]"];

let isSent = false;
let unsent = ""; // the code of a scan that got no answer

const sound = () => {
  const look = document.querySelector("[data-answer]")?.dataset.look;
  if (look) sounds.chime(look);
};

const answered = async (code) => {
  const body = new URLSearchParams(new FormData(form));
  body.set("q", code);
  if (unsent && unsent !== code) body.delete("client_id"); // that one may have arrived
  const answer = await fetch(form.action, { method: "POST", body });
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !told.querySelector(PARTS[0])) throw Object.assign(new Error(answer.statusText), { status: answer.status });
  return told;
};

const show = (told) => {
  for (const part of PARTS) document.querySelector(part).replaceChildren(...told.querySelector(part).childNodes);
  form.elements.client_id.value = told.querySelector("[name=client_id]").value;
  form.elements.q.value = "";
  sound();
};

const fail = (error, code) => {
  unsent = code;
  trouble.hidden = false;
  trouble.textContent = error.status === 429 ? TOO_MANY : error.status ? NO_ANSWER : NO_NETWORK;
  document.querySelector(PARTS[0]).replaceChildren();
  sounds.chime("bad");
};

const scanned = async (code) => {
  if (isSent) return; // one at a time: whoever was too early is scanned again
  isSent = true;
  try {
    show(await answered(code));
    unsent = "";
    trouble.hidden = true;
  } catch (error) {
    fail(error, code);
  }
  isSent = false;
};

form.addEventListener("submit", (event) => {
  const code = form.elements.q.value.trim();
  if (!code) return;
  event.preventDefault();
  scanned(code);
});
listenToWedge(scanned);
wirePanel(page, camera, scanned);
sounds.unlockSounds();
sound();
page.dataset.ready = "";
