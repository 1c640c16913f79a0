/**
 * The camera as a scanner, on the desk's pages: what it reads is told like a scan ("scanned" on the
 * document). Without a camera the page says why. After a scan the page is loaded again and goes on.
 */
const panel = /** @type {HTMLElement | null} */ (document.querySelector(".camera[data-camera]"));
const start = /** @type {HTMLElement | null} */ (document.querySelector("[data-camera-start]"));

if (panel && start) {
  const { openCamera, inWords } = await import(panel.dataset.camera);
  const { chime, unlockSounds } = await import(panel.dataset.sounds);
  const { remember, wasOn } = await import(panel.querySelector("video").dataset.memory);
  const [video, off, said] = ["video", "[data-camera-stop]", "[data-camera-said]"].map((each) => panel.querySelector(each));
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
    remember(false);
  };

  const fail = (error) => {
    camera = null;
    start.hidden = false;
    video.hidden = off.hidden = true; // the words stay: why, and what to do instead
    said.textContent = inWords(error);
    remember(false);
  };

  const begin = async () => {
    const mine = ++asked;
    panel.hidden = video.hidden = off.hidden = false;
    start.hidden = true;
    said.textContent = ready;
    try {
      const opened = await openCamera(video, read, fail);
      if (mine !== asked) return opened.stop();
      camera = opened;
      remember(true);
    } catch (error) {
      if (mine === asked) fail(error);
    }
  };

  unlockSounds();
  start.hidden = false;
  start.addEventListener("click", begin);
  off.addEventListener("click", () => {
    stop();
    start.focus();
  });
  if (wasOn()) begin();
}
