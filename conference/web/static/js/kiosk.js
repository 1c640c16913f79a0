/**
 * The kiosk: a scan goes straight on, and a page that nobody touches goes back to the start. How
 * long is said on the screen, and who needs more time gets it (WCAG 2.2.1).
 */
const TOLD = 20; // seconds before the end, from which the screen counts aloud

// Back, later, is pressed by somebody else: a page that the browser kept is not shown again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

const start = document.querySelector("[data-kiosk]");
if (start) {
  const box = start.querySelector("[name=q]");
  const { listenToWedge } = await import(start.dataset.kiosk);
  listenToWedge((code) => {
    box.value = code;
    box.form.requestSubmit();
  });
  box.focus();
}

const timer = document.querySelector("[data-return]");
if (timer) {
  const [said, more] = [timer.querySelector("p"), timer.querySelector("button")];
  const whole = Number(timer.dataset.seconds) * 1000;
  let ends = performance.now() + whole;

  const longer = () => {
    ends = performance.now() + whole;
    tick();
  };

  const tick = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left <= 0) return location.assign(timer.dataset.return);
    more.hidden = left > TOLD;
    said.textContent = left > TOLD ? "" : `Back to the start in ${left} seconds.`;
  };

  more.addEventListener("click", longer);
  document.addEventListener("input", longer);
  setInterval(tick, 1000);
  tick();
}
