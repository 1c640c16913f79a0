/** The elements as their fieldsets say them; all that adds or takes away is the server's answer. */
const BOX = ["x", "y", "width", "height"];
const round = (number) => String(Math.round(number * 100) / 100);

export const fieldsOf = (app) => {
  const { form } = app;
  const shelf = form.querySelector("#elements");
  const known = new Map([...shelf.children].map((each) => [each.dataset.element, each]));
  const field = (id, name) => form.elements.namedItem(`${id}.${name}`);
  const value = (id, name) => field(id, name)?.value ?? "";
  const ids = () => [...shelf.children].map((each) => each.dataset.element);
  const title = (id) => known.get(id)?.querySelector("[data-name]").textContent ?? id;
  const side = () => form.querySelector("#dz-side").value;

  const box = (id) => {
    const [x, y, width, height] = BOX.map((name) => Number(value(id, name).replace(",", ".")) || 0);
    return { x, y, width, height };
  };
  const place = (id, to) => {
    for (const name of BOX) if (name in to) field(id, name).value = round(to[name]);
  };
  const onSide = () => ids().filter((id) => value(id, "side") === side());

  const show = (id) => {
    for (const each of shelf.children) {
      each.classList.toggle("dz-element--shown", each.dataset.element === id);
      each.open = each.dataset.element === id;
    }
    form.querySelector("[data-none]").hidden = Boolean(id);
  };

  /** Puts these elements in this order; one that is new comes from the answer's page. */
  const arrange = (order, page) => {
    for (const id of order) {
      if (known.has(id)) continue;
      const made = document.importNode(page.getElementById(`element-${id}`), true);
      made.querySelectorAll("[data-plain]").forEach((each) => (each.hidden = true));
      made.querySelectorAll("[data-insert]").forEach((each) => (each.hidden = false));
      known.set(id, made);
    }
    shelf.replaceChildren(...order.map((id) => known.get(id)));
  };

  const snapshot = () => ({
    order: ids(),
    values: ids().flatMap((id) =>
      [...known.get(id).querySelectorAll("input, select, textarea")].map((each) => [each.name, each.value]),
    ),
  });
  const restore = ({ order, values }) => {
    arrange(order);
    for (const [name, text] of values) {
      if (name === "element") continue;
      const each = form.elements.namedItem(name);
      if (each && "value" in each) each.value = text;
    }
  };

  /** Presses one of the form's buttons without leaving the page. */
  const work = async (verb, word) => {
    if (verb === "remove") {
      const order = ids();
      arrange(order.filter((id) => id !== word));
      app.say(`${title(word)} is removed.`);
      app.select("");
      app.changed();
      return;
    }
    const body = new FormData(form);
    body.set("do", `${verb}:${word}`);
    body.delete("file");
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) return app.say("This did not work: first mend what is listed.");
    const before = new Set(ids());
    const order = [...page.querySelectorAll("#elements > [data-element]")].map((each) => each.dataset.element);
    const made = order.find((id) => !before.has(id));
    if (made) known.delete(made);
    arrange(order, page);
    app.select(made ?? word, true);
    app.changed();
    app.say(made ? `${title(made)} is added.` : `${title(word)} is now ${order.indexOf(word) + 1} of ${order.length}.`);
  };

  const insert = (button) => {
    const text = button.closest("[data-element]").querySelector("textarea");
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    app.changed();
  };
  /** Shows an element wherever it is: on its side, selected. */
  const reach = (id) => {
    const of = value(id, "side");
    if (of && of !== side()) {
      form.querySelector("#dz-side").value = of;
      app.preview.now();
    }
    app.select(id, true);
  };

  return { ids, onSide, box, place, title, show, snapshot, restore, work, insert, reach, side };
};
