/** The tray beside the board: the same list as its page, searched and filtered while one types. */

const board = window.plenaryBoard;
const tray = document.getElementById("tray");
const TYPED_MS = 200;
let typing = 0;
let asked = 0;

const path = () => {
  const form = tray.querySelector("form[data-filter]");
  const query = form ? new URLSearchParams(/** @type {any} */ (new FormData(form))) : "";
  return `${tray.dataset.tray}?${query}`;
};

/** Replaces the list, and the form only the first time: who types keeps their place. */
const load = async () => {
  const number = ++asked;
  const html = await board.part(path()).catch(() => "");
  if (!html || number !== asked) return;
  const fresh = board.made(html);
  if (!tray.querySelector("[data-filter]")) {
    tray.querySelector("[data-tray-link]").parentElement.remove();
    tray.append(fresh);
    tray.querySelector("[data-show]").hidden = true;
    return;
  }
  tray.querySelector("[data-filter]").hidden = fresh.querySelector("[data-filter]").hidden;
  for (const part of ["[data-tray-count]", ".pb-abstracts"]) {
    tray.querySelector(part).replaceWith(fresh.querySelector(part));
  }
};

tray.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(load, TYPED_MS);
});
tray.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  event.preventDefault();
  load();
});
document.addEventListener("board:tray", load);
load();
