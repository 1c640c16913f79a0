/**
 * Scans that wait for their answer, in order: each has an id of its own, under which the server
 * takes it once, however often it is sent. Under a name they are kept by the browser and outlive
 * the page; a second page of that name sees the same ones.
 */
const inMemory = () => {
  let scans = [];
  return { all: () => scans, keep: (those) => (scans = those) };
};
const shelfOf = (name) => {
  try {
    const all = () => JSON.parse(localStorage.getItem(name) ?? "[]");
    localStorage.setItem(name, JSON.stringify(all()));
    return { all, keep: (those) => localStorage.setItem(name, JSON.stringify(those)) };
  } catch {
    return inMemory(); // storage is switched off
  }
};

/** A random id; over plain http a browser has no randomUUID. */
const newId = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );

/** @param {string} [name] of what the browser keeps; none: the scans go with the page */
export const queueOf = (name) => {
  const shelf = name ? shelfOf(name) : inMemory();
  const isSame = (one, other) => one.code === other.code && one.direction === other.direction;
  return {
    all: shelf.all,
    first: () => shelf.all()[0],
    /** @returns {boolean} false for what waits already: a second tap is no second scan */
    add: (scan) => {
      const scans = shelf.all();
      if (scans.some((each) => isSame(each, scan))) return false;
      shelf.keep([...scans, { ...scan, id: scan.id ?? newId() }]);
      return true;
    },
    done: (id) => shelf.keep(shelf.all().filter((each) => each.id !== id)),
    clear: () => shelf.keep([]),
  };
};
