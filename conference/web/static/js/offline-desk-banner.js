/** What is true of the network, the roll and the queue, in words; never better than it is. */
const parts = document.getElementById("offline-desk-parts").dataset;
const MINUTE = 60_000;
const OLD_ROLL = 10 * MINUTE;
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: parts.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "09:30" on the wall clock of the meeting. @param {number} instant */
export const hour = (instant) => clock.format(instant);

/** "3 h", "12 min". @param {number} ms */
const ageOf = (ms) => (ms < 2 * 60 * MINUTE ? `${Math.max(0, Math.floor(ms / MINUTE))} min` : `${Math.floor(ms / 60 / MINUTE)} h`);

const CONTACT = {
  ok: () => ["good", "✓", "Online"],
  away: ({ since }) => ["warn", "!", `Offline since ${hour(since)}. Go on: everything is kept on this device and sent later.`],
  "signed-out": () => ["bad", "✕", "Not sent: you were signed out. Go on here, and sign in again as soon as you can; nothing is lost."],
  forbidden: ({ why }) => ["bad", "✕", `Not sent: ${why || "you may not work at this desk any more."} The roll was deleted from this device; what waits is kept.`],
  over: () => ["warn", "!", "The meeting is over. The roll was deleted from this device; what waits is kept and sent."],
  failed: ({ why, since }) => ["bad", "✕", `Not sent since ${hour(since)}: ${why} Go on; it is tried again by itself.`],
};
const TRYING = ["info", "…", "Asking the server."];

/** @returns {[string, string, string]} kind, sign, sentence */
const contactWords = (contact) => (contact ? (CONTACT[contact.kind] ?? CONTACT.failed)(contact) : TRYING);

const rollWords = (index, now) => {
  if (!index) return "This device has no roll yet.";
  const age = now - index.asked;
  const count = index.roll.people.length;
  return `Roll of ${count} ${count === 1 ? "person" : "people"}, ${age < MINUTE ? "just fetched" : `${ageOf(age)} old`}.`;
};

const waitingWords = (waiting) => (waiting ? `${waiting} waiting to be sent.` : "Nothing is waiting.");

/** Why this page is shown in place of another one of the desk. */
export const showWhy = (at) => {
  const asked = new URLSearchParams(location.search);
  const instead = asked.get("instead") ?? "";
  at("lost").hidden = !asked.has("lost");
  if (instead.startsWith(`/${parts.slug}/desk`)) at("instead").href = instead;
  at("led-here").hidden = !at("instead").href;
};

/** Shows the state; said aloud only when it becomes another one, not every minute. */
export const showBanner = (box, { contact, index, waiting, now }) => {
  const [kind, sign, sentence] = contactWords(contact);
  box.dataset.contact = contact?.kind ?? "trying";
  box.className = `notice notice--${kind} offline-state`;
  const set = (name, text) => {
    const line = box.querySelector(`[data-say="${name}"]`);
    if (line.textContent !== text) line.textContent = text;
  };
  set("sign", sign);
  set("contact", sentence);
  set("waiting", waitingWords(waiting));
  set("roll", rollWords(index, now));
  box.querySelector("[data-sign-in]").hidden = contact?.kind !== "signed-out";
  box.querySelector("[data-say=roll]").classList.toggle("offline-old", Boolean(index) && now - index.asked > OLD_ROLL);
};
