/** Offers text that this device kept and the server does not have: put it back, or let it go. */

/** Puts one kept value into its field. */
const fill = (field, values) => {
  if (field.type === "hidden") return;
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (values.length) field.value = values.shift();
};

/** @param {HTMLFormElement} form @param {string[][]} kept */
const putBack = (form, kept) => {
  const values = new Map();
  kept.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
  [...form.elements].filter((field) => field.name && field.type !== "file").forEach((field) => fill(field, values.get(field.name) || []));
  if (!form.elements.seen.value && values.has("key")) form.elements.key.value = values.get("key")[0];
};

const count = (pairs, name) => pairs.filter(([each]) => each === name).length;

/** Adds rows by their own buttons until there are as many as were kept. */
const addRows = async (form, kept) => {
  for (const [name, noun] of [["institution", "institution"], ["given", "author"]]) {
    for (let more = count(kept, name) - form.querySelectorAll(`[name="${name}"]`).length; more > 0; more -= 1) {
      const swapped = new Promise((done) => document.addEventListener("htmx:after:swap", done, { once: true }));
      document.getElementById(`do-add-${noun}`).click();
      await Promise.race([swapped, new Promise((done) => setTimeout(done, 5000))]);
    }
  }
};

const button = (text, does) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: text });
  made.addEventListener("click", does);
  return made;
};

export const offer = ({ form, kept, entries, changed, day, discard }) => {
  const notice = document.getElementById("unsaved");
  if (!kept || JSON.stringify(kept.entries) === JSON.stringify(entries())) return;
  const close = () => (notice.hidden = true);
  const words = Object.assign(document.createElement("p"), { textContent: `You have unsaved text from ${day(kept.at)} on this device. Below is the saved one.` });
  const choice = Object.assign(document.createElement("p"), { className: "actions" });
  choice.append(
    button("Restore my text", async () => {
      await addRows(form, kept.entries);
      putBack(form, kept.entries);
      close();
      form.dispatchEvent(new Event("input", { bubbles: true }));
      changed();
    }),
    button("Discard it", () => {
      discard();
      close();
    }),
  );
  choice.lastChild.classList.add("button--quiet");
  notice.replaceChildren(words, choice);
  notice.hidden = false;
};
