/**
 * The programme: filters as you type and stars without a reload. Everything works without this
 * file except the stars of signed-out visitors, which live in this browser until they sign in.
 */

const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", þ: "th", ħ: "h", ı: "i" };

/** @param {string} text as people.rules.fold does it: "Łukasz Ångström" is "lukasz angstrom" */
const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[łøđðßæœþħı]/g, (c) => LETTERS[c]);

const page = document.querySelector("[data-programme]");
const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
const say = document.getElementById("programme-status");
const starForm = /** @type {HTMLFormElement} */ (document.getElementById("star-form"));
const shelf = `plenary-stars:${page?.dataset.programme}`;

const localStars = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(shelf) || "[]"));
  } catch {
    return new Set();
  }
};

/** @param {Set<string>} stars */
const keepLocal = (stars) => {
  try {
    if (stars.size) localStorage.setItem(shelf, JSON.stringify([...stars].sort()));
    else localStorage.removeItem(shelf);
  } catch {
    if (say) say.textContent = "This browser keeps nothing: sign in to keep your stars.";
  }
};

/** @param {Element} button @param {boolean} on */
const press = (button, on) => {
  button.setAttribute("aria-pressed", String(on));
  button.setAttribute("name", on ? "unstar" : "star");
};

const pressed = (button) => button.getAttribute("aria-pressed") === "true";
const buttonsOf = (code) => document.querySelectorAll(`button.star[value="${CSS.escape(code)}"]`);

/** @param {[string, string][]} fields */
const send = async (fields) => {
  const token = starForm.querySelector("[name=_csrf_token]").value;
  const body = new URLSearchParams([["_csrf_token", token], ...fields]);
  const answer = await fetch(starForm.action, { method: "POST", body, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const toggle = async (button) => {
  const [code, on] = [button.value, !pressed(button)];
  buttonsOf(code).forEach((each) => press(each, on));
  if (!starForm) {
    const stars = localStars();
    if (on) stars.add(code);
    else stars.delete(code);
    keepLocal(stars);
    say.textContent = on ? "Starred in this browser. Sign in to have it in your calendar." : "Star taken away.";
    return;
  }
  try {
    say.textContent = (await send([[on ? "star" : "unstar", code]])).said;
  } catch {
    buttonsOf(code).forEach((each) => press(each, !on));
    say.textContent = "That star was not saved. Please try again.";
  }
};

const showLocalStars = () => {
  const stars = localStars();
  document.querySelectorAll("[data-star]").forEach((place) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "star", value: place.dataset.star });
    button.setAttribute("aria-label", `Star: ${place.dataset.title}`);
    press(button, stars.has(place.dataset.star));
    place.replaceChildren(button);
  });
};

const mergeLocalStars = async () => {
  const stars = localStars();
  if (!stars.size) return;
  const answer = await send([...stars].map((code) => ["star", code])).catch(() => null);
  if (!answer) return;
  keepLocal(new Set());
  stars.forEach((code) => buttonsOf(code).forEach((each) => press(each, true)));
  say.textContent = answer.said;
};

const filter = () => {
  const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  const words = fold(String(wanted.q || "")).split(/\s+/).filter(Boolean);
  const items = [...page.querySelectorAll("[data-item]")];
  items.forEach((item) => {
    item.text ??= fold(item.textContent + item.id);
    const fits = ["day", "room", "track", "kind"].every((key) => !wanted[key] || item.dataset[key] === wanted[key]);
    const starred = !wanted.starred || item.querySelector("[aria-pressed=true]");
    item.hidden = !(fits && starred && words.every((word) => item.text.includes(word)));
  });
  page.querySelectorAll("[data-group]").forEach((group) => {
    group.hidden = !group.querySelector("[data-item]:not([hidden])");
  });
  const left = items.filter((item) => !item.hidden).length;
  say.textContent = left === 1 ? "1 session" : `${left} sessions`;
  page.querySelector("[data-nothing]").hidden = left > 0;
  document.querySelectorAll("[data-day-tab]").forEach((tab) => {
    if (tab.dataset.dayTab === (wanted.day || "")) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  });
  history.replaceState(null, "", `?${new URLSearchParams(wanted)}`);
};

if (page) {
  if (starForm) mergeLocalStars();
  else showLocalStars();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.star");
    if (button) event.preventDefault(), toggle(button);
  });
  document.querySelectorAll("[data-needs-script]").forEach((each) => (each.hidden = false));
}
if (form) {
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => (event.preventDefault(), filter()));
}
