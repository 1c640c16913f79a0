/** Around the board: undo by keys, the next conflict, several at once, a click on an empty place, talks. */

const board = window.plenaryBoard;
const isTyping = (target) => target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
const BLOCKING = ".pb-chip--blocking";
const OPEN = ".pb-chip:not(.pb-chip--accepted)";

/** A click shows all of a session, and of no other unless something is being done in it. */
const open = (card) => {
  for (const other of board.root.querySelectorAll(".pb-card.is-open")) {
    if (other !== card && !other.querySelector("[data-inside-talks], .pb-stale")) other.classList.remove("is-open");
  }
  card?.classList.add("is-open");
};
document.addEventListener("click", (event) => {
  const card = event.target.closest?.(".pb-card");
  if (card && event.target.closest("a, button, input, label, select")) return;
  open(card?.classList.contains("is-open") && !card.querySelector("[data-inside-talks]") ? null : card);
});

document.addEventListener("keydown", (event) => {
  const card = event.key === "Escape" && event.target.closest?.(".pb-card.is-open:not([data-state])");
  if (!card) return;
  card.querySelector("[data-inside-talks]")?.remove();
  card.classList.remove("is-open");
  card.focus();
});

/** To the next session with an open conflict, the blocking ones alone while there are any; after
 * the last one of the day to the next day that has some. */
const nextConflict = () => {
  const wanted = document.querySelector("#board-counts .badge--bad") ? BLOCKING : OPEN;
  const cards = [...board.root.querySelectorAll(".pb-card")].filter((card) => card.querySelector(wanted));
  const here = document.activeElement?.closest?.(".pb-card");
  const next = cards.find((card) => !here || (here !== card && here.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING));
  if (next) {
    next.scrollIntoView({ block: "center", inline: "nearest" });
    open(next);
    return next.focus({ preventScroll: true });
  }
  const link = board.root.querySelector("[data-next]");
  if (link && new URL(link.href).search !== location.search) return location.assign(link.href);
  if (cards.length) {
    open(cards[0]);
    cards[0].focus();
  } else board.tell("No open conflict here.");
};

document.addEventListener("keydown", (event) => {
  if (event.key === "F8") {
    event.preventDefault();
    return nextConflict();
  }
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.altKey;
  if (!isUndo || isTyping(event.target)) return;
  event.preventDefault();
  board.root.querySelector(event.shiftKey ? "[data-redo]" : "[data-undo]").click();
});
board.root.querySelector("[data-next]")?.addEventListener("click", (event) => {
  event.preventDefault();
  nextConflict();
});

/** How many are ticked, told where they are used. */
const count = () => {
  const chosen = board.root.querySelectorAll("[name=chosen]:checked").length;
  board.root.querySelector("[data-chosen]").textContent = chosen ? ` (${chosen})` : "";
};
board.root.addEventListener("change", (event) => {
  if (event.target.name === "chosen") count();
  const view = event.target.closest("form[data-view]");
  if (view) view.submit();
});
for (const each of board.root.querySelectorAll("form[data-view] button")) each.hidden = true;

/** Only one menu is open, and none after Escape or a click elsewhere. */
const menus = [...board.root.querySelectorAll(".pb-menu")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
for (const menu of menus) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
document.getElementById("several").addEventListener("formdata", () => setTimeout(count, 0));

/** A click on an empty place of the grid: a session or a break there. */
board.root.addEventListener("click", (event) => {
  const column = event.target;
  if (!column.matches?.(".pb-grid .pb-lane[data-day], .pb-closed") || !board.isGrid()) return;
  const place = board.place.at(event.clientX, event.clientY, 0);
  if (!place?.day) return;
  const minute = Math.floor(place.minute / board.step) * board.step;
  board.open(`${board.base}/add?${new URLSearchParams({ day: place.day, start: board.clock(minute), room: place.room })}`);
});

/** The talks of a session inside its card; one that was replaced while they came asks again. */
const talks = async (card) => {
  const link = card.querySelector(":scope:not([data-opening]) [data-talks]");
  const old = card.querySelector("[data-inside-talks]");
  if (old || !link) return (old?.remove(), card.classList.remove("is-open"));
  card.dataset.opening = "";
  const html = await board.part(link.href).catch(() => "");
  delete card.dataset.opening;
  if (!html) return location.assign(link.href);
  const made = board.made(html);
  made.dataset.insideTalks = "";
  card.append(made);
  card.classList.add("is-open");
};
board.root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-talks]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  talks(link.closest(".pb-card"));
});
board.root.addEventListener("board:talks", (event) => talks(event.target));
