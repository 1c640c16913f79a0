/**
 * Finds the QR code in a picture: the browser's own detector where there is one, else the vendored
 * jsQR in a worker, and where no worker starts, in the page.
 */
const WIDEST = 800; // pixels that are looked at: enough for a badge that fills a third of the picture
const SHARPEST = 1600; // of a photograph, in which a badge may be small
const DARK_ON_LIGHT = "dontInvert";

const native = async () => {
  const Detector = window.BarcodeDetector;
  if (!Detector || !(await Detector.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new Detector({ formats: ["qr_code"] });
  return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
};

const pixelsOf = (canvas) => {
  const { width, height } = canvas;
  return canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height).data;
};

const inPage = async (decoder) => {
  await import(decoder);
  return async (canvas, inversionAttempts = DARK_ON_LIGHT) =>
    window.jsQR(pixelsOf(canvas), canvas.width, canvas.height, { inversionAttempts })?.data ?? "";
};

/** Rejects where the worker or its decoder cannot be loaded. */
const inWorker = async (address, decoder) => {
  const worker = new Worker(address);
  const waiting = new Map();
  let sent = 0;
  worker.addEventListener("message", ({ data: { id, code } }) => {
    waiting.get(id)?.done(code);
    waiting.delete(id);
  });
  worker.addEventListener("error", (error) => {
    waiting.forEach(({ fail }) => fail(error));
    waiting.clear();
  });
  const ask = (told, moved = []) =>
    new Promise((done, fail) => {
      sent += 1;
      waiting.set(sent, { done, fail });
      worker.postMessage({ id: sent, decoder, ...told }, moved);
    });
  await ask({});
  return (canvas, inversionAttempts = DARK_ON_LIGHT) => {
    const { buffer } = pixelsOf(canvas);
    return ask({ pixels: buffer, width: canvas.width, height: canvas.height, inversionAttempts }, [buffer]);
  };
};

let reader = null;
/** @param {{reader: string, decoder: string}} from addresses, as they stand in the video's data */
export const readerOf = ({ reader: address, decoder }) =>
  (reader ??= native()
    .catch(() => null)
    .then((own) => own ?? inWorker(address, decoder).catch(() => inPage(decoder)))
    .catch((error) => {
      reader = null; // the next start tries again
      throw error;
    }));

const drawn = (canvas, picture, [x, y, width, height], widest) => {
  const scale = Math.min(1, widest / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
};

/**
 * One look at a video, by turns at the whole and, of a sharp one, at its middle as sharp as it is;
 * now and then for light codes on dark, as a phone at night shows a ticket.
 */
export const look = (read, canvas, video, turn) => {
  const { videoWidth: width, videoHeight: height } = video;
  const side = Math.min(width, height, WIDEST);
  const isMiddle = turn % 2 === 1 && width > WIDEST;
  const part = isMiddle ? [(width - side) / 2, (height - side) / 2, side, side] : [0, 0, width, height];
  return read(drawn(canvas, video, part, WIDEST), turn % 8 > 5 ? "invertFirst" : DARK_ON_LIGHT);
};

/** The code in a picture file; "" when there is none. @param {File} file */
export const readPicture = async (file, from) => {
  const read = await readerOf(from);
  const picture = await createImageBitmap(file);
  const whole = [0, 0, picture.width, picture.height];
  for (const widest of [WIDEST, SHARPEST]) {
    const code = await read(drawn(document.createElement("canvas"), picture, whole, widest), "attemptBoth");
    if (code) return code;
  }
  return "";
};
