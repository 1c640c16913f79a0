/**
 * A door: scanner, camera and typing lead to one answer at a time, in words, colour, sign and sound.
 * The next scan is taken 1.5 seconds after an answer, in rapid mode at once after a yes; one that
 * comes too early waits for its turn. A scan that met no network is sent again under the same id,
 * so the door never counts it twice. Without this file the page is a plain form.
 */
const PAUSE_MS = 1500;
const RAPID_MS = 250;
const COUNTS_MS = 10_000;
const RAPID = "plenary-rapid";

const door = document.querySelector("[data-door]");
const form = document.querySelector("[data-scan-form]");
const box = document.getElementById("field-q");
const [{ listenToWedge }, sounds, { wirePanel }, camera, show] = await Promise.all(
  ["wedge", "sounds", "panel", "camera", "show"].map((name) => import(door.dataset[name])),
);

/** A random id; over plain http a browser has no randomUUID. */
const newId = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );

let unsent = null; // a scan without an answer: its code, its way and its id
let isBusy = false;
let freeAt = 0;
let next = null;

const way = () => new FormData(form).get("direction");

const ask = async ({ code, direction, id }) => {
  const token = form.elements._csrf_token.value;
  const body = new URLSearchParams({ _csrf_token: token, q: code, direction, client_id: id });
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
  if (answer.ok && answer.headers.get("content-type")?.includes("json")) return answer.json();
  throw Object.assign(new Error(answer.statusText), { status: answer.status });
};

const trouble = (error) => {
  if (error.status === undefined)
    return show.showTrouble("No network", "This scan is not counted yet. Scan the badge again, or use the offline desk.");
  unsent = null;
  if (error.status === 429) return show.showTrouble("Too many scans", "Wait a minute, then scan again.");
  show.showTrouble("No answer", "Reload this page; you may have been signed out. Then scan again.");
};

const take = async (code) => {
  isBusy = true;
  const isSame = unsent && unsent.code === code && unsent.direction === way();
  unsent = isSame ? unsent : { code, direction: way(), id: newId() };
  let pause = PAUSE_MS;
  try {
    const given = await ask(unsent);
    unsent = null;
    show.showAnswer(given);
    sounds.chime(given.look);
    if (rapid.checked && ["good", "out"].includes(given.look)) pause = RAPID_MS;
  } catch (error) {
    trouble(error);
    sounds.chime("bad");
  }
  box.value = "";
  isBusy = false;
  freeAt = performance.now() + pause;
  if (next) setTimeout(takeNext, pause);
};

const takeNext = () => {
  if (isBusy || !next) return;
  const code = next;
  next = null;
  take(code);
};

/** One scan may wait for its turn; it is the latest. @param {string} code */
const scanned = (code) => {
  const wait = freeAt - performance.now();
  if (!isBusy && wait <= 0) return take(code);
  next = code;
  if (!isBusy) setTimeout(takeNext, wait);
};

listenToWedge(scanned);
wirePanel(door, camera, scanned);
sounds.unlockSounds();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (box.value.trim()) scanned(box.value.trim());
});

const rapid = document.querySelector("[data-rapid]");
const loud = document.querySelector("[data-loud]");
rapid.checked = sessionStorage.getItem(RAPID) === "on";
loud.checked = sounds.isLoud();
rapid.addEventListener("change", () => sessionStorage.setItem(RAPID, rapid.checked ? "on" : "off"));
loud.addEventListener("change", () => sounds.setLoud(loud.checked));
document.querySelector("[data-options]").hidden = false;

setInterval(async () => {
  if (document.hidden || isBusy) return;
  const counts = await fetch(`${door.dataset.door}/counts`).then((answer) => (answer.ok ? answer.json() : null), () => null);
  if (counts && !isBusy) show.showCounts(counts);
}, COUNTS_MS);
door.dataset.ready = "";
