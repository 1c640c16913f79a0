/** The keyboard on the badge: arrows move, Alt resizes, Delete, copy, order, undo. */
const STEP = 0.5;
const FAR = 5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export const listen = (app) => {
  const { badge } = app.canvas;

  const nudge = (id, [right, down], isFar, isResize) => {
    const by = isFar ? FAR : STEP;
    const box = app.fields.box(id);
    if (isResize) (box.width += right * by, box.height += down * by);
    else (box.x += right * by, box.y += down * by);
    app.fields.place(id, app.snap.kept(box, badge, 0.5));
    app.changed();
    app.say(app.canvas.words(id));
  };

  const onBox = (event, id) => {
    const { key } = event;
    if (key in ARROWS && !event.ctrlKey && !event.metaKey) return nudge(id, ARROWS[key], event.shiftKey, event.altKey);
    if (key === "Delete" || key === "Backspace") return app.fields.work("remove", id);
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "d") return app.fields.work("copy", id);
    if (key === "[") return app.fields.work("down", id);
    if (key === "]") return app.fields.work("up", id);
    if (key === "Escape") return app.select("");
    if (key === "Enter") {
      const first = app.form.querySelector(".dz-element--shown :is(textarea, input:not([type=hidden]))");
      first?.focus();
      return first;
    }
    return false;
  };

  app.form.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, textarea, select");
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !isTyping && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      const isBack = event.key.toLowerCase() === "z" && !event.shiftKey;
      return isBack ? app.history.undo() : app.history.redo();
    }
    if (isCommand && event.key.toLowerCase() === "s") {
      event.preventDefault();
      return app.form.querySelector(".dz-save button").click();
    }
    const id = event.target.dataset.box;
    if (id && onBox(event, id) !== false) event.preventDefault();
    return undefined;
  });
};
