/** What others do shows within seconds: asked for every four, only while the page is looked at. */

const board = window.plenaryBoard;
const EVERY_MS = 4000;
const SLOWEST_MS = 60000;
let wait = EVERY_MS;
let timer = 0;
let isOffline = false;

const later = () => {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(follow, wait);
};

const online = () => {
  wait = EVERY_MS;
  if (isOffline) board.tell("Connected again; this is the board as it is now.");
  isOffline = false;
};

const offline = () => {
  wait = Math.min(wait * 2, SLOWEST_MS);
  isOffline = true;
  board.tell(`Offline: trying again in ${Math.round(wait / 1000)} s. What you see may be old.`, { kind: "bad" });
};

/** Everything was changed at once, by an import: nobody's work is thrown away unasked. */
const anew = (words) => {
  const isBusy = document.querySelector("dialog[open], [data-state], .pb-stale");
  if (isBusy) board.tell(words, { kind: "bad", button: "Load it", press: () => location.reload() });
  else location.reload();
};

const follow = async () => {
  const { cursor } = board.root.dataset;
  try {
    const { status, body } = await board.ask(`${board.base}/changes?since=${cursor}`);
    if (status === 401 || status === 403) return board.tell("You are signed out. Load the page to sign in again.", { kind: "bad" });
    if (status !== 200) throw new Error(String(status));
    online();
    if (body.reload) return anew(body.said);
    if (board.root.dataset.cursor === cursor && body.cursor !== Number(cursor)) {
      board.apply(body);
      if (body.said) board.tell(body.said);
    }
  } catch {
    offline();
  }
  later();
};

document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : follow()));
addEventListener("online", follow);
later();
