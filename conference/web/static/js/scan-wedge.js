/**
 * A scanner that types like a keyboard, and ends with Enter or Tab. What was typed before the end
 * is a scan, and not a person's typing, in two cases:
 *
 * - at least six letters and digits that came with at most 50 ms between them;
 * - the last sixteen are signs of a badge's or a ticket's code, and at most half of them came
 *   slower, none by more than a second: a scanner by radio pauses within a scan, in which nobody
 *   types that fast between the pauses. A pause cuts nothing off.
 *
 * A scanner set to another keyboard than the computer types other signs: AZERTY turns 1 into &,
 * QWERTZ turns Y into Z. The positions of the keys stay the same, so they are read when the signs
 * are no code, or always when the set-up page found that this computer needs it.
 */
const GAP_MS = 50;
const PAUSE_MS = 1000;
const SHORTEST = 6;
const LONGEST = 64;
const TOKEN = 16; // the signs of the code on a badge, a ticket and a temporary badge
const CODE = /^[0-9A-Z]+$/;
const TOKEN_SIGNS = /^[0-9A-HJKMNP-TV-Z]+$/; // no I, L, O and U
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
const signsOf = (keys) => keys.map((key) => key.sign).join("");
const placesOf = (keys) => keys.map((key) => key.place).join("");

/** The code that keys hold, by signs or by places; "" for none. @param {RegExp} alphabet */
const codeOf = (keys, alphabet) => {
  const tried = [signsOf(keys), placesOf(keys)];
  if (reading() === "positions") tried.reverse();
  return tried.find((text) => text.length === keys.length && alphabet.test(text)) ?? "";
};

const isMostlyFast = (keys) => {
  const gaps = keys.slice(1).map((key) => key.gap);
  return gaps.filter((gap) => gap <= GAP_MS).length * 2 >= gaps.length;
};

/** The keys of a scan among those before its end, with the code they hold; null for typing. */
const scanIn = (keys) => {
  const burst = keys.slice(Math.max(0, keys.findLastIndex((key) => key.gap > GAP_MS)));
  const last = keys.slice(-TOKEN);
  const fast = burst.length >= SHORTEST ? codeOf(burst, CODE) : "";
  const token = last.length === TOKEN && isMostlyFast(last) ? codeOf(last, TOKEN_SIGNS) : "";
  if (fast && (burst.length >= TOKEN || !token)) return { code: fast, keys: burst };
  if (token) return { code: token, keys: last };
  return keys.length >= SHORTEST && isMostlyFast(keys) ? { code: "", keys } : null;
};

const keyOf = (event, gap) => {
  const field = event.target instanceof Element ? event.target.closest("input, textarea") : null;
  return { sign: signOf(event), place: placeOf(event), gap, field, before: field?.value };
};

/** Takes what a scan typed out of the fields again. */
const takeOut = (keys) => {
  for (const { field, before } of [...keys].reverse()) if (field) field.value = before;
};

/**
 * Tells every scan, whatever has the focus; what it typed into a field is taken out again.
 * @param {(code: string, scan: {signs: string, places: string}) => void} onCode
 * @param {{everything?: boolean}} [options] `everything`: tells a scan that holds no code as well
 * @returns {() => void} stops listening
 */
export const listenToWedge = (onCode, { everything = false } = {}) => {
  let keys = [];
  let last = -Infinity;

  const end = (event) => {
    const scan = scanIn(keys);
    keys = [];
    if (!scan || !(scan.code || everything)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    takeOut(scan.keys);
    onCode(scan.code, { signs: signsOf(scan.keys), places: placesOf(scan.keys) });
  };

  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || SILENT.has(event.key)) return;
    const gap = event.timeStamp - last;
    last = event.timeStamp;
    if (gap > PAUSE_MS || event.repeat) keys = [];
    if (event.key === "Enter" || event.key === "Tab") return end(event);
    if (event.key.length > 1 && event.key !== "Dead") return void (keys = []);
    keys = [...keys, keyOf(event, gap)].slice(-LONGEST);
  };

  document.addEventListener("keydown", listen, { capture: true });
  return () => document.removeEventListener("keydown", listen, { capture: true });
};
