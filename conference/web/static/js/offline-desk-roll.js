/**
 * The roll as it came, and as the desk works with it. It is sent as columns, shared words and no
 * search keys (badges/offline/packing.py) and kept on the disk like that; a roll of the first form,
 * which a device may still hold, had all of it written out and is taken as it is.
 */
const parts = document.getElementById("offline-desk-parts").dataset;
const { fold } = await import(parts.fold);
const PACKED = 2;
const SHORT = 14; // 80 bits, six a sign
const LONGEST_KEY = 700;
const [OUT, USE] = [1, 2];
const GONE = "gone"; // a guest who is none any more: nobody's passage, but a ticket that was used

const hexOf = (text) => [...atob(text.replaceAll("-", "+").replaceAll("_", "/"))].map((each) => each.charCodeAt(0).toString(16).padStart(2, "0")).join("");
const idOf = (text) => hexOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const hashesOf = (joined) => (joined.match(new RegExp(`.{${SHORT}}`, "g")) ?? []).map(hexOf);

const folded = new Map(); // the same names come again with every roll
const foldOnce = (text) => {
  if (!folded.has(text)) folded.set(text, fold(text));
  return folded.get(text);
};

/** What the desk's own search looks through, without addresses, and the code. */
const keyOf = ({ name, also, code }, whole, affiliation) => {
  const registered = also || name;
  const words = [...new Set([whole || registered, registered, name, affiliation].map(foldOnce).filter(Boolean))].join(" ");
  return `${words.length > LONGEST_KEY ? [...words].slice(0, LONGEST_KEY).join("") : words} ${foldOnce(code)}`;
};

const peopleOf = ({ shared, people, since }) => {
  const rare = new Map(people.rare);
  const number = (column, place) => people[column]?.[place] ?? 0;
  return people.id.map((id, place) => {
    const { whole, ...more } = rare.get(place) ?? {};
    const affiliation = shared.affiliations[number("affiliation", place)];
    const person = {
      id: idOf(id), code: people.code[place], name: people.name[place], hash: hashesOf(people.hash[place]),
      cat: number("category", place), tickets: shared.tickets[number("tickets", place)],
      place: [affiliation, shared.countries[number("country", place)]].filter(Boolean).join(", "), ...more,
    };
    const came = number("came", place);
    if (came) Object.assign(person, { came: new Date(since + came).toISOString(), desk: shared.desks[number("desk", place)] });
    return { ...person, key: keyOf(person, whole, affiliation) };
  });
};

/** @param {object} roll as it was sent, of either form @returns {object} with people who have names for what they have */
export const unpacked = (roll) => {
  if (roll.version !== PACKED) return roll;
  const people = peopleOf(roll);
  const guests = roll.guests.map(([id, of, name, hash]) => ({ id: idOf(id), of: people[of].id, name, hash: hashesOf(hash) }));
  const passed = roll.passed.map(([door, whose, at, flags, station, guest]) => ({
    door: roll.doors[door].key, registration: people[whose].id, at: new Date(roll.since + at).toISOString(),
    direction: flags & OUT ? "out" : "in", is_use: Boolean(flags & USE), station: roll.shared.desks[station], guest: guest ? (guests[guest - 1]?.id ?? GONE) : undefined,
  }));
  const { categories, refusals } = roll.shared;
  return { ...roll, categories, refusals, people, guests, passed, gone: roll.gone.map(hexOf), free: roll.free.map(([number, hash]) => [number, hexOf(hash)]) };
};
