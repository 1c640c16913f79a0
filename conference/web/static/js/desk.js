/**
 * The desk: a scan opens the person wherever the focus is, P presses the main button, Esc empties
 * the box or goes back to it, and a recorded print opens the print window. Every page works without
 * this file.
 */
const SCAN_GAP_MS = 300; // a P may be the first letter of a scan: wait until no faster key follows
const SCAN_PAUSE_MS = 1000; // or one in the middle, before a pause of a scanner by radio
const TOAST_MS = 10_000;
const KEPT = 8;

const box = /** @type {HTMLInputElement | null} */ (document.getElementById("field-q"));
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-desk]"));
const scanForm = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-scan]"));

/** @param {string} code opens the person, or checks them in on the scanning page */
const scanned = (code) => {
  if (scanForm) {
    box.value = code;
    scanForm.requestSubmit();
  } else if (place) {
    location.assign(`${place.dataset.desk}?${new URLSearchParams({ q: code })}`);
  }
};

const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select");
const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();

/** P on a chosen hit checks that one in; anywhere else it is the page's main button. */
const print = (target) => {
  const hit = target instanceof Element && target.closest("[data-hit]");
  if (hit) (hit.querySelector("[data-print-hit]") ?? hit.querySelector("[data-open]")).click();
  else press("p");
};

const empty = () => {
  box.value = "";
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

const escape = (target) => {
  if (box) empty();
  else if (isTyping(target)) target.blur();
  else press("Escape");
};

let pending = 0;
let lastSign = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  clearTimeout(pending);
  const isAlone = event.timeStamp - lastSign > SCAN_PAUSE_MS;
  if (event.key.length === 1 && !isTyping(event.target)) lastSign = event.timeStamp;
  if (event.key === "Escape") return escape(event.target);
  if (isTyping(event.target) || event.key.toLowerCase() !== "p" || !isAlone) return;
  pending = setTimeout(() => print(event.target), SCAN_GAP_MS);
});
document.addEventListener("scanned", (event) => scanned(event.detail));

/**
 * Prints the badge in a hidden frame, once: reloading the page prints nothing. A browser driven by
 * a program has no print window (headless Chromium dies of it); the link in the notice remains.
 */
const openPrintWindow = (frame) => {
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
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: notice.dataset.print, title: "Badge to print", tabIndex: -1 });
  frame.className = "visually-hidden";
  frame.addEventListener("load", () => openPrintWindow(frame), { once: true });
  document.body.append(frame);
}
if (location.search.includes("did=")) history.replaceState(null, "", location.pathname);

const toast = /** @type {HTMLElement | null} */ (document.querySelector("[data-toast]"));
const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
if (toast) setTimeout(leave, TOAST_MS); // the same button stays on the page

/** The people opened in this window, the last one first; forgotten when it is closed. */
const KEY = "desk-opened";
const opened = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
const person = /** @type {HTMLElement | null} */ (document.querySelector("[data-person]"));
const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-opened]"));
if (person) {
  const { person: code, name, said } = person.dataset;
  const others = opened().filter((each) => each.code !== code);
  sessionStorage.setItem(KEY, JSON.stringify([{ code, name, said, path: location.pathname }, ...others].slice(0, KEPT)));
}
if (list && opened().length) {
  list.hidden = false;
  list.querySelector("ul").append(...opened().map(({ code, name, said, path }) => {
    const item = Object.assign(document.createElement("li"), { className: "result" });
    const link = Object.assign(document.createElement("a"), { href: path, textContent: name });
    const state = Object.assign(document.createElement("p"), { className: "small muted", textContent: `${said} · ${code}` });
    item.append(link, state);
    return item;
  }));
}

if (box?.value) box.select();
if (place?.dataset.wedge) {
  (await import(place.dataset.wedge)).listenToWedge(scanned);
  place.dataset.ready = "";
}
