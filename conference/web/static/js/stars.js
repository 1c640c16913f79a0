/**
 * Stars without a reload. Signed in, the buttons are there and work as forms too; signed out, this
 * file puts them there, and the stars live in this browser until somebody signs in.
 */

const list = /** @type {HTMLElement} */ (document.querySelector("[data-programme]"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("star-form"));
const shelf = `plenary-stars:${list.dataset.programme}`;
const all = (selector) => [...document.querySelectorAll(selector)];
const say = (words) => (document.getElementById("programme-status").textContent = words);

/** The stars of this browser. @returns {Set<string>} */
const kept = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(shelf) || "[]"));
  } catch {
    return new Set();
  }
};

/** @param {Set<string>} stars @returns {boolean} whether the browser lets us keep them */
const keep = (stars) => {
  try {
    if (stars.size) localStorage.setItem(shelf, JSON.stringify([...stars].sort()));
    else localStorage.removeItem(shelf);
    return true;
  } catch {
    return false;
  }
};

/** Every button of an item, which may stand twice on a page. @param {string} code @param {boolean} on */
const press = (code, on) =>
  all(`button.star[value="${CSS.escape(code)}"]`).forEach((button) => {
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("name", on ? "unstar" : "star");
  });

/** Posts as the form would. @param {string[][]} stars @returns {Promise<string>} what to say */
const send = async (stars) => {
  const body = new URLSearchParams([["_csrf_token", form.elements._csrf_token.value], ...stars]);
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).said;
};

const save = (code, on) =>
  send([[on ? "star" : "unstar", code]]).then(say, () => {
    press(code, !on);
    say("That star was not saved. Please try again.");
  });

const saveHere = (code, on) => {
  const stars = kept();
  if (on) stars.add(code);
  else stars.delete(code);
  if (!keep(stars)) say("This browser keeps nothing: sign in to keep your stars.");
  else say(on ? "Starred in this browser. Sign in to have it in your calendar." : "Star taken away.");
};

const showKept = () => {
  const stars = kept();
  all("[data-star]").forEach((place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "star" });
    button.value = place.dataset.star;
    button.setAttribute("aria-label", `Star: ${place.dataset.title}`);
    place.replaceChildren(button);
    press(button.value, stars.has(button.value));
  });
};

const merge = async () => {
  const stars = kept();
  const said = stars.size && (await send([["merged", "on"], ...[...stars].map((code) => ["star", code])]).catch(() => ""));
  if (!said) return;
  keep(new Set());
  stars.forEach((code) => press(code, true));
  say(said);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.star");
  if (!button) return;
  event.preventDefault();
  const on = button.getAttribute("aria-pressed") !== "true";
  press(button.value, on);
  (form ? save : saveHere)(button.value, on);
  document.dispatchEvent(new CustomEvent("plenary:starred"));
});

if (form) merge();
else showKept();
