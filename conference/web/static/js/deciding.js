/**
 * The ranked table: sliders beside the number fields, and letters that choose a decision.
 * The page works without this file: numbers are typed, decisions are chosen from their lists.
 */

const KEYS = { o: "oral", l: "lightning", p: "poster", w: "waitlisted", r: "rejected" };

/** A slider shows and sets the number field that it stands below. */
for (const slider of document.querySelectorAll('input[type="range"][data-for]')) {
  const field = document.getElementById(slider.dataset.for);
  const show = () => {
    slider.value = field.value || slider.min;
  };
  show();
  slider.hidden = false;
  slider.addEventListener("input", () => {
    field.value = Number(slider.value) <= Number(slider.min) ? "" : Number(slider.value).toFixed(2);
  });
  field.addEventListener("input", show);
}

const form = document.getElementById("by-hand");
const fields = form ? [...form.querySelectorAll("select[data-was]")] : [];

const mark = () => {
  let changed = 0;
  for (const field of fields) {
    const isNew = field.value !== field.dataset.was;
    field.classList.toggle("is-changed", isNew);
    changed += isNew;
  }
  const said = document.getElementById("changed");
  if (said) said.textContent = changed ? `${changed} changed, not saved yet.` : "";
};

const step = (field, by) => fields[fields.indexOf(field) + by]?.focus();

/** @param {KeyboardEvent} event a letter in a decision's field */
const press = (event) => {
  const field = event.target;
  if (!fields.includes(field) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(field, event.key === "j" ? 1 : -1);
    return;
  }
  const value = KEYS[event.key];
  if (!value || ![...field.options].some((option) => option.value === value)) return;
  event.preventDefault();
  field.value = value;
  mark();
};

form?.addEventListener("keydown", press);
form?.addEventListener("change", mark);
mark();
