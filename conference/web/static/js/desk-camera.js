/**
 * The camera as a scanner, on the desk's pages: what it reads is told like a scan ("scanned" on the
 * document). The same code counts once in three seconds. Without a camera the page says why.
 */
const PAUSE_MS = 3000;

const panel = /** @type {HTMLElement | null} */ (document.querySelector(".camera[data-camera]"));
const start = /** @type {HTMLElement | null} */ (document.querySelector("[data-camera-start]"));

if (panel && start) {
  const { openCamera, inWords } = await import(panel.dataset.camera);
  const { chime, unlockSounds } = await import(panel.dataset.sounds);
  const said = panel.querySelector("[data-camera-said]");
  let camera = null;
  let last = { code: "", at: 0 };

  const read = (code) => {
    const now = performance.now();
    if (code === last.code && now - last.at < PAUSE_MS) return;
    last = { code, at: now };
    chime("good");
    document.dispatchEvent(new CustomEvent("scanned", { detail: code }));
  };

  const stop = () => {
    camera?.stop();
    camera = null;
    panel.hidden = true;
    start.hidden = false;
    start.focus();
  };

  unlockSounds();
  start.hidden = false;
  start.addEventListener("click", async () => {
    panel.hidden = false;
    start.hidden = true;
    try {
      camera = await openCamera(panel.querySelector("video"), read);
    } catch (error) {
      said.textContent = inWords(error);
    }
  });
  panel.querySelector("[data-camera-stop]").addEventListener("click", stop);
  addEventListener("pagehide", () => camera?.stop());
}
