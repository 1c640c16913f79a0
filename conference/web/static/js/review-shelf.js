/**
 * A review that was sent while the connection broke is not lost: the browser keeps what was typed
 * when the form leaves, and shows it again on the page that still has the version it was typed on.
 */

const SHELF = `plenary-review ${location.pathname}`;
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("review"));

const keep = () => {
  try {
    sessionStorage.setItem(SHELF, new URLSearchParams(/** @type {any} */ (new FormData(form))).toString());
  } catch {
    // a browser that keeps nothing
  }
};

const taken = () => {
  try {
    const kept = new URLSearchParams(sessionStorage.getItem(SHELF) || "");
    sessionStorage.removeItem(SHELF);
    return kept;
  } catch {
    return new URLSearchParams();
  }
};

const restore = () => {
  const kept = taken();
  if (kept.get("seen") !== form.elements.seen.value) return; // it arrived, or is out of date
  if (document.querySelector(".error-summary, .notice[role=alert]")) return; // it is all here
  for (const [name, value] of kept) {
    const field = form.elements[name];
    if (field && !["seen", "do", "_csrf_token"].includes(name)) field.value = value;
  }
  form.elements.to_committee?.dispatchEvent(new Event("input", { bubbles: true }));
};

if (form) {
  form.addEventListener("submit", (event) => event.defaultPrevented || keep());
  restore();
}
