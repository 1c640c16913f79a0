/**
 * The camera as a scanner: at most ten looks a second, each code told once for as long as it is
 * before the camera. The camera is off while its page is hidden, and on again afterwards.
 */
const EVERY_MS = 100;

/** What went wrong, in words that say what to do. */
const SAID = {
  NotAllowedError: "The browser was not allowed to use the camera. Allow it in the address bar, then start again, or choose a picture, or type the code.",
  NotFoundError: "This device has no camera. Use a scanner, choose a picture, or type the code.",
  NotReadableError: "Another program is using the camera, or it was unplugged. Close that program, then start again.",
  OverconstrainedError: "This camera cannot be used. Choose a picture, or type the code.",
};
const GONE = "The camera was switched off or unplugged. Start it again, use a scanner, or type the code.";
const UNSAFE = "A browser gives its camera only to pages opened over https. Use a scanner, or type the code.";
const NOT_STARTED = "The camera did not start. Start it again, use a scanner, or type the code.";

/** @param {unknown} error @returns {string} */
export const inWords = (error) => SAID[error?.name] ?? (error instanceof Plain ? error.message : NOT_STARTED);
class Plain extends Error {}

const openStream = ({ facing = "environment" }) => {
  if (!navigator.mediaDevices?.getUserMedia) throw new Plain(UNSAFE);
  const video = { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
};
const release = (stream) => stream?.getTracks().forEach((track) => track.stop());
/** The code in a picture file; "" when there is none. @param {File} file @param {DOMStringMap} from */
export const readPicture = async (file, from) => (await import(from.decode)).readPicture(file, from);

/**
 * Shows the camera in the video and tells each code it sees. The addresses of the modules it needs
 * stand in the video's data. Rejects with an error for `inWords`; one that comes later, when the
 * camera goes away, is told to `onEnd`, and the camera is stopped then.
 * @param {HTMLVideoElement} video @param {(code: string) => void} onCode
 * @param {(error: unknown) => void} [onEnd]
 * @returns {Promise<{stop: () => void, hasTorch: boolean, torch: (on: boolean) => Promise<void>}>}
 */
export const openCamera = async (video, onCode, onEnd = () => {}) => {
  const canvas = document.createElement("canvas");
  let [stream, run, starting, turn, isLit, once] = [null, 0, 0, 0, false, null];

  const light = () => stream?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: isLit }] });

  const halt = () => {
    run += 1;
    release(stream);
    stream = video.srcObject = null;
  };

  const stop = () => {
    halt();
    document.removeEventListener("visibilitychange", follow);
    removeEventListener("pagehide", halt);
    removeEventListener("pageshow", follow);
  };

  const fail = (error) => {
    stop();
    onEnd(error);
  };

  const keepLooking = async (mine, { look, read }) => {
    while (mine === run) {
      const began = performance.now();
      const code = video.videoWidth ? await look(read, canvas, video, turn).catch(() => "") : "";
      if (mine === run && code) once.saw(code, turn);
      turn += 1;
      await new Promise((done) => setTimeout(done, Math.max(20, EVERY_MS - (performance.now() - began))));
    }
  };

  const start = async () => {
    const mine = (starting = ++run);
    const opened = await openStream(video.dataset);
    if (mine !== run) return release(opened);
    stream = opened;
    stream.getVideoTracks()[0].addEventListener("ended", () => mine === run && fail(new Plain(GONE)));
    Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
    const [{ look, readerOf }, { onceEach }] = await Promise.all([import(video.dataset.decode), import(video.dataset.once)]);
    once ??= onceEach(onCode);
    const [read] = await Promise.all([readerOf(video.dataset), video.play()]);
    if (isLit) await light()?.catch(() => {});
    keepLooking(mine, { look, read });
  };
  /** What goes wrong with a start that was called off meanwhile is nobody's trouble. */
  const begin = (onTrouble) => {
    const started = start();
    const mine = run;
    return started.catch((error) => mine === run && onTrouble(error));
  };

  const follow = () => {
    if (document.hidden) return halt();
    if (!stream && starting !== run) begin(fail); // the page may be shown while a start is under way
  };

  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", halt);
  addEventListener("pageshow", follow);
  await begin((error) => {
    stop();
    throw error;
  });
  const hasTorch = Boolean(stream?.getVideoTracks()[0].getCapabilities?.().torch);
  const stopForGood = () => {
    stop();
    once?.forget();
  };
  return { stop: stopForGood, hasTorch, torch: (on) => ((isLit = on), light()) };
};
