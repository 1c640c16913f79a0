/** The boxes over the drawn badge. Places are set as properties: the page allows no style text. */
const TURNS = { 90: ", turned right", 180: ", on its head", 270: ", turned left" };
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

export const canvasOf = (app) => {
  const { form } = app;
  const stage = form.querySelector("[data-stage]");
  const scroll = stage.parentElement;
  const badge = {
    width: Number(form.dataset.width), height: Number(form.dataset.height), safe: Number(form.dataset.safe),
  };
  const boxes = new Map();
  let zoom = 1;

  const px = (number) => `${number * app.scale}px`;
  const put = (el, box) => {
    el.style.left = px(box.x);
    el.style.top = px(box.y);
    el.style.width = px(box.width);
    el.style.height = px(box.height);
  };
  const make = (className, parent = stage) => {
    const el = document.createElement("div");
    el.className = className;
    parent.append(el);
    return el;
  };
  const safe = make("dz-safe");
  const frame = make("dz-frame");
  frame.hidden = true;
  const lasso = make("dz-lasso");
  lasso.hidden = true;
  for (const handle of HANDLES) make(`dz-handle dz-handle--${handle}`, frame).dataset.handle = handle;

  const boxOf = (id) => {
    if (!boxes.has(id)) {
      const el = document.createElement("button");
      el.type = "button";
      el.className = "dz-box";
      el.dataset.box = id;
      boxes.set(id, el);
    }
    return boxes.get(id);
  };
  const words = (id) => {
    const box = app.fields.box(id);
    return `${app.fields.title(id)}, ${box.x} from the left, ${box.y} from the top, ${box.width} by ${box.height} millimetres${TURNS[app.fields.turned(id)] ?? ""}`;
  };

  const fit = () => {
    const room = scroll.clientWidth - 2;
    const low = Math.max(320, innerHeight * (innerWidth < 900 ? 0.6 : 0.78));
    app.scale = Math.max(1, Math.min(room / badge.width, low / badge.height)) * zoom;
    stage.style.width = px(badge.width);
    stage.style.height = px(badge.height);
    put(safe, { x: badge.safe, y: badge.safe, width: badge.width - 2 * badge.safe, height: badge.height - 2 * badge.safe });
  };

  /** The boxes of this side as the fields say; the order of the page is that of painting. */
  const draw = () => {
    const shown = app.fields.onSide();
    for (const [id, el] of boxes) if (!shown.includes(id)) el.remove();
    shown.forEach((id, index) => {
      const el = boxOf(id);
      if (stage.querySelectorAll(".dz-box")[index] !== el) stage.insertBefore(el, frame);
      put(el, app.fields.box(id));
      el.setAttribute("aria-pressed", String(app.choice?.has(id) ?? false));
      el.dataset.turn = app.fields.turned(id);
      el.setAttribute("aria-label", words(id));
    });
    const chosen = app.choice?.ids() ?? [];
    frame.hidden = !chosen.length;
    frame.classList.toggle("dz-frame--many", chosen.length > 1);
    if (chosen.length) put(frame, app.arrange.around(chosen.map(app.fields.box)));
  };
  /** The frame that a mouse draws around what it wants; none ends it. */
  const rope = (box) => {
    lasso.hidden = !box;
    if (box) put(lasso, box);
  };

  const guide = (marks) => {
    stage.querySelectorAll(".dz-guide").forEach((each) => each.remove());
    for (const { axis, at } of marks) make(`dz-guide dz-guide--${axis}`).style[axis === "x" ? "left" : "top"] = px(at);
  };
  const larger = (by) => {
    zoom = by ? Math.min(4, Math.max(0.5, zoom * by)) : 1;
    (fit(), draw());
  };

  addEventListener("resize", () => (fit(), draw()));
  fit();
  return {
    stage, scroll, badge, draw, guide, rope, larger, words, fit,
    rest: () => scroll.focus({ preventScroll: true }),
    focus: (id) => boxes.get(id)?.focus({ preventScroll: true }),
    grid: () => Number(form.querySelector("[data-tool-grid]").value),
    picture: (svg) => stage.querySelector("[data-picture]").replaceChildren(...svg),
  };
};
