/**
 * A badge that is scanned on a page of the desk without a box of its own opens its person, as it
 * does everywhere else; what was typed into a form there stays until then.
 */
const pages = /** @type {HTMLElement | null} */ (document.querySelector("[data-wedge-home]"));
const hasOwn = document.querySelector("[data-desk], .door, #offline-desk");

if (pages && !hasOwn) {
  const { listenToWedge } = await import(pages.dataset.wedge);
  listenToWedge((code) => location.assign(`${pages.dataset.wedgeHome}?${new URLSearchParams({ q: code })}`));
  pages.dataset.ready = "";
}
