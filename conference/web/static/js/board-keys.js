/**
 * The board by keyboard. On a session Space lifts it, arrows move it by a step or a room, with Shift
 * by an hour or a day, Enter puts it down, Esc puts it back. Keys count on a focused session only.
 */

const board = window.plenaryBoard;
const { place: places } = board;
const CHECK_MS = 250;

/** @type {null | {el: HTMLElement, place: any}} */
let held = null;
let checking = 0;

const firstDay = () => board.root.querySelector(".pb-grid .pb-lane[data-day]")?.dataset.day ?? board.days[0];
const rooms = (day) => [...board.root.querySelectorAll(`.pb-grid .pb-lane[data-day="${day}"]`)];
const name = (el) => el.querySelector(".pb-card__title").textContent.trim();

const lift = (el) => {
  if (el.dataset.state) return;
  const now = places.of(el);
  const place = now.day ? now : { day: firstDay(), room: now.room || rooms(firstDay())[0]?.dataset.room || "", minute: 540 };
  held = { el, place };
  el.dataset.state = "lifted";
  places.show(place, Number(el.dataset.minutes));
  places.shade(el);
  board.say(`Lifted ${name(el)}, ${places.words(place)}. Arrow keys move it, Enter puts it down, Escape puts it back.`);
};

const tell = async () => {
  const { el, place } = held;
  const found = await places.check(el, place);
  if (!found || held?.place !== place) return;
  places.show(place, Number(el.dataset.minutes), found.blocking);
  board.say(`${name(el)}, ${found.spoken}`);
};

const shift = (change) => {
  const place = { ...held.place, ...change };
  if (place.minute < 0 || place.minute > 1435) return board.say("The day ends here.");
  held.place = place;
  places.show(place, Number(held.el.dataset.minutes));
  board.root.querySelector(".pb-target")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  board.say(`${name(held.el)}, ${places.words(place)}`);
  clearTimeout(checking);
  checking = setTimeout(tell, CHECK_MS);
};

const toRoom = (by) => {
  const all = rooms(held.place.day);
  const next = all[all.findIndex((each) => each.dataset.room === held.place.room) + by];
  if (next) shift({ room: next.dataset.room });
  else board.say("No room further on that side.");
};

const toDay = (by) => {
  const next = board.days[board.days.indexOf(held.place.day) + by];
  if (next) shift({ day: next });
  else board.say("No day further on that side.");
};

const leave = (words) => {
  clearTimeout(checking);
  delete held.el.dataset.state;
  places.hide();
  board.say(words);
  held = null;
};

const putDown = () => {
  const { el, place } = held;
  leave(`${name(el)} put down, ${places.words(place)}.`);
  board.move(el, place);
};

const HELD = {
  ArrowUp: (event) => shift({ minute: held.place.minute - (event.shiftKey ? 60 : board.step) }),
  ArrowDown: (event) => shift({ minute: held.place.minute + (event.shiftKey ? 60 : board.step) }),
  ArrowLeft: (event) => (event.shiftKey ? toDay(-1) : toRoom(-1)),
  ArrowRight: (event) => (event.shiftKey ? toDay(1) : toRoom(1)),
  Enter: putDown,
  " ": putDown,
  Escape: () => leave(`${name(held.el)} stays where it was.`),
};

/** To the next session of the column, or the one nearest in time of the next column that has any. */
const go = (el, down, right) => {
  if (down) {
    let next = el;
    do next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
    while (next && !next.matches(".pb-card"));
    return next?.focus();
  }
  const all = [...board.root.querySelectorAll(".pb-lane[data-day]")].filter((each) => each.querySelector(".pb-card"));
  const cards = [...(all[all.indexOf(el.parentElement) + right]?.querySelectorAll(":scope > .pb-card") ?? [])];
  const away = (each) => Math.abs(board.begin(each) - board.begin(el));
  cards.sort((one, other) => away(one) - away(other))[0]?.focus();
};

const FREE = {
  ArrowUp: (el) => go(el, -1, 0),
  ArrowDown: (el) => go(el, 1, 0),
  ArrowLeft: (el) => go(el, 0, -1),
  ArrowRight: (el) => go(el, 0, 1),
  " ": lift,
  m: (el) => el.querySelector(".pb-card__do [data-dialog]").click(),
  x: (el) => el.querySelector("[name=chosen]").click(),
};

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".pb-card") || event.ctrlKey || event.metaKey || event.altKey) return;
  const press = held ? HELD[event.key] : event.shiftKey ? null : FREE[event.key];
  if (!press) return;
  event.preventDefault();
  press(held ? event : event.target);
});
document.addEventListener("focusout", (event) => {
  if (held && event.target === held.el && !held.el.contains(event.relatedTarget)) leave(`${name(held.el)} stays where it was.`);
});
