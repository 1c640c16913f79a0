/**
 * A form is sent once: further presses are ignored until the page is shown again. The button is
 * marked after the submit event, so that its own value is still sent; a form that another script
 * kept from being sent can be sent again. Forms with data-repeatable (searches, downloads) are left
 * alone.
 */
const SENT = "data-sent";
const BY_HTMX = "[hx-post]:not([hx-trigger])"; // one with a trigger is sent by the browser, and asks beside it
const SENT_BY_SCRIPT = `${BY_HTMX}, [data-send]`; // whoever sends it says when it is over

let leaving = null; // the form that the browser sends: what is asked beside it may take its mark away

const release = (form) => {
  form.removeAttribute(SENT);
  form.querySelectorAll("button[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.hasAttribute("data-repeatable")) return;
  if (form.hasAttribute(SENT) || form === leaving) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute(SENT, "");
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => {
    if (!event.defaultPrevented) leaving = form;
    else if (!form.matches(SENT_BY_SCRIPT)) release(form);
  });
}, true);

const releaseAll = (which = "form") => document.querySelectorAll(`${which}[${SENT}]`).forEach(release);
window.addEventListener("pageshow", () => {
  leaving = null;
  releaseAll();
});
document.addEventListener("htmx:finally:request", () => releaseAll(`form${BY_HTMX}`));
