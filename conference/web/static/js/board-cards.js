/** The cards of the board: what the server answers is put where it belongs, and nothing else moves. */

const board = window.plenaryBoard;
const TOUCHED_MS = 60000;
const waiting = board.root.querySelector(".pb-lane--waiting");

/** @returns {HTMLElement | null} */
const card = (code) => {
  const found = document.getElementById(code);
  return found?.classList.contains("pb-card") ? found : null;
};

const made = (html) => document.importNode(board.nodes(html)[0], true);

/** Where a card of this day and room belongs; null when that day is not on the board. */
const lane = (day, room) =>
  day ? board.root.querySelector(`.pb-grid .pb-lane[data-day="${day}"][data-room="${room}"]`) : waiting;

const begin = (each) => Number(each.dataset.start);
const end = (each) => begin(each) + Math.max(Number(each.dataset.minutes), 5);

/** Cards of a column that overlap share its width, as schedule.board.cards.side_by_side has it. */
const settle = (column) => {
  if (!column) return;
  const cards = [...column.querySelectorAll(":scope > .pb-card")];
  column.closest(".pb-room")?.classList.toggle("pb-room--empty", !cards.length);
  if (column === waiting) {
    board.root.querySelector("[data-waiting-count]").textContent = `(${cards.length})`;
    return;
  }
  let together = [];
  let ends = [];
  const close = () => together.forEach((each) => each.style.setProperty("--n", String(ends.length)));
  for (const each of cards.sort((a, b) => begin(a) - begin(b))) {
    if (ends.length && begin(each) >= Math.max(...ends)) {
      close();
      [together, ends] = [[], []];
    }
    const free = ends.findIndex((until) => until <= begin(each));
    const place = free < 0 ? ends.length : free;
    ends[place] = end(each);
    each.style.setProperty("--l", String(place));
    together.push(each);
  }
  close();
};

/** Among the others of its column by time, so that Tab and reading follow the clock. */
const insert = (column, each) => {
  const later = [...column.querySelectorAll(":scope > .pb-card")].find((other) => other !== each && begin(other) > begin(each));
  column.insertBefore(each, later ?? null);
};

/** @param {string} html one card as it is now */
const show = (html) => {
  const fresh = /** @type {HTMLElement} */ (made(html));
  const old = card(fresh.dataset.code);
  if (old?.dataset.state === "lifted") return;
  const before = old?.parentElement;
  const column = lane(fresh.dataset.day, fresh.dataset.room);
  const hadFocus = old?.contains(document.activeElement);
  if (old) fresh.querySelector("[name=chosen]").checked = old.querySelector("[name=chosen]").checked;
  fresh.classList.toggle("is-open", Boolean(old?.classList.contains("is-open")));
  old?.remove();
  if (column) insert(column, fresh);
  settle(before);
  settle(column);
  if (hadFocus && column) fresh.focus({ preventScroll: false });
  const who = fresh.querySelector(".pb-who");
  if (who) setTimeout(() => who.remove(), TOUCHED_MS);
  if (old?.matches("[data-opening], :has([data-inside-talks])")) fresh.dispatchEvent(new CustomEvent("board:talks", { bubbles: true }));
};

const drop = (code) => {
  const old = card(code);
  const column = old?.parentElement;
  old?.remove();
  settle(column);
};

/** What schedule.board.answers.BoardAnswer says. @param {any} answer */
const apply = (answer) => {
  for (const html of answer.cards ?? []) show(html);
  for (const code of answer.gone ?? []) drop(code);
  for (const [code, html] of Object.entries(answer.chips ?? {})) {
    const chips = card(code)?.querySelector("[data-chips]");
    chips?.replaceChildren(...board.nodes(html));
  }
  if (answer.counts) document.getElementById("board-counts").replaceChildren(...board.nodes(answer.counts));
  if (answer.cursor) board.root.dataset.cursor = String(answer.cursor);
  if (answer.tray) document.dispatchEvent(new CustomEvent("board:tray"));
};

document.querySelectorAll(".pb-who").forEach((who) => setTimeout(() => who.remove(), TOUCHED_MS));
Object.assign(board, { card, lane, insert, settle, apply, made, begin });
/** A day whose first session is in the afternoon is shown from there. */
for (const region of document.querySelectorAll(".pb")) {
  const tops = [...region.querySelectorAll(".pb-card")].map((each) => each.offsetTop);
  if (tops.length) region.scrollTop = Math.max(0, Math.min(...tops) - 24);
}
