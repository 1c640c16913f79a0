/** The one box: a name lists people, a whole code acts at once, Enter on a single hit goes to it. */
const CODE = /^[0-9A-Za-z][0-9A-Za-z -]{4,18}[0-9A-Za-z]$/;
const TOKEN = /^[0-9A-HJKMNP-TV-Z]{16}$/i; // a badge or a ticket; hardly a name

const stateOf = (rules, index, person, came, hour) => {
  const { kind, word } = rules.decide(index, person, came);
  if (kind === "no") return ["bad", "✕", word];
  return kind === "already" ? ["warn", "!", `Already in ${hour(came.at)}${came.desk ? `, ${came.desk}` : ""}`] : ["good", "✓", word];
};

/** @param {object} desk what the page gives: places, rules, what is known, and what to do */
export const startSearch = ({ at, rules, known, cameIn, make, scan, open, look, hour }) => {
  const [box, results] = [at("box"), at("results")];

  const row = (person) => {
    const came = cameIn(person);
    const [kind, sign, word] = stateOf(rules, known.index, person, came, hour);
    const act = kind === "good" ? ["Check in", open] : ["Look", look];
    const about = [person.place || "No affiliation", known.index.roll.categories[person.cat][1], person.code];
    return make("li", { class: "result offline-person" },
      make("div", {},
        make("p", { class: "result__name" }, person.name, person.also ? make("span", { class: "small muted" }, ` (${person.also})`) : null),
        make("p", { class: "small" }, about[0]),
        make("p", { class: "small muted" }, `${about[1]} · `, make("span", { class: "num" }, about[2]), person.temporary ? ` · temporary badge ${person.temporary}` : "")),
      make("div", { class: "offline-person__do" },
        make("span", { class: `badge badge--${kind}` }, make("span", { "aria-hidden": "true" }, sign), ` ${word}`),
        make("button", { type: "button", class: `button${kind === "good" ? "" : " button--quiet"}`, "aria-label": `${act[0]}: ${person.name}, ${person.code}`, onclick: (event) => event.detail > 1 || act[1](person) }, act[0])));
  };

  const list = () => {
    const text = box.value.trim();
    if (!known.index) return;
    const found = rules.find(known.index, text);
    const none = text && make("p", { class: "empty" }, `Nobody on this roll matches “${text}”. Try fewer letters or the family name.`);
    results.replaceChildren(...(found.length ? [make("ul", { class: "results", "aria-label": `${found.length} found` }, ...found.map(row))] : none ? [none] : []));
  };

  /** Whether a whole code was typed; letters only may be a name as well, unless nobody has it. */
  const isCode = async (text) => {
    if (!CODE.test(text)) return false;
    const { person, number } = await rules.scanned(known.index, text, known.events);
    const isName = !/\d/.test(text) && rules.find(known.index, text).some((each) => each !== person);
    return !isName && Boolean(person || number || TOKEN.test(text.replace(/[ -]/g, "")));
  };

  const enter = async () => {
    const text = box.value.trim();
    if (!text || !known.index) return;
    if (await isCode(text)) return scan(text);
    list();
    results.querySelector("button")?.focus();
  };

  box.addEventListener("input", () => {
    at("verdict").replaceChildren(); // the answer for the one before
    list();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.value = "";
    list();
  });
  at("search").addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
};
