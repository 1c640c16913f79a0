/** Each code once for as long as it is before the camera, however many looks see it. */
const AWAY_MS = 2000; // who holds a badge still is not scanned twice
const AWAY_LOOKS = 6; // and on a slow device not between two looks either
const LAST = "plenary-camera-last"; // a mark of the last code: the page after a scan may be a new one
const RELOAD_MS = 20_000;
const shelf = (() => {
  try {
    return sessionStorage;
  } catch {
    return null; // storage is switched off: a new page knows nothing of the last one
  }
})();

const markOf = (code) => [...code].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) | 0, 7);
const kept = () => {
  const [mark, at] = (shelf?.getItem(LAST) ?? "").split(" ").map(Number);
  return Date.now() - at < RELOAD_MS ? [[mark, { at: performance.now(), turn: 0 }]] : [];
};

/**
 * Tells a code when it comes, and again only after it was away.
 * @param {(code: string) => void} onCode
 * @returns {{saw: (code: string, turn: number) => void, forget: () => void}}
 */
export const onceEach = (onCode) => {
  const seen = new Map(kept());
  const saw = (code, turn) => {
    const mark = markOf(code);
    const [now, last] = [performance.now(), seen.get(mark)];
    seen.set(mark, { at: now, turn });
    shelf?.setItem(LAST, `${mark} ${Date.now()}`);
    if (!last || (now - last.at > AWAY_MS && turn - last.turn > AWAY_LOOKS)) onCode(code);
  };
  return { saw, forget: () => shelf?.removeItem(LAST) };
};
