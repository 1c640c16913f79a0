/** Moving: shown at once, saved at once; what could not be saved goes back and says so. */

const board = window.plenaryBoard;
const { place: places } = board;
const NOT_SAVED = "Not saved: no connection. It is back where it was; try again.";

const STALE = `<div class="pb-stale" role="alert"><p></p><p class="row">
<button type="button" class="button button--quiet button--small" data-keep>Keep theirs</button>
<button type="button" class="button button--small" data-put>Put mine</button></p></div>`;

/** Puts a card at a place on the screen only. */
const put = (card, place) => {
  const column = board.lane(place.day, place.room);
  const before = card.parentElement;
  Object.assign(card.dataset, { day: place.day, room: place.room, start: place.minute ?? "" });
  if (place.day) places.put(card, place.minute, Number(card.dataset.minutes));
  if (column) {
    const hadFocus = card.contains(document.activeElement);
    board.insert(column, card);
    if (hadFocus) card.focus();
    board.settle(before);
    board.settle(column);
  }
};

const OFFERS = { undo: "Undo", redo: "Redo" };
const offered = (offer) => (offer ? { button: OFFERS[offer], press: () => act(`${board.base}/${offer}`, {}) } : {});

/** Somebody was faster: their card, and the choice between theirs and mine. */
const stale = (answer, again) => {
  board.apply(answer);
  const card = board.card(answer.code);
  const mine = () => again(answer.version, answer.code);
  if (!card) return board.tell(answer.said, { kind: "bad", button: "Put mine", press: mine });
  const note = board.made(STALE);
  note.querySelector("p").textContent = `${answer.said} Nothing of yours is lost.`;
  note.querySelector("[data-keep]").addEventListener("click", () => (note.remove(), card.focus()));
  note.querySelector("[data-put]").addEventListener("click", () => (note.remove(), mine()));
  card.classList.add("is-open");
  card.querySelector(".pb-card__title").after(note);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  note.querySelector("[data-put]").focus();
};

/** @returns {Promise<{status: number, body: any}>} status 0 without a connection */
const post = (path, fields) => board.send(path, fields).catch(() => ({ status: 0, body: null }));

/** What an answer says; true when it was done. `again` repeats with the version that is now. */
const heard = ({ status, body }, again) => {
  if (status === 200 || status === 201) {
    board.apply(body);
    board.tell(body.said, offered(body.offer));
    return true;
  }
  if (status === 409 && body?.code && again) stale(body, again);
  else if (status === 0) board.tell(NOT_SAVED, { kind: "bad" });
  else if (status === 409 && body?.said) board.tell(`Not done: ${body.said} Open it again to see it as it is now.`, { kind: "bad" });
  else board.tell(`Not done: ${Object.values(body?.errors ?? {}).join(" ") || body?.detail || "please load the page again."}`, { kind: "bad" });
  return false;
};

/** A change that belongs to no card on the screen. */
const act = async (path, fields, again) => heard(await post(path, fields), again);

/** @param {HTMLElement} card @param {{day: string, room: string, minute: number | null}} place */
const move = async (card, place, version = card.dataset.version) => {
  const from = places.of(card);
  if (card.dataset.state === "saving" || places.same(from, place)) return;
  const { code } = card.dataset;
  put(card, place);
  card.dataset.state = "saving";
  const start = place.day ? board.clock(place.minute) : "";
  const answer = await post(`${board.base}/move`, {
    what: "session", session: code, version, day: place.day, start, room: place.room,
  });
  delete card.dataset.state;
  if (answer.status !== 200) put(card, from);
  const again = (now) => {
    const shown = board.card(code) ?? card;
    shown.dataset.version = now;
    move(shown, place, now);
  };
  heard(answer, again);
  if (answer.status === 200 && !board.card(code)) {
    board.tell(`${answer.body.said} It is on another day now.`, offered("undo"));
  }
};

/** A talk or an abstract into a session, before another talk or at its end. */
const into = (fields, session, before = "") => {
  const { code } = session.dataset;
  const seen = { to: session.dataset.version, from: fields.version };
  const go = (version, stale) => {
    if (version) seen[stale === code ? "to" : "from"] = version;
    const own = fields.session ? { version: fields.session === code ? seen.to : seen.from } : {};
    return act(`${board.base}/move`, { ...fields, ...own, to: `${code}:${seen.to}`, before }, go);
  };
  return go();
};

/** A talk back to the tray. */
const toTray = (slot, session) => {
  const go = (version = session.dataset.version) =>
    act(`${board.base}/move`, { what: "tray", slot, session: session.dataset.code, version }, go);
  return go();
};

Object.assign(board, { act, post, heard, move, into, toTray });
