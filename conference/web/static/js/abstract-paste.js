/** Paste from a word processor: italics, bold, small letters and Greek stay, everything else goes. */
const TAGS = { I: "i", EM: "i", B: "b", STRONG: "b", SUB: "sub", SUP: "sup" };
const LOOKS = [
  ["b", /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i, /(?<![\w-])font-weight:\s*(normal|[1-4]00)/i],
  ["i", /(?<![\w-])font-style:\s*italic/i, /(?<![\w-])font-style:\s*normal/i],
  ["sub", /(?<![\w-])vertical-align:\s*sub\b/i, /(?<![\w-])vertical-align:\s*(baseline|super)/i],
  ["sup", /(?<![\w-])vertical-align:\s*super/i, /(?<![\w-])vertical-align:\s*(baseline|sub\b)/i],
];
const BLOCKS = /^(P|DIV|LI|TR|H[1-6]|BR)$/;
const UNREAD = /^(STYLE|SCRIPT|META|TITLE)$/;
const SYMBOL = /(?<![\w-])font-family:\s*["']?symbol/i;
// The Symbol font shows Greek for Latin letters.
const LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const inGreek = (text) => text.replace(/[a-z]/gi, (letter) => GREEK[LATIN.indexOf(letter)]);

/** What the page's policy would empty while it is read: styles move to an attribute of data. */
const readable = (html) =>
  html.replace(/<style[^>]*>[^]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-look="));

/** The marks inside an element, given those around it. @param {HTMLElement} node @param {string[]} around */
const marksIn = (node, around) => {
  const marks = new Set(TAGS[node.tagName] ? [...around, TAGS[node.tagName]] : around);
  const look = node.dataset?.look || "";
  LOOKS.forEach(([name, on, off]) => (on.test(look) ? marks.add(name) : off.test(look) && marks.delete(name)));
  return LOOKS.map(([name]) => name).filter((name) => marks.has(name));
};

const isSymbol = (node) => SYMBOL.test(node.dataset?.look || "") || /^symbol$/i.test(node.getAttribute("face") || "");

const marked = (text, marks) => {
  const [, before, core, after] = text.match(/^(\s*)([^]*?)(\s*)$/);
  return core && before + marks.reduceRight((inside, name) => `<${name}>${inside}</${name}>`, core) + after || text;
};

const textOf = (node, marks, greek) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.data.replace(/[\t\n\r ]+/g, " ");
    return marked(greek ? inGreek(text) : text, marks);
  }
  if (node.nodeType !== Node.ELEMENT_NODE || UNREAD.test(node.tagName)) return "";
  const [inner, isGreek] = [marksIn(node, marks), greek || isSymbol(node)];
  const inside = [...node.childNodes].map((each) => textOf(each, inner, isGreek)).join("");
  if (BLOCKS.test(node.tagName)) return `\n${inside}\n`;
  return /^T[DH]$/.test(node.tagName) ? `${inside} ` : inside;
};

/** One mark where two of a kind meet; one line break where there were several. */
const tidied = (text) => {
  let found = text;
  for (let before = ""; before !== found; ) {
    before = found;
    found = found.replace(/<\/(i|b|sub|sup)>( *)<\1>/g, "$2");
  }
  return found.replace(/\u00a0 | \u00a0/g, " ").replace(/ {2,}/g, " ").replace(/ *\n[ \n]*/g, "\n").trim();
};

const paste = (event) => {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  const body = new DOMParser().parseFromString(readable(html), "text/html").body;
  const text = tidied(textOf(body, [], false));
  if (!/<(i|b|sub|sup)>/.test(text) && ![...body.querySelectorAll("*")].some(isSymbol)) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.target.name === "title" ? text.replaceAll("\n", " ") : text);
};

document.querySelectorAll("[data-marks] textarea").forEach((area) => area.addEventListener("paste", paste));
