/**
 * The camera's panel of a page that scans: start and stop, light, and a picture as the way round.
 * A page that is loaded again after a scan goes on with the camera, until somebody stops it.
 */
const memory = document.querySelector("video[data-memory]")?.dataset.memory; // none on a page without a camera
const { remember, wasOn } = memory ? await import(memory) : {};

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
  let isStarting = false;

  const say = (words) => (said.textContent = words);

  const shown = (isOpen) => {
    view.hidden = !isOpen;
    start.textContent = isOpen ? "Stop the camera" : "Use the camera";
    start.setAttribute("aria-pressed", String(isOpen));
    torch.hidden = !(isOpen && open.hasTorch);
    torch.setAttribute("aria-pressed", "false");
  };

  const close = (error) => {
    open?.stop();
    open = null;
    shown(false);
    say(error ? camera.inWords(error) : "");
  };

  const begin = async () => {
    if (isStarting) return;
    isStarting = true;
    say("The camera starts. The browser may ask whether it is allowed.");
    view.hidden = false;
    try {
      open = await camera.openCamera(video, onCode, close);
      shown(true);
      say("Hold the code before the camera.");
      remember(true);
    } catch (error) {
      close(error);
      remember(false);
    }
    isStarting = false;
  };

  const stop = () => {
    close();
    remember(false);
  };

  start.addEventListener("click", () => (open ? stop() : begin()));
  torch.addEventListener("click", async () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    try {
      await open?.torch(on);
      torch.setAttribute("aria-pressed", String(on));
    } catch {
      say("This camera's light cannot be switched.");
    }
  });
  file?.addEventListener("change", async () => {
    const picture = file.files?.[0];
    if (!picture) return;
    say("Looking at the picture.");
    const code = await camera.readPicture(picture, video.dataset).catch(() => "");
    file.value = "";
    say(code ? "" : "No code was found in this picture. Come closer, with more light.");
    if (code) onCode(code);
  });
  panel.hidden = false;
  if (wasOn()) begin();
};
