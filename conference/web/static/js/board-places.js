/** Places on the board: which room and time a point is, how it is called, and what speaks against it. */

const board = window.plenaryBoard;
const target = document.createElement("div");
target.className = "pb-target";
target.setAttribute("aria-hidden", "true");
const tabs = [...board.root.querySelectorAll("[data-tab]")];
const days = tabs.map((tab) => tab.dataset.tab);
const dayName = (day) => tabs.find((tab) => tab.dataset.tab === day)?.firstChild.textContent.replace(/\s\d{4}\s*$/, "").trim() ?? day;

const frame = (column) => column.closest(".pb").dataset;
const scale = (column) => column.clientHeight / ((frame(column).until - frame(column).from) * 60);

/** A place is {day, room, minute}; without a day it is the list of sessions without a time. */
const placeOf = (card) => ({
  day: card.dataset.day,
  room: card.dataset.room,
  minute: card.dataset.start === "" ? null : Number(card.dataset.start),
});

const same = (one, other) => one.day === other.day && one.room === other.room && one.minute === other.minute;

/** @param {number} grabbed pixels from the card's top to the pointer */
const at = (x, y, grabbed) => {
  const column = document.elementsFromPoint(x, y).find((each) => each.matches?.(".pb-lane[data-day]"));
  if (!column) return null;
  if (!column.dataset.day) return { day: "", room: "", minute: null };
  const top = y - grabbed - column.getBoundingClientRect().top;
  const minute = Number(frame(column).from) * 60 + top / scale(column);
  const snapped = Math.round(minute / board.step) * board.step;
  return { day: column.dataset.day, room: column.dataset.room, minute: Math.max(0, Math.min(snapped, 1439)) };
};

const words = (place) => {
  if (!place.day) return "without a time";
  const room = board.lane(place.day, place.room)?.dataset.name ?? board.root.querySelector(`.pb-lane[data-room="${place.room}"]`)?.dataset.name ?? "";
  return `${room}, ${dayName(place.day)} ${board.clock(place.minute)}`;
};

const put = (element, from, minutes) => {
  const values = { "--h": Math.floor(from / 60), "--m": from % 60, "--dh": Math.floor(minutes / 60), "--dm": minutes % 60 };
  for (const [name, value] of Object.entries(values)) element.style.setProperty(name, String(value));
};

/** Shows where a card would go. */
const show = (place, minutes, isBad = false) => {
  const column = place && board.lane(place.day, place.room);
  board.root.querySelector(".pb-lane--waiting").classList.toggle("is-into", Boolean(place && !place.day));
  if (!column || !place.day) return target.remove();
  put(target, place.minute, Math.max(minutes, 15));
  target.classList.toggle("pb-target--bad", isBad);
  target.textContent = `${board.clock(place.minute)}–${board.clock(place.minute + minutes)} · ${column.dataset.name}${isBad ? " · conflict" : ""}`;
  column.append(target);
};

const hide = () => {
  target.remove();
  board.root.querySelector(".pb-lane--waiting").classList.remove("is-into");
  for (const each of board.root.querySelectorAll(".pb-away")) each.remove();
};

const where = (code) => `${board.base}/sessions/${code}/move`;

/** Shades when the session's people cannot be there or are busy elsewhere. */
const shade = async (card) => {
  const { status, body } = await board.ask(where(card.dataset.code)).catch(() => ({ status: 0 }));
  if (status !== 200 || card.dataset.state !== "lifted") return;
  for (const column of board.root.querySelectorAll(".pb-grid .pb-lane[data-day]")) {
    for (const [from, minutes, why] of body.limits[column.dataset.day] ?? []) {
      const away = document.createElement("div");
      Object.assign(away, { className: "pb-away", textContent: why, title: why });
      put(away, from, minutes);
      column.append(away);
    }
  }
};

/** @returns {Promise<{spoken: string, html: string, count: number, blocking: boolean} | null>} */
const check = async (card, place) => {
  const query = new URLSearchParams({ day: place.day, start: place.day ? board.clock(place.minute) : "", room: place.room });
  const { status, body } = await board.ask(`${where(card.dataset.code)}?${query}`).catch(() => ({ status: 0 }));
  return status === 200 ? body : null;
};

Object.assign(board, { days, place: { of: placeOf, same, at, words, put, show, hide, shade, check } });
