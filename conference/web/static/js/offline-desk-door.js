/** A door without a network: every scan is answered by the rule here, and kept with its answer. */
const parts = document.getElementById("offline-desk-parts").dataset;
const { answer, goesThrough } = await import(parts.doors);
const KINDS = { good: "yes", out: "out", warn: "already", bad: "no" };

const holderOf = (known, door, { person, why = "unlinked" }) => {
  const { at_doors: words, scans } = known.index.roll;
  if (!person) return { why, said: words?.[why] ?? scans[why] ?? "Send the person to the desk." }; // a roll of before has no words for doors
  const [category, category_title] = known.index.roll.categories[person.cat];
  const refused = person.no === undefined || person.no === null ? "" : known.index.roll.refusals[person.no].sentence;
  const tickets = door.extra ? (person.tickets?.[door.extra] ?? 0) : 1 + (person.guests ?? 0);
  return { category, category_title, refused, day: person.day, tickets, guest: person.guest, guest_of: person.guest_of };
};

const passageOf = (rules, event) => ({ direction: event.direction, at: rules.trueTime(event), station: event.desk, is_use: event.is_use, guest: event.guest });

/** Who went through this door before: as the roll has it, and as this device saw it since. */
const earlier = (known, rules, door, registration) => {
  const told = known.index.roll.passed.filter((each) => each.door === door.key && each.registration === registration);
  const mine = known.events.filter((each) => each.kind === "scan" && each.point === door.key && each.registration === registration && goesThrough(door, each.answered));
  const isNews = (each) => each.state === "waiting" || each.answered_at >= known.index.asked;
  return [...told.map((each) => ({ ...each, at: Date.parse(each.at) })), ...mine.filter(isNews).map((each) => passageOf(rules, each))];
};

/** How many are inside, with what this device saw since the roll. */
const inside = (known, door) => {
  const news = known.events.filter((each) => each.kind === "scan" && each.point === door.key && (each.state === "waiting" || each.answered_at >= known.index.asked));
  const change = news.map((each) => (each.answered === "in" ? 1 : each.answered === "out" ? -1 : 0)).reduce((sum, each) => sum + each, 0);
  return Math.max(0, door.inside + change);
};

/** @returns {{show: Function, isChosen: () => boolean, pass: Function}} */
export const startDoor = ({ at, store, rules, known, event, done, verdict, make }) => {
  const where = at("where");
  const chosen = () => known.index?.roll.doors.find((each) => each.key === where.value);
  let asked = new URLSearchParams(location.search).get("door"); // whose page led here
  const direction = () => at("directions").querySelector("input:checked")?.value ?? "in";

  const show = () => {
    const keys = known.index?.roll.doors.map((each) => each.key) ?? [];
    if ([...where.options].slice(1).map((each) => each.value).join() !== keys.join()) {
      const before = where.value || asked;
      asked = null;
      where.replaceChildren(where.options[0], ...(known.index?.roll.doors ?? []).map((each) => make("option", { value: each.key }, each.title)));
      where.value = keys.includes(before) ? before : "";
    }
    at("directions").hidden = !chosen();
  };

  const pass = async (text, found) => {
    const door = { ...chosen(), zone: known.index.roll.zone };
    let said = null;
    await store.add((events) => {
      const now = { ...known, events };
      const made = event("scan", { registration: found.person?.of ?? found.person?.id ?? null, guest: found.person?.guest, point: door.key, title: door.title, text, direction: direction() });
      const asked = { direction: made.direction, at: rules.trueTime(made), earlier: found.person ? earlier(now, rules, door, made.registration) : [], inside: inside(now, door) };
      said = answer(door, holderOf(now, door, found), asked);
      return { ...made, answered: said.outcome, is_use: Boolean(said.is_use) };
    });
    await done();
    verdict(KINDS[said.look], `${said.word}${found.person ? `: ${found.person.name}` : ""}`, said.sentence);
  };

  where.addEventListener("change", show);
  return { show, isChosen: () => Boolean(chosen()), pass };
};
