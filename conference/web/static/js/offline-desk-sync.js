/**
 * Sends what waits and fetches the roll: one tab of the device at a time, by itself, again and again.
 * Nothing is taken out of the queue but by an answer that was read to its end.
 */
const parts = document.getElementById("offline-desk-parts").dataset;
const [store, wire] = await Promise.all([import(parts.store), import(parts.wire)]);
const AT_ONCE = 50;
const CALM_MS = 30_000;
const EAGER_MS = 5_000;
const ROLL_MS = 60_000;

const isWaiting = (event) => event.state === "waiting";

/** What came of the last try; `since` is when it began to be like this. */
const note = async ({ kind, why = "" }) => {
  const known = await store.get("contact");
  const contact = { kind, why, since: known?.kind === kind ? known.since : Date.now(), tried: Date.now() };
  await store.put("contact", contact);
  return contact;
};

const forgetRoll = () => store.forget("roll");

/** Keeps a newer roll; one that this person may no longer see is deleted. */
export const refresh = async () => {
  const known = await store.get("roll");
  const asked = Date.now();
  const heard = await wire.askRoll(known?.etag);
  if (heard.offset !== undefined) await store.put("offset", heard.offset);
  if (heard.kind === "ok") await store.keepRoll({ roll: heard.body, etag: heard.etag, asked });
  if (heard.kind === "same" && known) await store.keepRoll({ ...known, asked });
  if (heard.kind === "forbidden" || heard.kind === "over") await forgetRoll();
  return heard.kind === "same" ? { kind: "ok" } : heard;
};

const batchOf = async (waiting) => {
  const [device, roll, name] = await Promise.all([store.deviceId(), store.get("roll"), store.get("name")]);
  const offset = (await store.get("offset")) ?? 0;
  const roll_at = roll ? new Date(roll.asked + offset).toISOString() : null;
  return { device, name: name ?? "", waiting: waiting.length, roll_at, events: waiting.slice(0, AT_ONCE).map(({ seq, state, ...event }) => event) };
};

const answersOf = (batch, body) =>
  new Map(batch.events.map((event, place) => [event.client_id, body.answers[place]]).filter(([, told]) => told && told.answer !== "again")
    .map(([id, { client_id, ...told }]) => [id, told]));

/** Sends until nothing is left or nothing moves; what cannot be done yet stays and is sent later. */
const sendAll = async () => {
  for (let last = Infinity; ; ) {
    const waiting = (await store.events()).filter(isWaiting);
    if (waiting.length >= last) return { kind: "failed", why: "The server cannot take some of it yet." };
    const batch = await batchOf(waiting);
    const heard = await wire.send(batch);
    if (heard.kind !== "ok") return heard;
    await store.answer(answersOf(batch, heard.body));
    await store.put("beside", heard.body.beside);
    if (!waiting.length || !(await store.events()).some(isWaiting)) return heard;
    last = waiting.length;
  }
};

const isStale = async (before) => {
  const roll = await store.get("roll");
  return !roll || Date.now() - roll.asked > ROLL_MS || before > 0;
};

/** @returns {Promise<object | null>} the state of the contact; null while another tab is at it */
export const syncNow = () =>
  navigator.locks.request(store.NAME, { ifAvailable: true }, async (mine) => {
    if (!mine) return null;
    if (!(await store.get("roll"))) await refresh(); // first things first: what the desk needs
    const before = (await store.events()).filter(isWaiting).length;
    const sent = await sendAll();
    const heard = sent.kind === "ok" && (await isStale(before)) ? await refresh() : sent;
    if (heard.kind === "over" || heard.kind === "forbidden") await forgetRoll();
    await store.prune();
    const contact = await note(heard);
    store.tell();
    return contact;
  });

let timer = 0;
/** Goes on for as long as the page is open; what just happened here is sent at once. */
export const keepInSync = (onChange) => {
  const run = async () => {
    clearTimeout(timer);
    const contact = await syncNow().catch(() => null);
    await onChange();
    clearTimeout(timer);
    timer = setTimeout(run, contact?.kind === "ok" ? CALM_MS : EAGER_MS);
  };
  store.onTold(onChange);
  window.addEventListener("online", run);
  window.addEventListener("offline", () => note({ kind: "away" }).then(onChange));
  document.addEventListener("visibilitychange", () => document.hidden || run());
  run();
  return run;
};
