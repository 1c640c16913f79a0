/**
 * What a door answers, as badges/doors/rules.py has it; one table of cases is run through both.
 * Times are milliseconds; `asked.earlier` are passages {direction, at, station, is_use, guest}. Of
 * a code that opens nobody the holder has `why`, and `said`, which the server has sent with the roll.
 */
const DAY_BEGINS_HOUR = 4;
const WORDS = { in: "Come in", out: "Out", already: "Already in", not_here: "Not for this door", not_admitted: "Not admitted", void: "Void badge", unknown: "Unknown code", closed: "Closed" };
const partsOf = (at, zone) =>
  Object.fromEntries(new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(at).map(({ type, value }) => [type, value]));
const dateOf = (at, zone) => {
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
};
const clock = (at, zone) => {
  const { hour, minute } = partsOf(at, zone);
  return `${hour}:${minute}`;
};
/** The day at a door, which ends at four: two in the morning is still of yesterday. */
const doorDay = (at, zone) => {
  const { hour } = partsOf(at, zone);
  const day = dateOf(at, zone);
  if (Number(hour) >= DAY_BEGINS_HOUR) return day;
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3600_000).toISOString().slice(0, 10);
};

const says = (outcome, look, sentence, word = WORDS[outcome]) => ({ outcome, look, word, sentence });

const passagesToday = (door, holder, asked) =>
  asked.earlier.filter((each) => (each.guest ?? null) === (holder.guest ?? null) && each.at <= asked.at && doorDay(each.at, door.zone) === doorDay(asked.at, door.zone))
    .sort((one, other) => one.at - other.at);

const ticketsUsed = (passages) => passages.filter((each) => each.direction === "in" && each.is_use).length;
/** How many people of one badge are inside. */
const insideOf = (passages) => {
  const after = ticketsUsed(passages) ? (inside) => inside + 1 : () => 1;
  return passages.reduce((inside, each) => (each.direction === "out" ? Math.max(0, inside - 1) : after(inside)), 0);
};
/** Whether somebody of this badge was scanned out today: who comes in now is on the way back. */
const isBack = (door, today) => Boolean(door.counts_out) && ticketsUsed(today) > insideOf(today);

const notHere = (door, holder, asked) => {
  if (door.extra && holder.tickets < 1) return `No ticket for “${door.extra_title || door.title}”. The desk knows if one is left.`;
  if (door.categories.length && !door.categories.includes(holder.category)) return `This door is not for the category “${holder.category_title}”.`;
  if (holder.day && holder.day !== doorDay(asked.at, door.zone)) return "This registration is for another day only. The desk sells more days.";
  return "";
};

const moment = (at, { zone }, asked) => {
  if (dateOf(at, zone) === dateOf(asked.at, zone)) return `at ${clock(at, zone)}`;
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
  return `on ${day.format(at)}, ${clock(at, zone)}`;
};

const shut = (door, asked) => {
  if (door.is_closed) return "This door was closed. Ask the desk where to go.";
  if (door.opens_at && asked.at < Date.parse(door.opens_at)) return `It opens ${moment(Date.parse(door.opens_at), door, asked)}.`;
  if (door.closes_at && asked.at >= Date.parse(door.closes_at)) return `It closed ${moment(Date.parse(door.closes_at), door, asked)}.`;
  return "";
};

const whenAndWhere = (door, passage) => `Scanned at ${clock(passage.at, door.zone)}${passage.station ? `, ${passage.station}` : ""}.`;
const usesTickets = ({ how_often }) => how_often === "once" || how_often === "daily";
/** The tickets that are used up; at a door that opens once a day those of other days are whole. */
const usesOf = (door, asked) => {
  const isSpent = ({ at }) => door.how_often !== "daily" || doorDay(at, door.zone) === doorDay(asked.at, door.zone);
  return asked.earlier.filter((each) => each.direction === "in" && each.is_use && isSpent(each)).sort((one, other) => one.at - other.at);
};
const usedUp = (door, asked, used) => {
  if (door.how_often === "once") return says("already", "bad", `${whenAndWhere(door, used)} It opens this door once only.`, "Ticket used");
  const today = dateOf(used.at, door.zone) === dateOf(asked.at, door.zone) ? "today " : "";
  const where = used.station || door.room;
  return says("already", "bad", `Already used ${today}${moment(used.at, door, asked)}${where ? `, ${where}` : ""}. It opens this door once a day.`, "Used today");
};

const again = (door, holder, asked) => {
  const today = passagesToday(door, holder, asked);
  if (!usesTickets(door)) {
    const last = today.at(-1);
    if (!last || last.direction === "out") return null;
    return says("already", "warn", `${whenAndWhere(door, last)} Look whether it is the same person.`);
  }
  const uses = usesOf(door, asked);
  if (uses.length < Math.max(1, holder.tickets) || isBack(door, today)) return null;
  return usedUp(door, asked, uses.at(-1));
};

const comeIn = (door, holder, asked) => {
  const number = usesOf(door, asked).length + 1;
  const isUse = usesTickets(door) && !isBack(door, passagesToday(door, holder, asked)) && number <= Math.max(1, holder.tickets);
  const which = isUse && holder.tickets > 1 ? ` Ticket ${number} of ${holder.tickets}.` : "";
  return { ...says("in", "good", `${holder.guest_of ? `Guest of ${holder.guest_of}` : holder.category_title}.${which}`), is_use: isUse };
};

/** One of the eight answers, the first that applies; out is never refused (G02, G07, G09). */
export const answer = (door, holder, asked) => {
  if (holder.why) return says(holder.why === "void" ? "void" : "unknown", "bad", holder.said);
  if (asked.direction === "out") {
    const isIn = insideOf(passagesToday(door, holder, asked)) > 0;
    return says("out", isIn ? "out" : "warn", isIn ? "Goodbye." : "No scan on the way in was found. The way out is noted.");
  }
  if (holder.refused) return says("not_admitted", "bad", holder.refused);
  const elsewhere = notHere(door, holder, asked);
  if (elsewhere) return says("not_here", "bad", elsewhere);
  const closed = shut(door, asked);
  if (closed) return says("closed", "bad", closed);
  const twice = again(door, holder, asked);
  if (twice) return twice;
  const isFull = door.capacity !== null && door.capacity !== undefined && asked.inside >= door.capacity;
  return isFull ? says("closed", "bad", "Full, as far as this device knows. Let nobody in for now.", "Full") : comeIn(door, holder, asked);
};

/** Whether who got this answer went on. */
export const goesThrough = (door, outcome) => (outcome === "already" ? !usesTickets(door) : outcome === "in" || outcome === "out");
