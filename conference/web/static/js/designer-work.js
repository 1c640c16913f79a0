/** What is done to the chosen elements; each is one step to take back, and is said aloud. */
const COPY_MM = 3;
const BLEEDS = ["band", "rule", "picture"];
const TURNS = { 0: "upright", 90: "turned right", 180: "on its head", 270: "turned left" };

export const workOf = (app) => {
  const { form, fields, arrange } = app;
  const { badge } = app.canvas;
  let last = Promise.resolve();

  const place = (ids, boxes) => ids.forEach((id, at) => fields.place(id, boxes[at]));
  const boxes = (ids) => ids.map(fields.box);
  const done = (ids, words, isApart = true) => {
    app.changed(true, isApart);
    app.say(ids.length === 1 ? `${app.canvas.words(ids[0])}${words ? `, ${words}` : ""}` : `${ids.length} elements ${words}.`);
  };
  const some = () => {
    const ids = app.choice.ids();
    if (!ids.length) app.say("Choose an element first.");
    return ids;
  };

  const move = (ids, right, down) => {
    place(ids, arrange.moved(boxes(ids), right, down, badge));
    done(ids, ids.length > 1 ? "moved" : "", false);
  };
  const grow = (ids, wider, higher) => {
    for (const id of ids) {
      const box = fields.box(id);
      fields.place(id, app.snap.kept({ ...box, width: box.width + wider, height: box.height + higher }, badge, 0.5));
    }
    done(ids, ids.length > 1 ? "resized" : "", false);
  };
  const turn = (by = 90, ids = some()) => {
    if (!ids.length) return;
    for (const id of ids) {
      fields.place(id, arrange.turned(fields.box(id), badge));
      fields.turn(id, (fields.turned(id) + by + 360) % 360);
    }
    done(ids, ids.length > 1 ? "turned" : TURNS[fields.turned(ids[0])]);
  };
  const align = (edge) => {
    const ids = some();
    if (!ids.length) return;
    const isOne = ids.length === 1;
    const safe = isOne && !BLEEDS.includes(fields.kind(ids[0])) ? badge.safe : 0;
    const face = { x: safe, y: safe, width: badge.width - 2 * safe, height: badge.height - 2 * safe };
    place(ids, arrange.aligned(boxes(ids), edge, isOne ? face : arrange.around(boxes(ids))));
    done(ids, `aligned ${edge}`);
  };
  const spread = (axis) => {
    const ids = some();
    if (ids.length < 3) return ids.length && app.say("Choose three elements or more to spread them evenly.");
    place(ids, arrange.spread(boxes(ids), axis));
    return done(ids, `spread evenly ${axis}`);
  };

  const remove = (ids = some()) => {
    if (!ids.length) return;
    const words = ids.length === 1 ? `${fields.title(ids[0])} is` : `${ids.length} elements are`;
    fields.order(fields.ids().filter((id) => !ids.includes(id)));
    app.choice.set([]);
    app.canvas.rest();
    app.changed(true, true);
    app.say(`${words} removed.`);
  };
  /** One place further forward or back among those of this side. */
  const reorder = (by, ids = some()) => {
    if (!ids.length) return;
    const order = fields.ids();
    const shown = fields.onSide();
    for (const id of by > 0 ? [...ids].reverse() : ids) {
      const other = shown[shown.indexOf(id) + by];
      if (!other || ids.includes(other)) continue;
      [shown[shown.indexOf(id)], shown[shown.indexOf(other)]] = [other, id];
      order.splice(order.indexOf(id), 1);
      order.splice(order.indexOf(other) + (by > 0 ? 1 : 0), 0, id);
    }
    fields.order(order);
    app.changed(true, true);
    const at = fields.onSide().indexOf(ids[0]) + 1;
    app.say(ids.length > 1 ? `${ids.length} elements moved ${by > 0 ? "forward" : "back"}.` : `${fields.title(ids[0])} is now ${at} of ${shown.length}.`);
  };

  /** What the server draws anew: one after the other, as the screen is when its turn comes. */
  const ask = (verb, words, boxed = []) => {
    last = last.then(async () => {
      const made = await fields.fetched(`${verb}:${words}`);
      if (!made) return;
      if (boxed.length) place(made, arrange.moved(boxed, COPY_MM, COPY_MM, badge));
      app.choice.set(made, true);
      app.changed(true, true);
      app.say(made.length === 1 ? `${fields.title(made[0])} is added.` : `${made.length} elements are added.`);
    });
    return last;
  };
  const copy = (ids = some()) => ids.length && ask("copy", ids.join(), boxes(ids));
  const add = () => ask("add", form.querySelector("#dz-kind").value);

  return { move, grow, turn, align, spread, remove, reorder, copy, add };
};
