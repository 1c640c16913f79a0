/** Pure: boxes moved, turned, lined up and spread together. Millimetres; nothing leaves the badge. */
export const EDGES = {
  left: ["x", "width", 0], centre: ["x", "width", 0.5], right: ["x", "width", 1],
  top: ["y", "height", 0], middle: ["y", "height", 0.5], bottom: ["y", "height", 1],
};

/** The smallest box around all of these. */
export const around = (boxes) => {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
};

const within = (by, low, high, whole) => Math.max(-low, Math.min(by, whole - high));

/** All moved alike, as far as the first of them comes to an edge of the badge. */
export const moved = (boxes, right, down, badge) => {
  const whole = around(boxes);
  const dx = within(right, whole.x, whole.x + whole.width, badge.width);
  const dy = within(down, whole.y, whole.y + whole.height, badge.height);
  return boxes.map((box) => ({ ...box, x: box.x + dx, y: box.y + dy }));
};

/** About its own middle by a quarter, on the badge and no larger than it. */
export const turned = (box, badge) => {
  const width = Math.min(box.height, badge.width);
  const height = Math.min(box.width, badge.height);
  const x = box.x + (box.width - width) / 2;
  const y = box.y + (box.height - height) / 2;
  return moved([{ x, y, width, height }], 0, 0, badge)[0];
};

/** Every box at this edge or middle of `room`. */
export const aligned = (boxes, edge, room) => {
  const [from, size, share] = EDGES[edge];
  return boxes.map((box) => ({ ...box, [from]: room[from] + (room[size] - box[size]) * share }));
};

/** The same gap between neighbours; the first and the last stay where they are. */
export const spread = (boxes, axis) => {
  const [from, size] = axis === "across" ? ["x", "width"] : ["y", "height"];
  const order = [...boxes.keys()].sort((a, b) => boxes[a][from] - boxes[b][from] || a - b);
  const whole = around(boxes)[size];
  const gap = (whole - boxes.reduce((sum, box) => sum + box[size], 0)) / (boxes.length - 1);
  const found = [...boxes];
  let at = boxes[order[0]][from];
  for (const index of order) {
    found[index] = { ...boxes[index], [from]: at };
    at += boxes[index][size] + gap;
  }
  return found;
};

/** Whether a box lies in the frame that somebody drew; what leaves the badge does not count. */
export const isIn = (box, frame, badge) =>
  Math.max(0, box.x) >= frame.x - 1 &&
  Math.max(0, box.y) >= frame.y - 1 &&
  Math.min(badge.width, box.x + box.width) <= frame.x + frame.width + 1 &&
  Math.min(badge.height, box.y + box.height) <= frame.y + frame.height + 1;
