/** Shows a door's answer and its counts: only text is written, so nothing scanned can run. */
const at = (name) => document.querySelector(`[data-${name}]`);
const fill = (name, text) => {
  for (const each of document.querySelectorAll(`[data-say="${name}"]`)) each.textContent = text;
};

/** @param {{inside: number, left: string, went: number, refused: number, warning: string}} counts */
export const showCounts = (counts) => {
  for (const each of document.querySelectorAll("[data-count]")) each.textContent = counts[each.dataset.count];
  const warning = at("warning");
  warning.textContent = counts.warning;
  warning.hidden = !counts.warning;
};

/** @param {object} given as the door answers; `letting_in` is "", "ask" or "may" */
export const showAnswer = (given) => {
  at("answer").dataset.look = given.look;
  for (const name of ["sign", "word", "name", "category", "affiliation", "said"]) fill(name, given[name] ?? "");
  at("ask").hidden = given.letting_in !== "ask";
  at("let-in").hidden = given.letting_in !== "may";
  if (at("scan-id").value !== (given.scan ?? "")) at("let-in").elements.reason.value = ""; // of somebody else
  at("scan-id").value = given.scan ?? "";
  const link = at("open-link");
  at("away").hidden = !given.is_away;
  at("open").hidden = !(given.code && given.look === "bad");
  link.href = link.dataset.people + (given.code ?? "");
  if (given.counts) showCounts(given.counts);
};

/** The answer of the one before is not this one's. */
export const showAsking = () => showAnswer({ look: "", sign: "…", word: "Asking", said: "The network is slow.", letting_in: "" });

/** @param {number} count of scans whose turn comes after this one */
export const showWaiting = (count) => {
  at("waiting").hidden = !count;
  at("waiting").textContent = count ? `${count} more waiting` : "";
};

/** What to show when no answer came. @param {string} word @param {string} said */
export const showTrouble = (word, said, is_away = false) =>
  showAnswer({ look: "bad", sign: "✕", word, said, letting_in: "", is_away });
