/**
 * What every part of the board shares: its address, asking the server, and saying what happened.
 * The parts run in the order of the page and meet in `plenaryBoard`; without them forms do it all.
 */

const root = /** @type {HTMLElement} */ (document.getElementById("board"));
const line = document.getElementById("board-line");
const spoken = document.getElementById("board-said");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const OLD_MS = 15000;
let clearing = 0;

/** @returns {Promise<{status: number, body: any}>} throws without a connection */
const ask = async (path, options = {}) => {
  const answer = await fetch(path, {
    ...options,
    credentials: "same-origin",
    headers: { accept: "application/json", "x-board": "1", ...options.headers },
  });
  if (answer.redirected && answer.url.includes("/sign-in")) throw new Error("signed out");
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  return { status: answer.status, body: isJson ? await answer.json() : await answer.text() };
};

/** @param {Record<string, any> | URLSearchParams} fields */
const send = (path, fields) => {
  const body = fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
  body.set("_csrf_token", token);
  return ask(path, { method: "POST", body });
};

/** A fragment of a page, for a dialog, a card or the tray. */
const part = async (path) => {
  const { status, body } = await ask(path, { headers: { accept: "text/html", "x-part": "1" } });
  if (status >= 400 && status !== 422) throw new Error(String(status));
  return String(body);
};

/**
 * The line above the board, read out by screen readers.
 * @param {string} words @param {{kind?: string, button?: string, press?: () => void}} [more]
 */
const tell = (words, { kind = "", button = "", press } = {}) => {
  clearTimeout(clearing);
  line.replaceChildren(words);
  line.dataset.kind = kind;
  if (button) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button button--quiet button--small", textContent: button });
    made.addEventListener("click", press, { once: true });
    line.append(made);
  }
  if (kind !== "bad") clearing = setTimeout(() => line.replaceChildren(), OLD_MS);
};

/** Said at once, for keys that move something. @param {string} words */
const say = (words) => {
  spoken.textContent = words;
};

/** @param {number} minute of a day */
const clock = (minute) => {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
};

/** What the server rendered, as nodes; nothing in it runs. @param {string} html */
const nodes = (html) => [...new DOMParser().parseFromString(html.trim(), "text/html").body.childNodes];

window.plenaryBoard = {
  root,
  nodes,
  base: root.dataset.base,
  step: Number(root.dataset.step),
  ask,
  send,
  part,
  tell,
  say,
  clock,
  isGrid: () => matchMedia("(min-width: 46.01rem)").matches,
};
