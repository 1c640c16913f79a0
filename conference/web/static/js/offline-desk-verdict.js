/** The desk's large answer: a sign, a word, a sentence, and what can be done now. */
const parts = document.getElementById("offline-desk-parts").dataset;
const SIGNS = { yes: "✓", already: "!", no: "✕", out: "→" };
const SOUNDS = { yes: "good", already: "warn", no: "bad", out: "out" };

/** @returns {(kind: string, word: string, sentence: string, ...buttons: Element[]) => void} */
export const startVerdict = ({ at, chime, make }) => (kind, word, sentence, ...buttons) => {
  chime(SOUNDS[kind]);
  at("verdict").replaceChildren(make("div", { class: `verdict verdict--${kind === "out" ? "yes" : kind}`, "data-verdict": kind },
    make("span", { class: "verdict__sign", "aria-hidden": "true" }, SIGNS[kind]), make("p", { class: "verdict__word" }, word),
    make("div", { class: "stack stack--tight" }, make("p", {}, sentence), buttons.length ? make("div", { class: "row" }, ...buttons) : null)));
  at("verdict").scrollIntoView({ block: "nearest" });
};

/**
 * Whom to call for somebody who may not come in. A supervisor's word counts at every door until it
 * is taken back, so it is the server that takes it.
 * @returns {{sentence: string, link: Element | null}}
 */
export const helpFor = (person, { contact }, make) => {
  if (contact?.kind === "ok") {
    const href = `/${parts.slug}/desk/people/${person.code}`;
    return { sentence: "What helps stands on the person's page.", link: make("a", { class: "button button--quiet", href }, "Open this person at the desk") };
  }
  const { supervisors } = document.getElementById("offline-desk").dataset;
  const who = supervisors ? ` (${supervisors})` : "";
  return { sentence: `Only with the network does a supervisor let them in here. Call one${who}: on their word, write ${person.code} and the reason on the printed roll, and do it here later.`, link: null };
};
