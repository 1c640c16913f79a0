/**
 * The kiosk: a scan goes straight on, and a page that nobody touches goes back to the start. How
 * long is said on the screen, and who needs more time gets it (WCAG 2.2.1).
 */
const TOLD = 20; // seconds before the end, from which the screen counts aloud
const LOADING = 20; // seconds that a badge may take to come; from then on the page goes

// Back, later, is pressed by somebody else: a page that the browser kept is not shown again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

const start = document.querySelector("[data-kiosk]");
if (start) {
  const box = start.querySelector("[name=q]");
  box.focus(); // first of all: a scan that comes too early is typed there
  const [{ listenToWedge }, { wirePanel }, camera] = await Promise.all(
    ["kiosk", "panel", "camera"].map((name) => import(start.dataset[name])),
  );
  const scanned = (code) => {
    box.value = code;
    box.form.requestSubmit();
  };
  listenToWedge(scanned);
  wirePanel(start, camera, scanned);
  start.dataset.ready = "";
}

const timer = document.querySelector("[data-return]");
if (timer) {
  const [said, more] = [timer.querySelector("p"), timer.querySelector("button")];
  const whole = Number(timer.dataset.seconds) * 1000;
  const badge = document.querySelector("[data-print]"); // its frame comes, loads and prints
  let ends = performance.now() + (badge ? Math.max(whole, LOADING * 1000) : whole);

  const tick = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left <= 0) return location.replace(timer.dataset.return);
    more.hidden = left > TOLD;
    said.textContent = left > TOLD ? "" : `Back to the start in ${left} seconds.`;
  };

  const again = () => {
    ends = performance.now() + whole;
    tick();
  };

  const stay = (time) => {
    ends = Math.max(ends, performance.now() + time);
    tick();
  };

  more.addEventListener("click", () => stay(Math.max(whole, TOLD * 1000)));
  for (const sign of ["pointerdown", "input"]) document.addEventListener(sign, () => stay(whole));
  document.addEventListener("load", (event) => event.target.matches?.("iframe") && again(), true);
  const part = document.getElementById("kiosk-done"); // what the printer says is looked at anew
  if (part) new MutationObserver(again).observe(part, { childList: true });
  setInterval(tick, 1000);
  tick();
  timer.dataset.ready = "";
}
