/**
 * Reads QR codes with the camera, ten pictures a second, or from one picture file. The browser's
 * own detector where there is one, else the vendored jsQR, which is loaded only then.
 */
const EVERY_MS = 100;
const WIDEST = 800; // pixels that are looked at: enough for a badge that fills a third of the picture

/** What went wrong, in words that say what to do. */
const SAID = {
  NotAllowedError: "The browser was not allowed to use the camera. Allow it in the address bar, then start again, or choose a picture, or type the code.",
  NotFoundError: "This device has no camera. Use a scanner, choose a picture, or type the code.",
  NotReadableError: "Another program is using the camera. Close it, then start again.",
  OverconstrainedError: "This camera cannot be used. Choose a picture, or type the code.",
};
const UNSAFE = "A browser gives its camera only to pages opened over https. Use a scanner, or type the code.";

/** @param {unknown} error @returns {string} */
export const inWords = (error) => SAID[error?.name] ?? error?.message ?? "The camera did not start.";

const native = async () => {
  const Detector = window.BarcodeDetector;
  if (!Detector || !(await Detector.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new Detector({ formats: ["qr_code"] });
  return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
};

const vendored = async (address) => {
  await import(address);
  return async (canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
    return window.jsQR(data, width, height, { inversionAttempts: "attemptBoth" })?.data ?? "";
  };
};

let reader = null;
/** @param {string} decoder the address of the vendored decoder */
const theReader = (decoder) => (reader ??= native().catch(() => null).then((own) => own ?? vendored(decoder)));

const drawn = (canvas, picture, width, height) => {
  const scale = Math.min(1, WIDEST / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
};

/** The code in a picture file; "" when there is none. @param {File} file @param {string} decoder */
export const readPicture = async (file, decoder) => {
  const read = await theReader(decoder);
  const picture = await createImageBitmap(file);
  return read(drawn(document.createElement("canvas"), picture, picture.width, picture.height));
};

const openStream = () => {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error(UNSAFE);
  const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
};

/**
 * Shows the camera in the video and tells each code it sees. The address of the vendored decoder
 * stands in the video's `data-decoder`. Rejects with an error for `inWords`.
 * @param {HTMLVideoElement} video @param {(code: string) => void} onCode
 * @returns {Promise<{stop: () => void, hasTorch: boolean, torch: (on: boolean) => Promise<void>}>}
 */
export const openCamera = async (video, onCode) => {
  const stream = await openStream();
  const track = stream.getVideoTracks()[0];
  const canvas = document.createElement("canvas");
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    timer = -1;
    stream.getTracks().forEach((each) => each.stop());
    video.srcObject = null;
  };
  try {
    Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
    await video.play();
    const read = await theReader(video.dataset.decoder);
    const look = async () => {
      const began = performance.now();
      const { videoWidth: width, videoHeight: height } = video;
      const code = width && !document.hidden ? await read(drawn(canvas, video, width, height)).catch(() => "") : "";
      if (timer === -1) return;
      if (code) onCode(code);
      timer = setTimeout(look, Math.max(20, EVERY_MS - (performance.now() - began)));
    };
    timer = setTimeout(look, EVERY_MS);
  } catch (error) {
    stop();
    throw error;
  }
  const hasTorch = Boolean(track.getCapabilities?.().torch);
  return { stop, hasTorch, torch: (on) => track.applyConstraints({ advanced: [{ torch: on }] }) };
};
