/** Authors put in order by dragging; institutions completed; every move told to screen readers. */
const form = document.getElementById("manuscript");
const teller = Object.assign(document.createElement("p"), { className: "visually-hidden" });
teller.setAttribute("role", "status");
form.append(teller);

const section = () => document.getElementById("field-authors");
const rows = () => [...section().querySelectorAll("[data-author]")];
let moved = null; // the row that was moved, until the server's answer takes the place of the list
let dragged = null;

const showHandles = () => section().querySelectorAll("[data-handle]").forEach((handle) => (handle.hidden = rows().length < 2));

const tell = () => {
  const { name } = moved.dataset;
  moved = null;
  const place = rows().findIndex((row) => row.dataset.name === name);
  if (place < 0) return;
  teller.textContent = `${name} is now author ${place + 1} of ${rows().length}.`;
  rows()[place].querySelector("button")?.focus({ preventScroll: true });
};

const placeAt = (y) => {
  const below = rows().findIndex((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2);
  return below < 0 ? rows().length : below;
};

const show = (place) =>
  rows().forEach((row, n) => {
    row.classList.toggle("author--before", n === place);
    row.classList.toggle("author--after", n === rows().length - 1 && place === rows().length);
  });

form.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle) return;
  event.preventDefault();
  dragged = handle.closest("[data-author]");
  dragged.classList.add("author--dragged");
  handle.setPointerCapture(event.pointerId);
});
form.addEventListener("pointermove", (event) => dragged && show(placeAt(event.clientY)));
form.addEventListener("pointercancel", () => drop(null));
form.addEventListener("pointerup", (event) => dragged && drop(event));

/** Asks the server for the new order, as the buttons do. */
function drop(event) {
  const row = dragged;
  const from = Number(row?.dataset.author);
  row?.classList.remove("author--dragged");
  dragged = null;
  show(-1);
  if (!event) return;
  const place = placeAt(event.clientY);
  const to = place > from ? place - 1 : place;
  if (to === from) return;
  moved = row;
  const button = document.getElementById("do-move-author");
  button.value = `move-author-${from}-${to}`;
  button.click();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest('[id^="do-up-author"], [id^="do-down-author"]');
  if (button) moved = button.closest("[data-author]");
}, true);

form.addEventListener("change", (event) => {
  const group = event.target.name === "institution" && event.target.closest("[data-institution]");
  const known = group && [...document.querySelectorAll("#institutions option")].find((each) => each.value === event.target.value);
  if (!known) return;
  const [city, country] = [group.querySelector('[name="city"]'), group.querySelector('[name="country"]')];
  if (!city.value) city.value = known.dataset.city;
  if (!country.value) country.value = known.dataset.country;
});

// A link to a field of a folded author unfolds it.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#field-"]');
  const folded = link && document.getElementById(link.hash.slice(1))?.closest("details");
  if (folded) folded.open = true;
});

document.addEventListener("htmx:after:swap", () => {
  showHandles();
  if (moved && !moved.isConnected) tell();
});
showHandles();
