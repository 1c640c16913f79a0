/**
 * Dragging with a mouse, a pen or a finger (a finger takes the dotted handle): sessions to another
 * time and room, abstracts and talks into a session, talks back to the tray.
 */

const board = window.plenaryBoard;
const { place: places } = board;
const FAR = 6; // pixels before a press becomes a drag
const EDGE = 48;
const CONTROLS = "button, input, select, textarea, summary, .pb-card__do a, .pb-chip a, .pb-abstracts a, .pb-stale";
const ghost = document.createElement("div");
ghost.className = "pb-ghost";

/** @type {null | {what: string, el: HTMLElement, x: number, y: number, grabbed: number, on: boolean, place: any}} */
let drag = null;
let scrolling = 0;

const whatOf = (target) =>
  target.closest(".pb-card [data-slot], .pb-card .pb-talks") ? ["slot", target.closest("[data-slot]")]
  : target.closest("[data-abstract]") ? ["abstract", target.closest("[data-abstract]")]
  : ["card", target.closest(".pb-card")];

const press = (event) => {
  if (event.button || drag || !board.isGrid()) return;
  const [what, el] = whatOf(event.target);
  const isHandle = Boolean(event.target.closest(".pb-grip"));
  const isControl = event.target.closest(CONTROLS) && !(what === "slot" && event.target.matches("input"));
  if (!el || isControl || el.dataset.state === "saving") return;
  if (event.pointerType !== "mouse" && !isHandle) return;
  const grabbed = event.clientY - el.getBoundingClientRect().top;
  drag = { what, el, x: event.clientX, y: event.clientY, grabbed, on: false, place: null };
};

const start = () => {
  drag.on = true;
  drag.el.dataset.state = "lifted";
  document.body.classList.add("pb-dragging");
  if (drag.what === "card") {
    if (drag.el.dataset.day) drag.grabbed = Math.min(drag.grabbed, drag.el.offsetHeight);
    else drag.grabbed = 8;
    places.shade(drag.el);
    return;
  }
  ghost.textContent = drag.el.querySelector(".pb-abstract__title")?.textContent ?? drag.el.textContent.trim().slice(0, 80);
  document.body.append(ghost);
};

const unmark = () => {
  for (const each of document.querySelectorAll(".is-into, .is-before")) each.classList.remove("is-into", "is-before");
};

/** What is under the pointer for a talk or an abstract: a session, maybe before one of its talks, or the tray. */
const aim = (x, y) => {
  unmark();
  const found = document.elementFromPoint(x, y);
  const card = found?.closest(".pb-card");
  const before = found?.closest(".pb-card [data-slot]");
  const tray = drag.what === "slot" ? found?.closest(".pb-tray") : null;
  (card ?? tray)?.classList.add("is-into");
  before?.classList.add("is-before");
  return card ? { card, before: before?.dataset.slot ?? "" } : tray ? { tray } : null;
};

const scroll = () => {
  if (!drag?.on) return;
  const region = document.elementFromPoint(drag.x, drag.y)?.closest(".pb");
  if (region) {
    const box = region.getBoundingClientRect();
    const by = (near, far) => (near < EDGE ? -10 : far < EDGE ? 10 : 0);
    region.scrollBy(by(drag.x - box.left - 50, box.right - drag.x), by(drag.y - box.top - 40, box.bottom - drag.y));
  }
  const edge = drag.y < 24 ? -12 : drag.y > innerHeight - 24 ? 12 : 0;
  if (edge) window.scrollBy(0, edge);
  scrolling = requestAnimationFrame(scroll);
};

const follow = (event) => {
  if (!drag) return;
  const isFar = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
  if (!drag.on && !isFar) return;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  if (!drag.on) (start(), scroll());
  event.preventDefault();
  if (drag.what === "card") {
    drag.place = places.at(drag.x, drag.y, drag.grabbed);
    places.show(drag.place, Number(drag.el.dataset.minutes));
    return;
  }
  ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 12}px)`;
  drag.place = aim(drag.x, drag.y);
};

const finish = (isDropped) => {
  if (!drag) return;
  const { what, el, on, place } = drag;
  cancelAnimationFrame(scrolling);
  if (on) {
    delete el.dataset.state;
    document.body.classList.remove("pb-dragging");
    (places.hide(), unmark(), ghost.remove());
    addEventListener("click", (event) => (event.preventDefault(), event.stopPropagation()), { capture: true, once: true });
    setTimeout(() => dispatchEvent(new MouseEvent("click", { cancelable: true })), 0);
  }
  drag = null;
  if (!on || !isDropped || !place) return;
  if (what === "card") board.move(el, place);
  else if (place.tray) board.toTray(el.dataset.slot, el.closest(".pb-card"));
  else if (what === "abstract") board.into({ what, abstract: el.dataset.abstract }, place.card, place.before);
  else if (place.before !== el.dataset.slot) {
    const from = el.closest(".pb-card").dataset;
    board.into({ what, slot: el.dataset.slot, session: from.code, version: from.version }, place.card, place.before);
  }
};

document.addEventListener("pointerdown", press);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", () => finish(true));
document.addEventListener("pointercancel", () => finish(false));
document.addEventListener("dragstart", (event) => event.target.closest?.(".pb-page") && event.preventDefault());
document.addEventListener("keydown", (event) => event.key === "Escape" && drag?.on && finish(false), true);
