/** The texts of abstracts that this device keeps because the server does not have them (yet). */
const owner = document.querySelector("[data-owner]")?.dataset.owner || "";
export const PREFIX = `plenary-draft:${owner}:`; // what one person left is not offered to the next
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
export const time = (at) => new Date(at).toLocaleTimeString([], CLOCK);
export const day = (at) => new Date(at).toLocaleString([], { weekday: "long", ...CLOCK });
export const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });

/** What is kept under a key: when, the title, the pairs of names and values; null for nothing. */
export const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    return null;
  }
};

/** @returns {boolean} whether the browser lets us keep it */
export const keep = (key, kept) => {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
};

export const drop = (key) => {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to drop.
  }
};

const keys = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && read(key));
  } catch {
    return [];
  }
};

// What a button sent has arrived once the page that follows says so.
if (document.querySelector(".flashes .notice--good")) keys().filter((key) => read(key).sent).forEach(drop);

const plain = (title) => (title || "").replace(/<\/?(?:i|b|sub|sup|em|strong)>/gi, "");
const list = document.getElementById("unsaved-list");
if (list) {
  const here = keys().filter((key) => key.startsWith(`${PREFIX}/${list.dataset.meeting}/abstracts/`));
  const links = here.map((key) => link(key.slice(PREFIX.length), `${plain(read(key).title) || "Untitled"}, ${day(read(key).at)}`));
  list.hidden = !here.length;
  list.replaceChildren("This device keeps unsaved text: ", ...links.flatMap((each, n) => (n ? [", ", each] : [each])));
}
