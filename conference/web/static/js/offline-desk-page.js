/** The desk in the browser: finds, checks in, takes back; each thing done is on the disk first. */
const app = document.getElementById("offline-desk");
const parts = document.getElementById("offline-desk-parts").dataset;
const [store, rules, { keepInSync }, { showBanner, showWhy, hour }, { make, showLists }, { listenToWedge }, { chime, unlockSounds }, { startCamera }, { startDoor }, { startTemporary }, { startSearch }, { startVerdict, helpFor }] =
  await Promise.all([parts.store, parts.rules, parts.sync, parts.banner, parts.list, parts.wedge, parts.sounds, parts.camera, parts.door, parts.temporary, parts.search, parts.verdict].map((each) => import(each)));
const at = (name) => app.querySelector(`[data-place="${name}"]`);
const box = at("box");
const AFTERWARDS = 24 * 3600_000;
const began = Date.now();
const now = () => Date.now() + (known.offset ?? 0);
const known = { index: null, events: [], beside: [], contact: null, offset: 0 };
let sync = () => {};
/** Everything as the disk has it; another tab may have changed it. */
const reload = async () => {
  const keys = ["roll", "contact", "offset", "beside"];
  const [[roll, contact, offset, beside], events] = await Promise.all([Promise.all(keys.map(store.get)), store.events()]);
  const isOver = roll && now() > Date.parse(roll.roll.ends_at) + AFTERWARDS;
  if (isOver) await store.forget("roll");
  if (!roll || isOver) known.index = null;
  else if (roll.etag !== known.index?.etag) known.index = rules.indexed(roll);
  else known.index.asked = roll.asked;
  const isTried = contact?.tried >= began; // how it was when this page was last open says nothing of now
  Object.assign(known, { contact: isTried ? contact : null, offset: offset ?? 0, beside: beside ?? [], events });
  show();
};

const undoneIds = () => new Set(known.events.filter((each) => each.kind === "undo").map((each) => each.undoes));
const undoable = (event) => event.kind === "check_in" && !undoneIds().has(event.client_id) && !["unknown", "refused"].includes(event.answer);

const show = () => {
  const waiting = known.events.filter((each) => each.state === "waiting").length;
  showBanner(at("state"), { ...known, waiting, now: Date.now() });
  at("work").hidden = !known.index;
  at("no-roll").hidden = Boolean(known.index);
  showLists({ ...known, odd: at("odd"), all: at("all"), undoable, onUndo: undo, onSeen: (event) => store.dismiss(event.client_id).then(reload) });
  door.show(known);
};

const event = (kind, more) => ({ client_id: crypto.randomUUID(), kind, at: new Date().toISOString(), offset: known.offset, desk: at("desk").value.trim(), by: parts.by, ...more });
const verdict = startVerdict({ at, chime, make });
const button = (text, onclick, quiet = true) => make("button", { type: "button", class: `button${quiet ? " button--quiet" : ""}`, onclick }, text);

const cameIn = (person, events = known.events) => rules.cameIn(person, events, known.index.asked);
const whereWhen = (came) => `Since ${hour(came.at)}${came.desk ? `, ${came.desk}` : ""}.`;
const categoryOf = (person) => known.index.roll.categories[person.cat][1];
const done = async () => {
  box.value = "";
  at("results").replaceChildren();
  await reload();
  sync();
};

/** Lets a person in unless a rule or an earlier check-in stands against it. */
const checkIn = async (person, text = "") => {
  const made = await store.add((events) => (rules.decide(known.index, person, cameIn(person, events)).kind === "yes" ? event("check_in", { registration: person.id, text }) : null));
  await done();
  const [words, ...give] = temporary.offer(person, " No printed badge at hand?", false);
  if (made) verdict("yes", `Yes: ${person.name}`, `${categoryOf(person)}. Checked in at ${hour(rules.trueTime(made))}.${words}`, ...give, button("Undo", () => undo(made)));
  else refuse(person);
  box.focus();
};

const refuse = (person) => {
  const came = cameIn(person);
  const { kind, word, sentence } = rules.decide(known.index, person, came);
  if (kind === "no") {
    const help = helpFor(person, known, make);
    return verdict("no", `${word}: ${person.name}`, `${sentence} ${help.sentence}`, ...(help.link ? [help.link] : []));
  }
  const [words, ...give] = temporary.offer(person, "");
  verdict("already", `Already in: ${person.name}`, whereWhen(came) + words, ...give, ...(came.own ? [button("Undo", () => undo(came.own))] : []));
};

const undo = async (of) => {
  await store.add((events) => (events.some((each) => each.undoes === of.client_id) ? null : event("undo", { undoes: of.client_id, registration: of.registration ?? null })));
  await done();
  const name = known.index?.byId.get(of.registration)?.name ?? "this code";
  verdict("already", "Taken back", `The check-in of ${name} does not count.`);
};

const letInUnknown = async (text) => {
  await store.add(() => event("check_in", { text }));
  await done();
  verdict("already", "Noted", "Let in without a name on this roll. The server looks the code up later and tells the supervisor if it is nobody's.");
};

const scan = async (text) => {
  if (!known.index) return;
  at("results").replaceChildren(); // what the scanner's keys listed on their way
  const found = await rules.scanned(known.index, text, known.events);
  if (temporary.take(found)) return;
  if (door.isChosen()) return door.pass(text, found);
  if (found.person?.guest) return verdict("no", `Guest: ${found.person.name}`, `A guest of ${found.person.guest_of}. Guests are not checked in; find ${found.person.guest_of} by name.`);
  if (found.person) return checkIn(found.person, text);
  if (found.number) return verdict("no", `Temporary badge ${found.number}`, "It is handed out to nobody yet. Find the person, check them in, and give it to them: its number is kept until then.");
  const more = found.why === "unknown" ? [button("Let in, and look the code up later", () => letInUnknown(text))] : [];
  verdict("no", found.why === "void" ? "Void badge" : "Not on this roll", known.index.roll.scans[found.why], ...more);
};

const door = startDoor({ at, store, rules, known, event, done, verdict, make });
const temporary = startTemporary({ at, store, rules, known, event, done, verdict, button });
startSearch({ at, rules, known, cameIn, make, scan, open: (person) => (door.isChosen() ? door.pass(person.code, { person }) : checkIn(person)), look: refuse, hour });

const keepName = () => store.put("name", at("desk").value.trim().slice(0, 60));
at("desk").value = (await store.get("name")) ?? at("desk").value;
at("desk").addEventListener("change", keepName);
await keepName();
at("again").addEventListener("click", () => sync());
listenToWedge(scan);
unlockSounds();
startCamera({ at, scan, parts });
navigator.storage?.persist?.();
await reload(); // the roll on the disk is worked with before the server answers
sync = keepInSync(reload);
setInterval(show, 20_000);
showWhy(at);
app.dataset.ready = "";
