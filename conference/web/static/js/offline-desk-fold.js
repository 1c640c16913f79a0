/** Names and codes as the server folds and hashes them; a test compares the two letter by letter. */
const LETTERS = {
  "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
  "ħ": "h", "ŋ": "n", "ŧ": "t", "’": "'", "‐": "-", "–": "-",
};
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
const KEPT = "\u200c\u200d\t\n ";
const PLAIN = /^[ -~]*$/; // most names; the long way round is for the others
const CHEROKEE = /[\u{ab70}-\u{abbf}\u{13f8}-\u{13fd}\u{13a0}-\u{13f5}]/u;
const LOOKALIKES = { O: "0", I: "1", L: "1" };

const clean = (text) =>
  text.normalize("NFC").replace(UNSEEN, (sign) => (KEPT.includes(sign) ? sign : "")).replace(/\s+/g, " ").trim();

/** Case folding: up and down again joins what one of them leaves apart (ß, ς, ſ), one by one. */
const casefold = (text) =>
  [...text].map((sign) => (CHEROKEE.test(sign) ? sign.toUpperCase() : [...sign.toUpperCase()].map((each) => each.toLowerCase()).join(""))).join("");

/**
 * Whether a mark stands on the letter before it (its combining class is not 0). Browsers do not
 * tell the class, but they sort by it: a mark of another class changes places with it.
 */
const isMark = (sign) =>
  /\p{M}/u.test(sign) && ((sign + "\u0334").normalize("NFD") !== sign + "\u0334" || ("\u0345" + sign).normalize("NFD") !== "\u0345" + sign);

/** For searching: lower case, no accents, ł ø đ ß æ as people type them. @param {string} text */
export const fold = (text) => {
  if (PLAIN.test(text)) return text.toLowerCase().replace(/ +/g, " ").trim();
  const apart = [...casefold(clean(text)).normalize("NFKD")].map((sign) => LETTERS[sign] ?? sign).join("");
  const plain = [...apart].filter((sign) => !isMark(sign)).join("");
  return plain.normalize("NFC").replace(/\s+/g, " ").trim();
};

/** What was typed or scanned, as it was issued. @param {string} text */
export const normalise = (text) =>
  text.toUpperCase().replace(/[OIL]/g, (sign) => LOOKALIKES[sign]).replace(/[ -]/g, "");

/** The SHA-256 by which a token is found, in hexadecimal. @param {string} token */
export const digest = async (token) => {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(normalise(token)));
  return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
};
