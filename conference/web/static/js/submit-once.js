/**
 * A form is sent once: further presses are ignored until the page is shown again.
 * The button is marked after the submit event, so that its own value is still sent.
 * Forms with data-repeatable (searches, downloads) are left alone.
 */
const SENT = "data-sent";

const release = (form) => {
  form.removeAttribute(SENT);
  form.querySelectorAll("button[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.hasAttribute("data-repeatable")) return;
  if (form.hasAttribute(SENT)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute(SENT, "");
  event.submitter?.setAttribute("aria-disabled", "true");
}, true);

const releaseAll = () => document.querySelectorAll(`form[${SENT}]`).forEach(release);
window.addEventListener("pageshow", releaseAll);
document.addEventListener("htmx:finally:request", releaseAll);
