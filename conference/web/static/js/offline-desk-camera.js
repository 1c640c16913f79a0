/** The camera of this device, opened when asked for; each code it sees is told once. */
export const startCamera = ({ at, scan, parts }) => {
  const [button, video, said] = [at("camera-button"), at("camera"), at("camera-said")];
  let running = null;
  let isStarting = false;

  const stop = () => {
    running?.stop();
    running = null;
    video.hidden = true;
    button.textContent = "Scan with the camera";
  };

  const begin = async () => {
    isStarting = true;
    const { openCamera, inWords } = await import(parts.lens);
    const fail = (error) => {
      stop();
      said.textContent = inWords(error);
    };
    said.textContent = "";
    video.hidden = false;
    try {
      running = await openCamera(video, scan, fail);
      button.textContent = "Stop the camera";
    } catch (error) {
      fail(error);
    }
    isStarting = false;
  };

  button.addEventListener("click", () => {
    if (running) stop();
    else if (!isStarting) begin();
  });
};
