/** The elements as their fieldsets say them; what is new comes from the server's answer. */
const BOX = ["x", "y", "width", "height"];
const round = (number) => String(Math.round(number * 100) / 100);

export const fieldsOf = (app) => {
  const { form } = app;
  const shelf = form.querySelector("#elements");
  const known = new Map([...shelf.children].map((each) => [each.dataset.element, each]));
  const field = (id, name) => form.elements.namedItem(`${id}.${name}`);
  const value = (id, name) => field(id, name)?.value ?? "";
  const ids = () => [...shelf.children].map((each) => each.dataset.element);
  const named = (id) => {
    const words = value(id, "text").trim().slice(0, 30);
    return `${known.get(id)?.dataset.title ?? id}${words ? ` “${words}”` : ""}`;
  };
  /** With its number where others have the same name, as the server's sentences say it. */
  const title = (id) => {
    const alike = ids().filter((each) => named(each) === named(id));
    return alike.length > 1 ? `${named(id)} ${alike.indexOf(id) + 1}` : named(id);
  };
  const kind = (id) => known.get(id)?.dataset.kind ?? "";
  const side = () => form.querySelector("#dz-side").value;

  const box = (id) => {
    const [x, y, width, height] = BOX.map((name) => Number(value(id, name).replace(",", ".")) || 0);
    return { x, y, width, height };
  };
  const place = (id, to) => {
    for (const name of BOX) if (name in to) field(id, name).value = round(to[name]);
  };
  const turned = (id) => Number(value(id, "turn")) || 0;
  const turn = (id, to) => (field(id, "turn").value = String(to));
  const onSide = () => ids().filter((id) => value(id, "side") === side());

  const show = (id) => {
    for (const each of shelf.children) {
      each.classList.toggle("dz-element--shown", each.dataset.element === id);
      each.open = each.dataset.element === id;
      if (each.open) each.querySelector("[data-name]").textContent = title(id);
    }
  };
  const order = (wanted) => shelf.replaceChildren(...wanted.map((id) => known.get(id)));

  /** All that can be taken back: the elements, the title and the backgrounds. */
  const snapshot = () => ({
    order: ids(),
    side: side(),
    values: [...form.querySelectorAll("#elements :is(input, select, textarea), [data-undone] :is(input, select)")]
      .filter((each) => each.name && each.type !== "file")
      .map((each) => [each.name, each.value]),
  });
  const restore = (step, where) => {
    order(step.order);
    for (const [name, text] of step.values) {
      const each = name === "element" ? null : form.elements.namedItem(name);
      if (each && "value" in each) each.value = text;
    }
    form.querySelector("#dz-side").value = where;
  };

  /** Presses a button of the form without leaving the page; the ids of what is new, if it could. */
  const fetched = async (press) => {
    const body = new FormData(form);
    body.set("do", press);
    body.delete("file");
    const before = new Set(ids());
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok) return app.say("This did not work: first mend what is listed.");
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return app.say("The server does not answer: nothing is added. Try again.");
    }
    const made = [...page.querySelectorAll("#elements > [data-element]")].filter((each) => !before.has(each.dataset.element));
    for (const each of made) {
      const own = document.importNode(each, true);
      own.querySelectorAll("[data-plain]").forEach((plain) => (plain.hidden = true));
      own.querySelectorAll("[data-insert]").forEach((insert) => (insert.hidden = false));
      known.set(own.dataset.element, own);
    }
    if (!made.length) return app.say("There are as many elements as a badge may have.");
    order([...ids(), ...made.map((each) => each.dataset.element)]);
    return made.map((each) => each.dataset.element);
  };

  const insert = (button) => {
    const text = button.closest("[data-element]").querySelector("textarea");
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    app.changed();
  };
  /** Shows an element wherever it is: on its side, chosen. */
  const reach = (id) => {
    const of = value(id, "side");
    if (of && of !== side()) {
      form.querySelector("#dz-side").value = of;
      app.preview.now();
    }
    app.choice.set([id], true);
  };

  /** Goes to a field that a sentence is about, wherever it hides. */
  const find = (name) => {
    const found = form.elements.namedItem(name);
    const id = name.split(".")[0];
    if (known.has(id)) reach(id);
    if (!found?.focus) return;
    for (let each = found.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    found.focus();
  };

  return {
    find, ids, onSide, box, place, turn, turned, title, kind, show, order, snapshot, restore, fetched, insert, reach, side,
  };
};
