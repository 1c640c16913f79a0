/**
 * The camera's panel of a page that scans: start and stop, light, and a picture as the way round.
 * The same badge before the camera counts once, until it was away for two seconds.
 */
const AWAY_MS = 2000;

/**
 * @param {ParentNode} page holds the panel
 * @param {typeof import("./scan-camera.js")} camera
 * @param {(code: string) => void} onCode
 */
export const wirePanel = (page, camera, onCode) => {
  const panel = page.querySelector("[data-camera-panel]");
  if (!panel) return;
  const [view, start, torch, file, said] = ["view", "start", "torch", "file", "said"].map((name) =>
    panel.querySelector(`[data-camera-${name}]`),
  );
  const video = panel.querySelector("video");
  let open = null;
  let last = "";
  let seen = -Infinity;

  const say = (words) => (said.textContent = words);

  const saw = (code) => {
    const now = performance.now();
    const isNew = code !== last || now - seen > AWAY_MS;
    [last, seen] = [code, now];
    if (isNew) onCode(code);
  };

  const shown = (isOpen) => {
    view.hidden = !isOpen;
    start.textContent = isOpen ? "Stop the camera" : "Use the camera";
    start.setAttribute("aria-pressed", String(isOpen));
    torch.hidden = !(isOpen && open.hasTorch);
  };

  const close = () => {
    open?.stop();
    open = null;
    shown(false);
    say("");
  };

  const begin = async () => {
    say("The camera starts. The browser may ask whether it is allowed.");
    view.hidden = false;
    try {
      open = await camera.openCamera(video, saw);
      shown(true);
      say("Hold the code before the camera.");
    } catch (error) {
      close();
      say(camera.inWords(error));
    }
  };

  start.addEventListener("click", () => (open ? close() : begin()));
  torch.addEventListener("click", async () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    await open?.torch(on).catch(() => say("This camera's light cannot be switched."));
    torch.setAttribute("aria-pressed", String(on));
  });
  file.addEventListener("change", async () => {
    const picture = file.files?.[0];
    if (!picture) return;
    say("Looking at the picture.");
    const code = await camera.readPicture(picture, video.dataset.decoder).catch(() => "");
    file.value = "";
    say(code ? "" : "No code was found in this picture. Come closer, with more light.");
    if (code) onCode(code);
  });
  window.addEventListener("pagehide", close);
  panel.hidden = false;
};
