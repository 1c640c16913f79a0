/** A worker that finds a QR code in the pixels of a picture, so that the page stays free meanwhile. */
const codeIn = ({ pixels, width, height, inversionAttempts }) => {
  try {
    return self.jsQR(new Uint8ClampedArray(pixels), width, height, { inversionAttempts })?.data ?? "";
  } catch {
    return ""; // a picture on which the decoder stumbles holds no code
  }
};

self.addEventListener("message", ({ data }) => {
  if (!self.jsQR) importScripts(data.decoder);
  self.postMessage({ id: data.id, code: data.pixels ? codeIn(data) : "" });
});
