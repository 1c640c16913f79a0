/** Who is meant, whether they may come in, and whether they are in: no screen, no clock, no disk. */
const parts = document.getElementById("offline-desk-parts").dataset;
const [{ fold, normalise, digest }, { unpacked }] = await Promise.all([import(parts.fold), import(parts.roll)]);
const HASH_LENGTH = 20;
const CODE = /^[0-9A-HJKMNP-TV-Z]{6,12}$/;
const SHORTEST_CODE_PART = 3;
const MOST = 20;

/** The roll with what is looked up in it. */
export const indexed = (kept) => {
  const roll = unpacked(kept.roll);
  const byHash = new Map(roll.people.flatMap((person) => person.hash.map((hash) => [hash, person])));
  const byId = new Map(roll.people.map((person) => [person.id, person]));
  for (const { id, of, name, hash } of roll.guests) {
    const host = byId.get(of);
    const guest = host && { ...host, name, of, guest: id, guest_of: host.name };
    if (guest) hash.forEach((each) => byHash.set(each, guest));
  }
  const free = new Map(roll.free.map(([number, hash]) => [hash, number]));
  return { ...kept, roll, byHash, byId, free, gone: new Set(roll.gone) };
};

/** People whose every typed word is part of a name, an affiliation, or begins the code. */
export const find = (index, text) => {
  const words = fold(text).split(" ").filter(Boolean);
  if (!words.length) return [];
  const mentions = (person, word) =>
    person.key.includes(word) || (word.length >= SHORTEST_CODE_PART && person.code.startsWith(normalise(word)));
  return index.roll.people.filter((person) => words.every((word) => mentions(person, word))).slice(0, MOST);
};

const NOT_DONE = ["refused", "unknown"];
const givenHere = (events, is) => events.findLast((each) => each.kind === "temporary" && is(each) && !NOT_DONE.includes(each.answer));

/**
 * Whose code was scanned: a person, the number of a free temporary badge, or why nobody; with what
 * this device did, one that was handed out here opens its person at once.
 */
export const scanned = async (index, text, events = []) => {
  const code = normalise(text);
  const hash = (await digest(text)).slice(0, HASH_LENGTH);
  const number = index.free.get(hash);
  const given = number && givenHere(events, (each) => each.number === number);
  if (given && index.byId.has(given.registration)) return { person: index.byId.get(given.registration) };
  if (number) return { number };
  const person = index.byHash.get(hash) ?? (CODE.test(code) && index.roll.people.find((each) => each.code === code));
  return person ? { person } : { why: index.gone.has(hash) ? "void" : "unknown" };
};

const CLOSE = 6_000; // the server leaves a clock alone that is off by less than five seconds
/** When it happened by the server's clock, as far as this device knew. */
export const trueTime = (event) => Date.parse(event.at) + (event.offset ?? 0);

/** What the roll, asked for at `asked`, cannot know yet. */
const isNews = (event, asked) => event.state === "waiting" || event.answered_at >= asked;

/** This device's check-in of a person that nobody took back, if the roll lacks it. */
const ownOf = (person, mine, asked) => {
  const undone = new Set(mine.filter((each) => each.kind === "undo").map((each) => each.undoes));
  const counts = (each) => each.kind === "check_in" && !undone.has(each.client_id) && !["unknown", "refused"].includes(each.answer);
  return mine.findLast((each) => counts(each) && isNews(each, asked));
};

/** Whether the check-in on the roll is one that was taken back here since. */
const isTakenBack = (person, mine, asked) =>
  mine.some((undo) => {
    const of = undo.kind === "undo" && isNews(undo, asked) && mine.find((each) => each.client_id === undo.undoes);
    return of && Math.abs(Date.parse(person.came) - trueTime(of)) < CLOSE;
  });

/** When and where a person came in, by the roll or by this device since; null if not. */
export const cameIn = (person, events, asked) => {
  const mine = events.filter((each) => each.registration === person.id);
  const own = ownOf(person, mine, asked);
  const known = own?.first_at ? { at: own.first_at, desk: own.first_desk } : { at: person.came, desk: person.desk };
  const told = known.at && !isTakenBack(person, mine, asked) ? { at: Date.parse(known.at), desk: known.desk ?? "" } : null;
  const here = own && { at: trueTime(own), desk: own.desk };
  const first = told && (!here || told.at <= here.at) ? told : here;
  return first ? { ...first, own } : null;
};

/** Yes, already (when and where), or no (why), as the server's desk says it (G07, G09). */
export const decide = (index, person, came) => {
  if (person.no !== undefined && person.no !== null) {
    const { word, sentence } = index.roll.refusals[person.no];
    return { kind: "no", word, sentence };
  }
  return came ? { kind: "already", word: "Already in" } : { kind: "yes", word: "Ready" };
};

/** The number of the temporary badge that somebody wears, by the roll or by this device since. */
export const wornBy = (person, events) => person.temporary ?? givenHere(events, (each) => each.registration === person.id)?.number;

/** Why this number cannot be handed out to this person, "" if it can. */
export const refuseNumber = (index, events, number, person) => {
  const worn = wornBy(person, events);
  if (worn) return `${person.name} has temporary badge ${worn} already. If it is lost, ask the supervisor: only with the network can it be ended.`;
  const holder = index.roll.people.find((each) => each.temporary === number);
  if (holder) return `Temporary badge ${number} is already linked to ${holder.name}.`;
  const used = givenHere(events, (each) => each.number === number);
  if (used) return `Temporary badge ${number} was already handed out here, to ${index.byId.get(used.registration)?.name ?? "somebody else"}.`;
  return "";
};
