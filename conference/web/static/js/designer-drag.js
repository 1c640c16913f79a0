/** Moving, resizing and choosing by mouse, pen or finger; Escape puts back. */
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
  const { stage, scroll, badge } = app.canvas;
  const { arrange, choice, fields } = app;
  let drag = null;

  const take = (event, more) => {
    drag = { x: event.clientX, y: event.clientY, isOn: false, ...more };
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const pressBox = (event, id) => {
    const isTouch = event.pointerType !== "mouse";
    const isAdded = !choice.has(id) && (choice.isHeld() || (isTouch && choice.isSeveral()));
    if (event.shiftKey || isAdded) {
      choice.toggle(id);
      app.canvas.focus(choice.has(id) ? id : choice.ids().at(-1));
      return;
    }
    const wasChosen = choice.has(id);
    if (!wasChosen) choice.set([id]);
    if (isTouch && !wasChosen) return; // a thumb can scroll over the badge
    const ids = choice.ids();
    take(event, { id, ids, handle: "", wasChosen, from: ids.map(fields.box) });
    app.canvas.focus(id);
  };
  const isOnBar = ({ target, offsetX, offsetY }) =>
    target === scroll && (offsetX > scroll.clientWidth || offsetY > scroll.clientHeight);
  const press = (event) => {
    if (event.button) return;
    const handle = event.target.dataset.handle ?? "";
    const id = handle ? choice.only() : event.target.closest("[data-box]")?.dataset.box;
    if (handle) take(event, { id, ids: [id], handle, from: [fields.box(id)] });
    else if (id) pressBox(event, id);
    else if (event.pointerType === "mouse" && !isOnBar(event)) {
      take(event, { ids: [], before: event.shiftKey ? choice.ids() : [], rope: true });
      app.canvas.rest();
    }
  };

  const roped = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    const [x, y] = [drag.x - left, drag.y - top].map((number) => number / app.scale);
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y].map((number) => number / app.scale);
    return { x: Math.min(x, x + dx), y: Math.min(y, y + dy), width: Math.abs(dx), height: Math.abs(dy) };
  };
  const follow = (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.isOn && Math.hypot(dx, dy) < STILL) return;
    drag.isOn = true;
    if (drag.rope) return app.canvas.rope(roped(event));
    const [right, down] = [dx / app.scale, dy / app.scale];
    const { from, handle, ids } = drag;
    const whole = arrange.around(from);
    const wanted = handle ? resized(whole, handle, right, down) : { ...whole, x: whole.x + right, y: whole.y + down };
    const others = fields.onSide().filter((each) => !ids.includes(each)).map(fields.box);
    const isFree = event.ctrlKey || event.metaKey;
    const { box, guides } = app.snap.snapped(wanted, handle, others, badge, app.canvas.grid(), isFree);
    if (handle) fields.place(ids[0], app.snap.kept(box, badge));
    else arrange.moved(from, box.x - whole.x, box.y - whole.y, badge).forEach((each, at) => fields.place(ids[at], each));
    app.canvas.draw();
    return app.canvas.guide(guides);
  };

  const finishRope = (event, { before, isOn }, isDropped) => {
    const frame = isOn && isDropped ? roped(event) : null;
    app.canvas.rope(null);
    if (!isDropped) return;
    const found = frame ? fields.onSide().filter((id) => arrange.isIn(fields.box(id), frame, badge)) : [];
    choice.set([...new Set([...before, ...found])], true);
    if (frame) choice.tell();
  };
  const finish = (event, isDropped) => {
    if (!drag) return;
    const was = drag;
    if (was.rope) finishRope(event, was, isDropped);
    drag = null;
    app.canvas.guide([]);
    if (was.rope) return;
    if (!was.isOn) {
      if (isDropped && was.wasChosen) choice.isHeld() ? choice.toggle(was.id) : choice.set([was.id]);
      return;
    }
    if (!isDropped) was.ids.forEach((id, at) => fields.place(id, was.from[at]));
    app.canvas.draw();
    if (!isDropped) return;
    app.changed(true, true);
    app.say(was.ids.length > 1 ? `${was.ids.length} elements moved.` : app.canvas.words(was.ids[0]));
  };

  scroll.addEventListener("pointerdown", press);
  stage.addEventListener("mousedown", (event) => event.preventDefault()); // the focus is set above
  stage.addEventListener("pointermove", follow);
  stage.addEventListener("pointerup", (event) => finish(event, true));
  stage.addEventListener("pointercancel", (event) => finish(event, false));
  stage.addEventListener("focusin", (event) => {
    const id = event.target.dataset.box;
    if (id && !choice.isSeveral() && !choice.has(id)) choice.set([id]);
  });
  stage.addEventListener("click", (event) => {
    const id = event.target.closest("[data-box]")?.dataset.box;
    if (id && event.detail === 0) choice.press(id);
  });
  const putBack = (event) => event.key === "Escape" && drag && (event.stopPropagation(), finish(event, false));
  document.addEventListener("keydown", putBack, true);
};
