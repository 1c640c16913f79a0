/**
 * A scanner that types like a keyboard. A scan is at least six characters with at most 50 ms
 * between them and Enter or Tab at the end; anything slower is a person typing, and is left alone.
 *
 * A scanner set to another keyboard than the computer types other signs: AZERTY turns 1 into &,
 * QWERTZ turns Y into Z. The positions of the keys stay the same, so they are read when the signs
 * are no code, or always when the set-up page found that this computer needs it.
 */
const GAP_MS = 50;
const SHORTEST = 6;
const CODE = /^[0-9A-Z]+$/;
const CHOICE = "plenary-scanner";
const KEY_AT = /^(?:Key|Digit|Numpad)([A-Z0-9])$/;
const SILENT = new Set(["Shift", "CapsLock", "Alt", "AltGraph"]);

/** How this computer reads its scanner. @returns {"signs" | "positions"} */
export const reading = () => {
  try {
    return localStorage.getItem(CHOICE) === "positions" ? "positions" : "signs";
  } catch {
    return "signs"; // storage is switched off: nothing was chosen
  }
};

/** @param {"signs" | "positions"} choice @returns {boolean} whether this browser can remember it */
export const chooseReading = (choice) => {
  try {
    localStorage.setItem(CHOICE, choice);
    return true;
  } catch {
    return false;
  }
};

const signOf = (event) => (event.key.length === 1 ? event.key.toUpperCase() : "");
const placeOf = (event) => KEY_AT.exec(event.code ?? "")?.[1] ?? "";

/**
 * The code in a scan, "" for none. @param {{signs: string, places: string, length: number}} scan
 * @param {"signs" | "positions"} [how]
 */
const codeOf = ({ signs, places, length }, how = reading()) => {
  const whole = (text) => length >= SHORTEST && text.length === length && CODE.test(text);
  const tried = how === "positions" ? [places, signs] : [signs, places];
  return tried.find(whole) ?? "";
};

const begin = (event) => {
  const field = event.target instanceof Element ? event.target.closest("input, textarea") : null;
  return { signs: "", places: "", length: 0, field, before: field?.value };
};

/**
 * Tells every scan, whatever has the focus; what it typed into a field is taken out again.
 * @param {(code: string, scan: {signs: string, places: string, length: number}) => void} onCode
 * @param {{everything?: boolean}} [options] `everything`: tells a scan that holds no code as well
 * @returns {() => void} stops listening
 */
export const listenToWedge = (onCode, { everything = false } = {}) => {
  let scan = null;
  let last = -Infinity;

  const end = (event) => {
    const whole = scan;
    scan = null;
    const code = whole ? codeOf(whole) : "";
    if (!code && !(everything && whole?.length >= SHORTEST)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (whole.field) whole.field.value = whole.before;
    onCode(code, whole);
  };

  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || SILENT.has(event.key)) return;
    if (event.timeStamp - last > GAP_MS) scan = null;
    last = event.timeStamp;
    if (event.key === "Enter" || event.key === "Tab") return end(event);
    if (event.key.length > 1 && event.key !== "Dead") return void (scan = null);
    scan ??= begin(event);
    scan.signs += signOf(event);
    scan.places += placeOf(event);
    scan.length += 1;
  };

  document.addEventListener("keydown", listen, { capture: true });
  return () => document.removeEventListener("keydown", listen, { capture: true });
};
