/**
 * A door: scanner, camera and typing lead to one answer at a time, in words, colour, sign and sound.
 * The next scan is taken 1.5 seconds after an answer, in rapid mode at once after a yes; those that
 * come too early wait for their turn, and the page says so. A scan that met no network is sent again
 * under the same id, so the door never counts it twice. Without this file the page is a plain form.
 */
const PAUSE_MS = 1500;
const RAPID_MS = 250;
const SLOW_MS = 400; // then the answer before this one is taken off the screen
const PATIENCE_MS = 15_000;
const SAME_MS = 120_000; // for so long a scan without an answer keeps its id
const COUNTS_MS = 10_000;
const RAPID = "plenary-rapid";

const door = document.querySelector("[data-door]");
const form = document.querySelector("[data-scan-form]");
const box = document.getElementById("field-q");
const [{ listenToWedge }, sounds, { wirePanel }, camera, show, { queueOf }] = await Promise.all(
  ["wedge", "sounds", "panel", "camera", "show", "queue"].map((name) => import(door.dataset[name])),
);

const queue = queueOf();
const unsent = new Map(); // scans without an answer: what and which way, under which id, until when
let isBusy = false;
let answers = 0;
let freeAt = 0;

const nameOf = ({ code, direction }) => `${direction} ${code}`;
const way = () => new FormData(form).get("direction");

const ask = async ({ code, direction, id }) => {
  const token = form.elements._csrf_token.value;
  const body = new URLSearchParams({ _csrf_token: token, q: code, direction, client_id: id });
  const headers = { accept: "application/json" };
  const answer = await fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.ok && answer.headers.get("content-type")?.includes("json")) return answer.json();
  throw Object.assign(new Error(answer.statusText), { status: answer.status });
};

/** No answer: nobody of those who wait was counted, and each badge is scanned again. */
const trouble = ({ status }, scan) => {
  const others = queue.all().length - 1;
  queue.clear();
  sounds.chime("bad");
  if (status === undefined) {
    unsent.set(nameOf(scan), { id: scan.id, until: performance.now() + SAME_MS });
    const which = others ? `This scan and the ${others} after it are not counted yet. Scan these badges` : "This scan is not counted yet. Scan the badge";
    if (scan.isTyped && !box.value) box.value = scan.code;
    return show.showTrouble("No network", `${which} again, or go on without a network.`, true);
  }
  if (status === 429) return show.showTrouble("Too many scans", "Wait a minute, then scan again.");
  show.showTrouble("No answer", "Reload this page; you may have been signed out. Then scan again.");
};

const take = async (scan) => {
  isBusy = true;
  const slow = setTimeout(show.showAsking, SLOW_MS);
  let pause = PAUSE_MS;
  try {
    const given = await ask(scan).finally(() => clearTimeout(slow));
    unsent.delete(nameOf(scan));
    answers += 1;
    show.showAnswer(given);
    sounds.chime(given.look);
    if (rapid.checked && ["good", "out"].includes(given.look)) pause = RAPID_MS;
    queue.done(scan.id);
  } catch (error) {
    trouble(error, scan);
  }
  isBusy = false;
  freeAt = performance.now() + pause;
  takeNext();
};

const takeNext = () => {
  const scan = queue.first();
  const wait = freeAt - performance.now();
  if (scan && !isBusy && wait <= 0) take(scan);
  else if (scan && !isBusy) setTimeout(takeNext, wait);
  show.showWaiting(queue.all().length - (isBusy ? 1 : 0));
};

/** One more scan; the same again while it waits is a second tap. @param {string} code */
const scanned = (code, isTyped = false) => {
  const scan = { code, direction: way(), isTyped };
  const before = unsent.get(nameOf(scan));
  const id = before && before.until > performance.now() ? before.id : undefined;
  if (queue.add({ ...scan, id })) takeNext();
};

listenToWedge((code) => scanned(code));
wirePanel(door, camera, (code) => scanned(code));
sounds.unlockSounds();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = box.value.trim();
  box.value = "";
  if (code) scanned(code, true);
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
  const before = answers; // counts that were asked for before a scan are older than its answer
  const counts = await fetch(`${door.dataset.door}/counts`).then((answer) => (answer.ok ? answer.json() : null), () => null);
  if (counts && !isBusy && answers === before) show.showCounts(counts);
}, COUNTS_MS);
door.dataset.ready = "";
