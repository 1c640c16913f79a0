/** What happened on this device: what waits, and what the server made of the rest. */
const parts = document.getElementById("offline-desk-parts").dataset;
const [{ hour }, { trueTime }] = await Promise.all([import(parts.banner), import(parts.rules)]);
const SHOWN = 60;

/** An element with attributes and children; text is text. */
export const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((each) => each !== null && each !== undefined && each !== false));
  return made;
};

const DID = {
  check_in: () => "Checked in",
  undo: () => "Check-in taken back",
  scan: (event) => `Scanned at ${event.title ?? event.point}, ${event.direction === "out" ? "out" : "in"}`,
  temporary: (event) => `Temporary badge ${event.number}`,
};
const at = (instant, desk) => `${hour(Date.parse(instant))}${desk ? ` at ${desk}` : ""}`;

/** Another desk's check-in of the same person, told by the server at any later time. */
const besideWords = (beside) =>
  beside.counts
    ? `Also checked in ${at(beside.other_at, beside.other_desk)}: yours was earlier and counts.`
    : `Was already in: ${at(beside.other_at, beside.other_desk)}. That one counts; yours is kept as a duplicate.`;

const ANSWERS = {
  accepted: () => ["good", "Sent"],
  duplicate: (event) => ["warn", event.first_at ? `Was already in: ${at(event.first_at, event.first_desk)}. That one counts; yours is kept as a duplicate. ${event.sentence ?? ""}` : "Kept as a duplicate."],
  flagged: (event) => ["warn", `Counted, and shown to the supervisor: ${event.sentence}`],
  unknown: (event) => ["bad", `Nobody was found, the supervisor is told: ${event.sentence}`],
  refused: (event) => ["bad", `Not done: ${event.sentence}`],
};
const SIGNS = { good: "✓", warn: "!", bad: "✕" };

const outcome = (event, beside) => {
  if (event.state === "waiting") return ["warn", "Waiting"];
  if (beside) return ["warn", besideWords(beside)];
  return (ANSWERS[event.answer] ?? ANSWERS.refused)(event);
};

const whose = (event, index) => index?.byId.get(event.registration)?.name ?? (event.text ? `Code ${event.text}` : "A person not on the roll");

/** What somebody should look at: anything but waiting and simply sent. */
const isOdd = (event, beside) => event.state === "answered" && !event.seen && (Boolean(beside) || event.answer !== "accepted");

const row = (event, { index, beside, onUndo, onSeen }) => {
  const [kind, words] = outcome(event, beside);
  const odd = isOdd(event, beside);
  const undo = onUndo && make("button", { type: "button", class: "button button--quiet button--small", "aria-label": `Undo: ${whose(event, index)}`, onclick: () => onUndo(event) }, "Undo");
  const seen = odd && make("button", { type: "button", class: "button button--quiet button--small", "aria-label": `I have seen this: ${whose(event, index)}`, onclick: () => onSeen(event) }, "Seen");
  return make("li", { class: "result offline-event", "data-client": event.client_id, "data-state": event.state, "data-answer": beside ? "duplicate" : event.answer },
    make("div", {},
      make("p", {}, make("strong", {}, whose(event, index))),
      make("p", { class: "small muted" }, `${hour(trueTime(event))} · ${DID[event.kind]?.(event) ?? event.kind}${event.desk ? ` · ${event.desk}` : ""}`),
      make("p", { class: `small offline-${kind}` }, make("span", { "aria-hidden": "true" }, `${event.state === "waiting" ? "…" : SIGNS[kind]} `), words)),
    make("div", { class: "offline-event__do" }, undo, seen));
};

/** Fills both lists; `undoable` says of which check-ins the undo is offered. */
export const showLists = ({ odd, all, index, events, beside, undoable, onUndo, onSeen }) => {
  const pairs = new Map(beside.map((each) => [each.client_id, each]));
  const of = (event) => ({ index, beside: pairs.get(event.client_id), onUndo: undoable(event) && onUndo, onSeen });
  const newest = events.toReversed();
  const strange = newest.filter((event) => isOdd(event, pairs.get(event.client_id)));
  odd.closest("section").hidden = !strange.length;
  odd.replaceChildren(...strange.map((event) => row(event, { ...of(event), onUndo: null })));
  all.replaceChildren(...newest.slice(0, SHOWN).map((event) => row(event, of(event))));
  all.closest("details").querySelector("[data-count]").textContent = String(events.length);
};
