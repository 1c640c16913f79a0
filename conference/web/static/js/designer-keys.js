/** The keyboard on the badge: arrows move, Alt resizes, Ctrl lines up; letters for the rest. */
const STEP = 0.5;
const FAR = 5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const EDGES = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "top", ArrowDown: "bottom", c: "centre", m: "middle" };
const SPREADS = { h: "across", v: "down" };

export const listen = (app) => {
  const { choice, work } = app;

  const onArrow = (event, ids) => {
    const [right, down] = ARROWS[event.key].map((way) => way * (event.shiftKey ? FAR : STEP));
    return event.altKey ? work.grow(ids, right, down) : work.move(ids, right, down);
  };
  const leave = () => {
    if (choice.isSeveral()) app.say("Nothing is chosen.");
    choice.set([]);
  };
  const onFields = () => app.form.querySelector(".dz-element--shown :is(textarea, input:not([type=hidden]))")?.focus();

  /** True when the key did something. */
  const onBox = (event, id) => {
    const ids = choice.ids().length ? choice.ids() : [id];
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (isCommand) {
      if (key in ARROWS) work.align(EDGES[key]);
      else if (key === "d") work.copy(ids);
      else return false;
      return true;
    }
    const does = {
      Delete: () => work.remove(ids), Backspace: () => work.remove(ids),
      r: () => work.turn(event.shiftKey ? -90 : 90, ids),
      "[": () => work.reorder(-1, ids), "]": () => work.reorder(1, ids),
      Escape: leave, Enter: onFields,
    }[key];
    if (key in ARROWS) onArrow(event, ids);
    else if (does) does();
    else if (event.altKey) return false;
    else if (key in EDGES) work.align(EDGES[key]);
    else if (key in SPREADS) work.spread(SPREADS[key]);
    else return false;
    return true;
  };

  app.form.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, textarea, select");
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && !isTyping && ["z", "y"].includes(key)) {
      event.preventDefault();
      const isBack = key === "z" && !event.shiftKey;
      return isBack ? app.history.undo() : app.history.redo();
    }
    if (isCommand && key === "s") {
      event.preventDefault();
      return app.form.querySelector(".dz-save button").click();
    }
    if (isCommand && key === "a" && event.target.closest(".dz-left") && !isTyping) {
      event.preventDefault();
      return choice.all();
    }
    const id = event.target.dataset.box;
    if (id && onBox(event, id)) event.preventDefault();
    return undefined;
  });
};
