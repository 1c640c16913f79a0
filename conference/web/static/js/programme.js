/**
 * The list of sessions, filtered as one types. The server does the same for the same address, so
 * the page works without this file and a link repeats what is shown.
 */

const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŋ: "n", ŧ: "t" };

/** As conference.people.rules.fold: "Łukasz Ångström" is "lukasz angstrom". @param {string} text */
const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[łøđðþßæœıħŋŧ]/g, (c) => LETTERS[c]);

const list = /** @type {HTMLElement} */ (document.querySelector("[data-programme]"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
const status = document.getElementById("programme-status");
const items = [...list.querySelectorAll("[data-item]")];
const groups = [...list.querySelectorAll("[data-group]")];
const tabs = [...document.querySelectorAll("[data-day-tab]")];
const views = [...document.querySelectorAll("[data-view]")];
const isGrid = Boolean(form.elements.view);
const texts = new Map();

/** What is shown but not searched: marks, hours, stars and small words. */
const QUIET = ".badge, time, .own-time, .star, .star-place, [data-quiet]";

/** @param {HTMLElement} item */
const textOf = (item) => {
  if (!texts.has(item)) {
    const said = /** @type {HTMLElement} */ (item.cloneNode(true));
    for (const each of said.querySelectorAll(QUIET)) each.remove();
    texts.set(item, fold(`${item.id} ${said.textContent}`));
  }
  return texts.get(item);
};

/** @param {HTMLElement} item @param {Record<string, string>} wanted @param {string[]} words */
const fits = (item, wanted, words) =>
  ["day", "room", "track", "kind"].every((key) => !wanted[key] || item.dataset[key] === wanted[key]) &&
  (!wanted.starred || item.querySelector("[aria-pressed=true]")) &&
  (!wanted.streamed || item.dataset.streamed) &&
  words.every((word) => textOf(item).includes(word));

/** The address of what is asked for, with some of it changed. @param {Record<string, string>} wanted */
const addressOf = (wanted) => {
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
  return (query && `?${query}`) || location.pathname;
};

const showLinks = (wanted) => {
  for (const tab of tabs) {
    const isHere = tab.dataset.dayTab === (wanted.day || "");
    tab.setAttribute("href", addressOf({ ...wanted, day: tab.dataset.dayTab }));
    if (isHere) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  for (const view of views) view.setAttribute("href", addressOf({ ...wanted, view: view.dataset.view }));
};

const filter = () => {
  const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  const words = fold(wanted.q || "").split(/\s+/).filter(Boolean);
  for (const item of items) item.hidden = !fits(item, wanted, words);
  for (const group of groups) group.hidden = !group.querySelector("[data-item]:not([hidden])");
  const shown = items.filter((item) => !item.hidden).length;
  status.textContent = shown === 1 ? "1 session" : `${shown} sessions`;
  list.querySelector("[data-nothing]").hidden = shown > 0;
  const { view, at, day, ...asked } = wanted;
  form.querySelector("[data-clear]").hidden = !(Object.keys(asked).length || (day && !isGrid));
  showLinks(wanted);
  history.replaceState(null, "", addressOf(wanted));
};

/** A page that was kept for when there is no network does not know what its address asks for. */
const readAddress = () => {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
};

const byDay = (event) => {
  if (isGrid || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  form.elements.day.value = event.currentTarget.dataset.dayTab;
  filter();
};

for (const tab of tabs) tab.addEventListener("click", byDay);
for (const each of form.querySelectorAll("[data-needs-script]")) each.hidden = false;
for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => (event.preventDefault(), filter()));
document.addEventListener("plenary:starred", () => form.elements.starred.checked && filter());
if ("offline" in document.documentElement.dataset && location.search) readAddress(), filter();
else if (form.elements.starred.checked) filter();
