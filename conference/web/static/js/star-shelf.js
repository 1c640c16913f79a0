/**
 * What this browser keeps of stars: a stranger's own, when the starred things are, and what waits
 * for the network. Each waiting change belongs to the person who made it, by their mark.
 */
const frame = document.getElementById("programme-frame");
const { slug, mark, zone } = frame.dataset;
const STARS = `plenary-stars:${slug}`;
const TIMES = `plenary-star-times:${slug}`;
const WAITING = `plenary-star-queue:${slug}:${mark}`;

const read = (key, empty) => {
  try {
    return JSON.parse(localStorage.getItem(key) || "null") ?? empty;
  } catch {
    return empty;
  }
};

/** @returns {boolean} whether the browser lets us keep it */
const write = (key, value, isEmpty) => {
  try {
    if (isEmpty) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

/** The stars of this browser. @returns {Set<string>} */
export const kept = () => new Set(read(STARS, []));

/** @param {Set<string>} stars */
export const keep = (stars) => {
  if (!stars.size) write(TIMES, {}, true);
  return write(STARS, [...stars].sort(), !stars.size);
};

/** Changes that the server has not heard of: {code: whether it is starred}. */
export const waiting = () => read(WAITING, {});

export const wait = (code, on) => {
  const queue = { ...waiting(), [code]: on };
  return write(WAITING, queue, false);
};

/** Forgets what was sent, unless it was changed again meanwhile. */
export const sent = (changes) => {
  const left = Object.entries(waiting()).filter(([code, on]) => changes[code] !== on);
  write(WAITING, Object.fromEntries(left), !left.length);
};

/** Remembers when a starred thing is; a poster hangs all day and has no time of its own. */
export const remember = (code, time) => {
  if (time) write(TIMES, { ...read(TIMES, {}), [code]: time }, false);
};

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** What a stranger starred that takes place at the same time in another session. */
export const overlaps = (code) => {
  const times = read(TIMES, {});
  const stars = kept();
  const one = times[code];
  if (!one) return [];
  return Object.entries(times)
    .filter(([other, time]) => stars.has(other) && time.session !== one.session && time.from < one.until && one.from < time.until)
    .map(([, time]) => `“${time.title}” (${clock.format(time.from)}–${clock.format(time.until)})`);
};
