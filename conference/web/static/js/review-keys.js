/**
 * Reviewing without a mouse. Every key presses what the page has as a button, link or field, and
 * does nothing while somebody types; the switch in the page's head turns them all off (WCAG 2.1.4).
 */

const SHELF = "plenary-review-keys";
const byId = (id) => document.getElementById(id);
const form = /** @type {HTMLFormElement | null} */ (byId("review"));
const scales = [...document.querySelectorAll("[data-scale]")];
const toggle = byId("keys-switch");
const help = byId("keys");

const recall = () => {
  try {
    return localStorage.getItem(SHELF) !== "off";
  } catch {
    return true;
  }
};
let isOn = recall();

const showSwitch = () => {
  toggle.setAttribute("aria-pressed", String(isOn));
  toggle.textContent = isOn ? "Keyboard shortcuts: on" : "Keyboard shortcuts: off";
  document.documentElement.classList.toggle("has-keys", isOn);
  help.hidden = !isOn;
};

const turn = () => {
  isOn = !isOn;
  try {
    localStorage.setItem(SHELF, isOn ? "on" : "off");
  } catch {
    // a browser that keeps nothing asks again on the next page
  }
  showSwitch();
};

/** Buttons of a scale are no typing: digits work on them. @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof Element && target.matches("textarea, select, input:not([type=radio]), [contenteditable]");

/** The scale that a digit scores: the focused one, else the first that is empty, else the last. */
const scaleNow = () =>
  scales.find((each) => each.contains(document.activeElement)) ||
  scales.find((each) => !each.querySelector(":checked")) ||
  scales.at(-1);

/** @param {string} key @returns {boolean} whether there is such a score */
const score = (key) => {
  const scale = scaleNow();
  const value = key === "0" && !scale?.querySelector('[value="0"]') ? "10" : key;
  const choice = /** @type {HTMLInputElement | null} */ (scale?.querySelector(`[value="${value}"]:enabled`));
  if (!choice) return false;
  choice.checked = true;
  choice.dispatchEvent(new Event("input", { bubbles: true }));
  const next = scales[scales.indexOf(scale) + 1];
  (next?.querySelector(":checked") || next?.querySelector("input") || byId("field-recommendation") || choice).focus();
  return true;
};

/** @param {string} id opens a folded form at its field */
const unfold = (id) => {
  const place = /** @type {HTMLDetailsElement | null} */ (byId(id));
  if (!place) return;
  place.open = true;
  place.scrollIntoView({ block: "center" });
  (place.querySelector("input:not([type=hidden])") || place.querySelector("summary")).focus();
};

const follow = (key) => {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(`a[data-key="${key}"]`));
  if (link) document.dispatchEvent(new CustomEvent("plenary:leave", { detail: link.href, cancelable: true })) && location.assign(link.href);
};

const keys = {
  j: () => follow("j"),
  k: () => follow("k"),
  c: () => byId("field-to_committee")?.focus(),
  a: () => unfold("recusal"),
  r: () => unfold("recusal"),
  x: () => unfold("conflict"),
  "?": () => unfold("keys"),
};

const leaveField = (target) => {
  target.blur();
  for (const id of ["conflict", "recusal", "keys"]) byId(id)?.removeAttribute("open");
};

document.addEventListener("keydown", (event) => {
  if (!isOn || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-send]"));
    if (button && (!isTyping(event.target) || event.target.form === form)) {
      event.preventDefault();
      form.requestSubmit(button);
    }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && event.target instanceof HTMLElement) return leaveField(event.target);
  if (isTyping(event.target)) return;
  const act = keys[event.key.toLowerCase()];
  if (act ? (act(), true) : /^[0-9]$/.test(event.key) && score(event.key)) event.preventDefault();
});

toggle.hidden = false;
toggle.addEventListener("click", turn);
showSwitch();
