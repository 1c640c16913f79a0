/** Italic, bold, small letters and Greek for the texts of an abstract. */
const MARKS = [["i", "Italic", "I"], ["b", "Bold", "B"], ["sub", "Subscript", "x₂"], ["sup", "Superscript", "x²"]];
const GREEK = [..."αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", ..."±×≤≥≈→µ°–"];
const KEYS = { i: "i", b: "b", ",": "sub", ".": "sup" };

/** In place of what is chosen; the browser's own command, so that Undo takes it back. */
const insert = (area, text) => {
  area.focus();
  document.execCommand("insertText", false, text);
};

const mark = (area, name) => {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const start = area.selectionStart;
  insert(area, `<${name}>${chosen}</${name}>`);
  if (!chosen) area.setSelectionRange(start + name.length + 2, start + name.length + 2);
};

const button = (text, label, does) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, title: label });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", does);
  return made;
};

/** One stop of the Tab key; arrows move between the buttons. */
const rove = (bar) => {
  const all = () => [...bar.querySelectorAll("button")].filter((each) => each.offsetParent);
  const settle = (chosen) => bar.querySelectorAll("button").forEach((each) => (each.tabIndex = each === chosen ? 0 : -1));
  settle(bar.querySelector("button"));
  bar.addEventListener("focusin", (event) => settle(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = all();
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  });
};

const toolbar = (area) => {
  const bar = document.createElement("div");
  bar.className = "marks";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Letters and marks");
  bar.setAttribute("aria-controls", area.id);
  const palette = document.createElement("span");
  palette.className = "marks__greek";
  palette.hidden = true;
  palette.append(...GREEK.map((letter) => button(letter, letter, () => insert(area, letter))));
  const more = button("αβγ", "Greek letters and signs", () => {
    palette.hidden = !palette.hidden;
    more.setAttribute("aria-expanded", String(!palette.hidden));
  });
  more.setAttribute("aria-expanded", "false");
  const made = MARKS.map(([name, label, text]) => Object.assign(button(text, label, () => mark(area, name)), { className: `marks__${name}` }));
  bar.append(...made, more, palette);
  rove(bar);
  return bar;
};

document.querySelectorAll("[data-marks] textarea").forEach((area) => {
  area.before(toolbar(area));
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    mark(area, KEYS[event.key]);
  });
});
