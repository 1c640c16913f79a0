/** Links with data-dialog open here instead of as a page; forms with data-send are sent without leaving. */

const board = window.plenaryBoard;
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("board-dialog"));
const inside = dialog.querySelector("[data-inside]");
const title = document.getElementById("board-dialog-title");
const CHECK_MS = 200;
let checking = 0;
let asked = 0;
let opener = null;

/** @param {string} html the part of a page */
const fill = (html) => {
  inside.replaceChildren(...board.nodes(html));
  title.textContent = inside.querySelector("[data-part]")?.dataset.title ?? "";
  for (const each of inside.querySelectorAll("[data-look]")) each.hidden = true;
  const first = inside.querySelector("[aria-invalid], .error-summary, select, input:not([type=hidden])");
  (first ?? title).focus();
};

const open = async (href) => {
  try {
    const html = await board.part(href);
    if (!dialog.open) dialog.showModal();
    fill(html);
    check();
  } catch {
    location.assign(href);
  }
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  opener = link.closest(".pb-card")?.id ?? link;
  open(link.href);
});

dialog.addEventListener("close", () => {
  inside.replaceChildren();
  (typeof opener === "string" ? board.card(opener) : opener)?.focus();
});

/** What the chosen place would clash with, as it is chosen. */
const check = async () => {
  const form = inside.querySelector("form[data-check]");
  if (!form) return;
  const number = ++asked;
  const { day, start, room } = Object.fromEntries(new FormData(form));
  const query = new URLSearchParams({ day, start, room });
  const { status, body } = await board.ask(`${form.dataset.check}?${query}`).catch(() => ({ status: 0 }));
  if (number === asked && status === 200 && body.html !== undefined) form.querySelector("[data-found]").replaceChildren(...board.nodes(body.html));
};

inside.addEventListener("input", (event) => {
  if (!event.target.closest("form[data-check]")) return;
  clearTimeout(checking);
  checking = setTimeout(check, CHECK_MS);
});

/** A form that was sent may be sent again, as submit-once.js does after a page. */
const release = (form, button) => {
  form.removeAttribute("data-sent");
  button?.removeAttribute("aria-disabled");
};

const answered = (answer) => {
  const part = answer.body?.part;
  if (dialog.open && part) return fill(part);
  if (answer.status === 200 && dialog.open) dialog.close();
  board.heard(answer);
};

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.hasAttribute("data-send")) return;
  event.preventDefault();
  const button = event.submitter;
  const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  if (button?.name) fields.set(button.name, button.value);
  if (form.hasAttribute("data-swap")) {
    const cards = [...board.root.querySelectorAll(`.pb-card[data-day="${fields.get("day")}"]`)];
    fields.set("seen", cards.map((card) => `${card.dataset.code}:${card.dataset.version}`).join(" "));
  }
  const answer = await board.post(form.getAttribute("action"), fields);
  release(form, button);
  answered(answer);
});

board.open = open;
