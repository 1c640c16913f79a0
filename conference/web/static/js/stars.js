/**
 * Stars without a reload. Signed in, the buttons are there and work as forms too; signed out, this
 * file puts them there, and the stars live in this browser until somebody signs in. Without a
 * network the stars of the signed-in wait here, and are sent when there is one again.
 */
const list = document.querySelector("[data-programme]");
const form = /** @type {HTMLFormElement} */ (document.getElementById("star-form"));
const frame = document.getElementById("programme-frame");
let shelf = null; // comes a moment later: a star is taken over from the first press on all the same
const loading = list && import(frame.dataset.shelf).then((module) => (shelf = module));
const all = (selector) => [...document.querySelectorAll(selector)];
const say = (words) => (document.getElementById("programme-status").textContent = words);

/** Every button of an item, which may stand twice on a page. @param {string} code @param {boolean} on */
const press = (code, on) =>
  all(`button.star[value="${CSS.escape(code)}"]`).forEach((button) => {
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("name", on ? "unstar" : "star");
  });

/** Posts as the form would, even when the page is left at once. @param {string[][]} stars @returns {Promise<string>} what to say */
const send = async (stars) => {
  const body = new URLSearchParams([["_csrf_token", form.elements._csrf_token.value], ...stars]);
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, keepalive: true });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).said;
};

const pair = ([code, on]) => [on ? "star" : "unstar", code];

const save = (code, on) =>
  send([pair([code, on])]).then(say, async (error) => {
    await loading?.catch(() => {});
    if (error instanceof TypeError && shelf?.wait(code, on))
      return say("You are offline. This is kept here and sent when there is a network again.");
    press(code, !on);
    say("That star was not saved. Please try again.");
  });

/** Sends what was starred without a network; each change once, and again if it did not arrive. */
const sendWaiting = async () => {
  const changes = shelf.waiting();
  const pairs = Object.entries(changes);
  pairs.forEach(([code, on]) => press(code, on));
  if (!pairs.length || !navigator.onLine) return;
  try {
    const said = await send(pairs.map(pair));
    shelf.sent(changes);
    say(pairs.length === 1 ? `What you starred offline is saved. ${said}` : `${pairs.length} stars made offline are saved.`);
    if (document.querySelector("[data-agenda]")) location.reload();
  } catch (error) {
    if (!(error instanceof TypeError)) say("Stars made offline are still waiting here. Sign in again to save them.");
  }
};

/** When the thing of a button is, by the times beside it; nothing for a poster. */
const timeOf = (button) => {
  const item = button.closest("[data-min], tr");
  const from = Date.parse(item?.querySelector("time")?.dateTime);
  if (!item?.dataset.min || !from) return null;
  const around = button.closest("[data-item], article")?.querySelector("h1[id]")?.id;
  const session = around || button.closest("[data-item]")?.id || item.id;
  return { from, until: from + item.dataset.min * 60000, title: button.dataset.title, session };
};

const saveHere = (button, on) => {
  const stars = shelf.kept();
  const code = button.value;
  if (on) stars.add(code);
  else stars.delete(code);
  if (!shelf.keep(stars)) return say("This browser keeps nothing: sign in to keep your stars.");
  if (!on) return say("Star taken away.");
  shelf.remember(code, timeOf(button));
  const clash = shelf.overlaps(code);
  const warning = clash.length ? ` It overlaps with ${clash.join(", ")}.` : "";
  return say(`Starred in this browser.${warning} Sign in to have it in your calendar.`);
};

const showKept = () => {
  const stars = shelf.kept();
  all("[data-star]").forEach((place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "star" });
    button.value = place.dataset.star;
    button.dataset.title = place.dataset.title;
    button.setAttribute("aria-label", `Star: ${place.dataset.title}`);
    place.replaceChildren(button);
    press(button.value, stars.has(button.value));
  });
  document.dispatchEvent(new CustomEvent("plenary:starred"));
};

const merge = async () => {
  const stars = shelf.kept();
  const said = stars.size && (await send([["merged", "on"], ...[...stars].map((code) => ["star", code])]).catch(() => ""));
  if (!said) return;
  shelf.keep(new Set());
  stars.forEach((code) => press(code, true));
  document.dispatchEvent(new CustomEvent("plenary:starred"));
  say(said);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.star");
  if (!button) return;
  event.preventDefault();
  const on = button.getAttribute("aria-pressed") !== "true";
  press(button.value, on);
  if (form) save(button.value, on);
  else saveHere(button, on);
  document.dispatchEvent(new CustomEvent("plenary:starred"));
});

await loading;
if (form) merge().then(sendWaiting);
else if (list) showKept();
/** A kept page comes back anew by itself, and sends then. */
const isFresh = () => !("offline" in document.documentElement.dataset);
if (form) window.addEventListener("online", () => isFresh() && sendWaiting());
