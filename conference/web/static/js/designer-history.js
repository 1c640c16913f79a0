/** Undo and redo: the fields as they were after each step. */
const MOST = 200;
const SAME_STEP = 600; // milliseconds: typing and holding an arrow down are one step

export const historyOf = (app) => {
  const steps = [];
  let at = -1;
  let last = 0;
  let lastWhat = "";

  const buttons = () => {
    const [undo, redo] = ["undo", "redo"].map((name) => app.form.querySelector(`[data-tool='${name}']`));
    undo.setAttribute("aria-disabled", String(at <= 0));
    redo.setAttribute("aria-disabled", String(at >= steps.length - 1));
  };
  const keep = (isApart = false) => {
    const step = app.fields.snapshot();
    const what = `${app.choice.ids()}|${document.activeElement?.name ?? ""}|${step.order}`;
    const isSame = !isApart && at > 0 && what === lastWhat && performance.now() - last < SAME_STEP;
    [last, lastWhat] = [performance.now(), isApart ? "" : what];
    steps.length = at + 1;
    if (isSame) steps[at] = step;
    else at = steps.push(step) - 1;
    if (steps.length > MOST) (steps.shift(), (at -= 1));
    buttons();
  };
  /** What was chosen stays so as far as it is there; the side is that of the change. */
  const go = (to, word) => {
    if (to < 0 || to >= steps.length) return app.say(`There is nothing more to ${word}.`);
    const { side } = steps[Math.max(to, at)];
    const wasOn = Boolean(document.activeElement?.dataset.box);
    const chosen = app.choice.ids();
    at = to;
    lastWhat = "";
    app.fields.restore(steps[at], side);
    const shown = app.fields.onSide();
    app.choice.set(chosen.filter((id) => shown.includes(id)), wasOn);
    if (wasOn && !document.activeElement?.dataset.box) app.canvas.rest();
    app.changed(false);
    buttons();
    return app.say(word === "undo" ? "Taken back." : "Done again.");
  };
  return { keep, undo: () => go(at - 1, "undo"), redo: () => go(at + 1, "redo") };
};
