"""Where a new element goes: a free place of its side, or where it is least in the way. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from badges.layouts.layout import Box, Element, ElementKind

Size = tuple[float, float]
GAP_MM = 1.0
MUCH = 1000.0  # of a code that is covered: it does not scan
GROUND = 0.5  # a picture of half the badge is its ground


def place_for(
    kind: ElementKind, wished: Box, smaller: Sequence[Size], area: Box, others: Sequence[Element]
) -> Box:
    """The wished box, or a smaller one, at the free place of the area that is nearest to it.

    Where none is free: where it covers the fewest others, codes counting most.
    """
    taken = [each for each in others if not _is_ground(each, area)]
    near = [_with_gap(each.box) for each in taken]
    sizes = ((wished.width, wished.height), *smaller)
    for size in sizes:
        for box in _places(wished, size, area, near):
            if not any(box.overlaps(each) for each in near):
                return box
    every = [box for size in sizes for box in _places(wished, size, area, near)]
    return min(every, key=lambda box: _harm(kind, box, wished, taken), default=wished)


def _is_ground(element: Element, area: Box) -> bool:
    box = element.box
    is_large = box.width * box.height >= GROUND * area.width * area.height
    return element.kind is ElementKind.PICTURE and is_large


def _with_gap(box: Box) -> Box:
    return Box(
        box.x - GAP_MM, box.y - GAP_MM, box.width + 2 * GAP_MM, box.height + 2 * GAP_MM
    )  # fmt: skip


def _places(wished: Box, size: Size, area: Box, near: Sequence[Box]) -> Iterator[Box]:
    """Where a box of this size may stand: at the edges of the area and of the others, the place
    nearest to the wished one first."""
    width, height = size
    across = {wished.x, area.x, area.right - width}
    down = {wished.y, area.y, area.bottom - height}
    across |= {edge for each in near for edge in (each.right, each.x - width)}
    down |= {edge for each in near for edge in (each.bottom, each.y - height)}
    for y in sorted(down, key=lambda y: (abs(y - wished.y), y)):
        for x in sorted(across, key=lambda x: (abs(x - wished.x), x)):
            box = Box(round(x, 1), round(y, 1), width, height)
            if area.holds(box, tolerance=0.06):
                yield box


def _harm(
    kind: ElementKind, box: Box, wished: Box, taken: Sequence[Element]
) -> tuple[float, float, float]:
    """How many of the others a box covers, codes counting most; how much smaller it is than it
    should be; and how much it covers."""
    codes = (ElementKind.QR,)
    covered = [(each, shared) for each in taken if (shared := _shared(box, each.box))]
    count = sum(MUCH if kind not in codes and each.kind in codes else 1.0 for each, _ in covered)
    lost = wished.width * wished.height - box.width * box.height
    return (count, lost, sum(shared for _, shared in covered))


def _shared(one: Box, other: Box) -> float:
    """The area that both cover."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0.0, width) * max(0.0, height)
