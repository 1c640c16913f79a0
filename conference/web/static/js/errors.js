/** Moves focus to the error summary of a form that came back, on load and after a swap. */
const focusSummary = (root) => root.querySelector?.(".error-summary")?.focus();

focusSummary(document);
document.addEventListener("htmx:after:swap", (event) => focusSummary(event.target));
