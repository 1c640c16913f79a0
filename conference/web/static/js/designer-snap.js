/** Pure: where a moved or resized box comes to lie, and along which lines it does. Millimetres. */
const REACH = 1.2;

const lines = (boxes, from, size, whole, safe) => [
  0, whole, safe, whole - safe, whole / 2,
  ...boxes.flatMap((box) => [box[from], box[from] + box[size], box[from] + box[size] / 2]),
];

const nearest = (edges, marks, reach) => {
  let best = null;
  for (const edge of edges) {
    for (const mark of marks) {
      const by = mark - edge;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by) - 1e-6)) best = { by, at: mark };
    }
  }
  return best;
};

const gridded = (number, grid) => (grid ? Math.round(number / grid) * grid : Math.round(number * 100) / 100);

/**
 * `handle` is "" for a move or of "n", "e", "s", "w" for the edges that are pulled.
 * Other boxes' edges and middles win over the grid. Gives {box, guides: [{axis, at}]}.
 */
export const snapped = (box, handle, others, badge, grid, isFree = false) => {
  const found = { ...box };
  const guides = [];
  for (const [axis, from, size, low, high] of [["x", "x", "width", "w", "e"], ["y", "y", "height", "n", "s"]]) {
    const isMove = handle === "";
    const pullsLow = handle.includes(low);
    const pullsHigh = handle.includes(high);
    if (!isMove && !pullsLow && !pullsHigh) continue;
    const start = box[from];
    const end = box[from] + box[size];
    const edges = isMove ? [start, end, (start + end) / 2] : [pullsLow ? start : end];
    const hit = isFree ? null : nearest(edges, lines(others, from, size, badge[size], badge.safe), REACH);
    if (hit) guides.push({ axis, at: hit.at });
    if (isMove) found[from] = hit ? start + hit.by : gridded(start, isFree ? 0 : grid);
    else if (pullsHigh) found[size] = (hit ? hit.at : gridded(end, isFree ? 0 : grid)) - start;
    else {
      found[from] = hit ? hit.at : gridded(start, isFree ? 0 : grid);
      found[size] = end - found[from];
    }
  }
  return { box: found, guides };
};

/** A box that stays on the badge and is never smaller than `least`. */
export const kept = (box, badge, least = 1) => {
  const width = Math.min(Math.max(least, box.width), badge.width);
  const height = Math.min(Math.max(Math.min(least, box.height, 1), box.height, 0.3), badge.height);
  const x = Math.min(Math.max(0, box.x), badge.width - width);
  const y = Math.min(Math.max(0, box.y), badge.height - height);
  return { x, y, width, height };
};
