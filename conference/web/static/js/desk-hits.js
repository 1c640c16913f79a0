/**
 * The list below the desk's box, by keyboard: arrows walk from hit to hit, Enter opens one (it is a
 * link), P checks one in and prints, Esc empties the box. Typing goes on in the box, and the address
 * follows it.
 */
const box = /** @type {HTMLInputElement} */ (document.getElementById("field-q"));
const list = document.getElementById("results");

const hits = () => [...list.querySelectorAll("[data-hit]")];
const current = () => document.activeElement?.closest?.("[data-hit]");

/** @param {number} step to the hit below or above; above the first is the box */
const walk = (step) => {
  const all = hits();
  const next = all.indexOf(current()) + step;
  if (next < 0) return box.focus();
  const link = all[Math.min(next, all.length - 1)]?.querySelector("[data-open]");
  link?.focus();
  link?.closest("[data-hit]").scrollIntoView({ block: "nearest" });
};

/** What somebody types while a hit is chosen belongs into the box. */
const typeOn = (event) => {
  if (event.key.length !== 1 || event.key === " ") return;
  event.preventDefault();
  box.value += event.key;
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

/** The address names what the hits are of, so that Back from a person shows these and no older ones. */
const remember = () => {
  const text = list.querySelector("[data-hits-of]")?.dataset.hitsOf ?? "";
  const query = text ? `?${new URLSearchParams({ q: text, listed: "yes" })}` : "";
  history.replaceState(history.state, "", location.pathname + query);
};
new MutationObserver(remember).observe(list, { childList: true });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  const chosen = current();
  if (event.target !== box && !chosen) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  } else if (chosen && event.target.matches("[data-open]")) {
    if (event.key.toLowerCase() !== "p") typeOn(event);
  }
});
