/**
 * The desk: a scanner that types like a keyboard opens the person wherever the focus is, P presses
 * the main button, Esc empties the box or goes back, and a recorded print opens the print window.
 * Every page works without this file.
 */

const GAP_MS = 50; // a scanner's keys come faster than any hand's
const SHORTEST = 6;
const TOKEN = /^[0-9A-Za-z]$/;

const box = /** @type {HTMLInputElement | null} */ (document.getElementById("field-q"));
const desk = document.querySelector("[data-desk]")?.dataset.desk;
const scanForm = document.querySelector("form[data-scan]");

let keys = "";
let last = 0;

const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select");

/** @param {string} code opens the person, or checks them in on the scanning page */
const scanned = (code) => {
  if (scanForm) {
    box.value = code;
    scanForm.requestSubmit();
  } else if (desk) {
    location.assign(`${desk}?${new URLSearchParams({ q: code })}`);
  }
};

/** @param {KeyboardEvent} event @returns {boolean} whether the key ended a scan */
const collect = (event) => {
  const quick = event.timeStamp - last <= GAP_MS;
  last = event.timeStamp;
  if (event.key === "Enter" || event.key === "Tab") {
    const code = quick ? keys : "";
    keys = "";
    return code.length >= SHORTEST && (scanned(code), true);
  }
  keys = TOKEN.test(event.key) ? (quick ? keys : "") + event.key : "";
  return false;
};

const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();

const shortcut = (event) => {
  if (event.key === "Escape") {
    if (box) {
      box.value = "";
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (isTyping(event.target)) event.target.blur();
    else press("Escape");
  }
};

let pending = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  clearTimeout(pending);
  // In the box itself, Enter submits what the scanner typed: nothing to do.
  if (event.target === box) return shortcut(event);
  if (collect(event)) return event.preventDefault();
  if (isTyping(event.target)) return shortcut(event);
  // A P may be the first letter of a scan: wait until no faster key follows.
  if (event.key === "p" || event.key === "P") pending = setTimeout(() => press("p"), GAP_MS * 2);
  else shortcut(event);
});

/**
 * Prints the badge in a hidden frame, once: reloading the page prints nothing. A browser driven by
 * a program has no print window (headless Chromium dies of it); the link in the notice remains.
 */
const print = (frame) => {
  if (navigator.webdriver) return;
  try {
    frame.contentWindow.focus();
    frame.contentWindow.print();
  } catch {
    frame.remove(); // a viewer that may not be reached: the person opens the badge by its link
  }
};

const notice = /** @type {HTMLElement | null} */ (document.querySelector("[data-print]"));
if (notice) {
  history.replaceState(null, "", location.pathname);
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: notice.dataset.print, title: "Badge to print", tabIndex: -1 });
  frame.className = "visually-hidden";
  frame.addEventListener("load", () => print(frame), { once: true });
  document.body.append(frame);
}
if (box && box.value) box.select();
