/** The camera of this device, opened when asked for; a code is taken once until another is seen. */
const SAME_AGAIN_MS = 4_000;

export const startCamera = ({ at, scan, parts }) => {
  const [button, video, said] = [at("camera-button"), at("camera"), at("camera-said")];
  let running = null;
  let last = { code: "", at: 0 };

  const seen = (code) => {
    if (code === last.code && Date.now() - last.at < SAME_AGAIN_MS) return;
    last = { code, at: Date.now() };
    scan(code);
  };

  const stop = () => {
    running?.stop();
    running = null;
    video.hidden = true;
    button.textContent = "Scan with the camera";
  };

  button.addEventListener("click", async () => {
    if (running) return stop();
    const { openCamera, inWords } = await import(parts.lens);
    said.textContent = "";
    video.hidden = false;
    try {
      running = await openCamera(video, seen);
      button.textContent = "Stop the camera";
    } catch (error) {
      said.textContent = inWords(error);
      stop();
    }
  });
};
