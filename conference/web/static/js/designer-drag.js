/** Moving and resizing by mouse, pen or finger; Escape puts back. */
const STILL = 3; // pixels: less is a click

const resized = (box, handle, dx, dy) => {
  const made = { ...box };
  if (handle.includes("e")) made.width = box.width + dx;
  if (handle.includes("s")) made.height = box.height + dy;
  if (handle.includes("w")) [made.x, made.width] = [box.x + Math.min(dx, box.width - 1), box.width - Math.min(dx, box.width - 1)];
  if (handle.includes("n")) [made.y, made.height] = [box.y + Math.min(dy, box.height - 0.5), box.height - Math.min(dy, box.height - 0.5)];
  return made;
};

export const listen = (app) => {
  const { stage, badge } = app.canvas;
  let drag = null;

  const press = (event) => {
    if (event.button) return;
    const handle = event.target.dataset.handle ?? "";
    const id = handle ? app.selected : event.target.closest("[data-box]")?.dataset.box;
    if (!id) {
      if (event.target.closest("[data-stage]") && event.pointerType === "mouse") app.select("");
      return;
    }
    const isFirstTouch = event.pointerType !== "mouse" && id !== app.selected && !handle;
    if (id !== app.selected) app.select(id);
    if (isFirstTouch) return; // the first touch chooses, so that a thumb can scroll over the badge
    drag = { id, handle, x: event.clientX, y: event.clientY, from: app.fields.box(id), isOn: false };
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
    app.canvas.focus(id);
  };

  const follow = (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.isOn && Math.hypot(dx, dy) < STILL) return;
    drag.isOn = true;
    const [right, down] = [dx / app.scale, dy / app.scale];
    const { from, handle, id } = drag;
    const wanted = handle ? resized(from, handle, right, down) : { ...from, x: from.x + right, y: from.y + down };
    const others = app.fields.onSide().filter((each) => each !== id).map(app.fields.box);
    const isFree = event.ctrlKey || event.metaKey;
    const { box, guides } = app.snap.snapped(wanted, handle, others, badge, app.canvas.grid(), isFree);
    app.fields.place(id, app.snap.kept(box, badge));
    app.canvas.draw();
    app.canvas.guide(guides);
  };

  const finish = (isDropped) => {
    if (!drag) return;
    const { id, from, isOn } = drag;
    drag = null;
    app.canvas.guide([]);
    if (!isOn) return;
    if (!isDropped) app.fields.place(id, from);
    app.canvas.draw();
    if (isDropped) {
      app.changed(true, true);
      app.say(app.canvas.words(id));
    }
  };

  stage.addEventListener("pointerdown", press);
  stage.addEventListener("pointermove", follow);
  stage.addEventListener("pointerup", () => finish(true));
  stage.addEventListener("pointercancel", () => finish(false));
  stage.addEventListener("focusin", (event) => {
    const id = event.target.dataset.box;
    if (id && id !== app.selected) app.select(id);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && drag && finish(false), true);
};
