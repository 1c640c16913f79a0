/**
 * Which elements are chosen. Usually the one in focus; as long as somebody chooses several, the
 * focus goes about freely and Space, Shift and click or a touch add and take away.
 */
export const choiceOf = (app) => {
  const { form } = app;
  const button = form.querySelector("[data-tool='several']");
  const panel = form.querySelector("[data-many]");
  let chosen = [];
  let isHeld = false;

  const ids = () => {
    const shown = app.fields.onSide();
    return shown.filter((id) => chosen.includes(id));
  };
  const isSeveral = () => isHeld || chosen.length > 1;
  const words = () => {
    const found = ids();
    if (found.length === 1) return app.fields.title(found[0]);
    const names = found.slice(0, 4).map(app.fields.title).join(", ");
    return `${found.length} elements: ${names}${found.length > 4 ? " and more" : ""}`;
  };

  const show = () => {
    const { length } = chosen;
    app.fields.show(length === 1 ? chosen[0] : "");
    form.querySelector("[data-none]").hidden = length > 0;
    panel.hidden = length < 2;
    panel.querySelector("[data-count]").textContent = `${length} elements are chosen.`;
    button.setAttribute("aria-pressed", String(isSeveral()));
    app.canvas.draw();
  };
  const tell = () => app.say(chosen.length ? `Chosen: ${words()}.` : "Nothing is chosen.");

  /** Exactly these; several of them can then be worked on together. */
  const set = (wanted, isFocused = false) => {
    chosen = [...wanted];
    if (chosen.length < 2) isHeld = false;
    show();
    if (chosen.length && isFocused) app.canvas.focus(chosen[0]);
  };
  const toggle = (id) => {
    chosen = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    isHeld = isHeld && chosen.length > 0;
    show();
    tell();
    return chosen.includes(id);
  };
  const hold = (is, id = "") => {
    isHeld = is;
    if (id) chosen = [id];
    if (!is) chosen = chosen.slice(0, 1);
    show();
    if (!is) return app.say("One at a time.");
    return app.say(`${chosen.length ? `Chosen: ${words()}. ` : ""}Go to others and press Space, or touch them.`);
  };
  const all = () => {
    set(app.fields.onSide());
    tell();
    if (chosen.length && !document.activeElement?.dataset.box) app.canvas.focus(chosen[0]);
  };
  /** Space, or the press of a screen reader: the mouse and the finger are elsewhere. */
  const press = (id) => (isSeveral() ? toggle(id) : hold(true, id));

  return {
    ids, isSeveral, set, toggle, hold, all, press, tell, words,
    isHeld: () => isHeld,
    has: (id) => chosen.includes(id),
    only: () => (chosen.length === 1 ? chosen[0] : ""),
    switch: () => hold(!isSeveral()),
  };
};
