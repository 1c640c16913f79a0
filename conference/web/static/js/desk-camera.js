/**
 * The camera as a scanner, on the desk's pages: what it reads is told like a scan ("scanned" on the
 * document). Without a camera the page says why. After a scan the page is loaded again and goes on.
 */
const KEY = `plenary-camera:${location.pathname}`;

const panel = /** @type {HTMLElement | null} */ (document.querySelector(".camera[data-camera]"));
const start = /** @type {HTMLElement | null} */ (document.querySelector("[data-camera-start]"));

if (panel && start) {
  const { openCamera, inWords } = await import(panel.dataset.camera);
  const { chime, unlockSounds } = await import(panel.dataset.sounds);
  const said = panel.querySelector("[data-camera-said]");
  const ready = said.textContent;
  let camera = null;
  let asked = 0; // which start is wanted: one that was stopped meanwhile is not

  const read = (code) => {
    chime("good");
    document.dispatchEvent(new CustomEvent("scanned", { detail: code }));
  };

  const stop = () => {
    asked += 1;
    camera?.stop();
    camera = null;
    panel.hidden = true;
    start.hidden = false;
    sessionStorage.removeItem(KEY);
  };

  const fail = (error) => {
    camera = null;
    start.hidden = false;
    said.textContent = inWords(error);
    sessionStorage.removeItem(KEY);
  };

  const begin = async () => {
    const mine = ++asked;
    panel.hidden = false;
    start.hidden = true;
    said.textContent = ready;
    try {
      const opened = await openCamera(panel.querySelector("video"), read, fail);
      if (mine !== asked) return opened.stop();
      camera = opened;
      sessionStorage.setItem(KEY, "on");
    } catch (error) {
      if (mine === asked) fail(error);
    }
  };

  unlockSounds();
  start.hidden = false;
  start.addEventListener("click", begin);
  panel.querySelector("[data-camera-stop]").addEventListener("click", () => {
    stop();
    start.focus();
  });
  if (sessionStorage.getItem(KEY) === "on") begin();
}
