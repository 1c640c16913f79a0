/**
 * The talks of a session put in order by dragging a row or by Alt with the arrow keys.
 * Both ask the server, as the buttons and "Move to a position" do, and say what became of it.
 */
const inside = () => document.getElementById("inside");
const rowsOf = (row) => [...row.closest("tbody").querySelectorAll("tr[data-slot]")];
const teller = Object.assign(document.createElement("p"), { className: "visually-hidden" });
teller.setAttribute("role", "status");
document.querySelector("main").append(teller);

let dragged = null;
let moved = null; // {slot, title}: the row that was moved last
let typed = null; // its place in the list of focusable things, to come back to

const prepare = () => {
  for (const handle of inside().querySelectorAll("[data-handle]")) handle.hidden = false;
  for (const hint of inside().querySelectorAll(".keys")) hint.hidden = false;
};

const ask = (row, place) => {
  const form = document.getElementById("reorder");
  form.elements.slot.value = row.dataset.slot;
  form.elements.place.value = place;
  moved = { slot: row.dataset.slot, title: row.dataset.title };
  form.requestSubmit();
};

const placeAt = (rows, y) => {
  const below = rows.findIndex((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2);
  return below < 0 ? rows.length : below;
};

const show = (rows, place) =>
  rows.forEach((row, n) => {
    row.classList.toggle("row--before", n === place);
    row.classList.toggle("row--after", n === rows.length - 1 && place === rows.length);
  });

const drop = (y) => {
  const row = dragged;
  const rows = rowsOf(row);
  row.classList.remove("row--dragged");
  dragged = null;
  show(rows, -1);
  if (y === null) return;
  const from = rows.indexOf(row);
  const place = placeAt(rows, y);
  const to = place > from ? place - 1 : place;
  if (to !== from) ask(row, to + 1);
};

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!handle) return;
  event.preventDefault();
  dragged = handle.closest("tr[data-slot]");
  dragged.classList.add("row--dragged");
  handle.setPointerCapture(event.pointerId);
});
document.addEventListener("pointermove", (event) => dragged && show(rowsOf(dragged), placeAt(rowsOf(dragged), event.clientY)));
document.addEventListener("pointerup", (event) => dragged && drop(event.clientY));
document.addEventListener("pointercancel", () => dragged && drop(null));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && dragged) drop(null);
  const row = event.altKey && event.target.closest?.("tr[data-slot]");
  if (!row || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const rows = rowsOf(row);
  const to = rows.indexOf(row) + (event.key === "ArrowUp" ? 0 : 2);
  if (to < 1 || to > rows.length) return;
  typed = [...row.querySelectorAll("a, button, input")].indexOf(event.target);
  ask(row, to);
});

/** The other forms of the page saw the same session: they go on with the version it has now. */
const follow = () => {
  const version = inside().dataset.version;
  for (const field of document.querySelectorAll('main input[name="version"]')) field.value = version;
  document.querySelector("[data-version-shown]").textContent = version;
};

const tell = () => {
  const row = inside().querySelector(`tr[data-slot="${moved.slot}"]`);
  const wrong = inside().querySelector(".error-summary");
  if (row && !wrong) {
    teller.textContent = `${moved.title} is now ${row.dataset.place} of ${rowsOf(row).length}.`;
    const things = [...row.querySelectorAll("a, button, input")];
    (things[typed] ?? row.querySelector("a")).focus({ preventScroll: true });
  }
  moved = typed = null;
};

document.addEventListener("htmx:after:swap", () => {
  prepare();
  if (!moved) return;
  follow();
  tell();
});
prepare();
