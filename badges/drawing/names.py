"""The name on a badge, large and small, and the person's column under it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from badges.drawing.fit import Fitted, fit
from badges.drawing.items import Block, Concern, Finding
from badges.faces.rules import BadgeFace, PrintedName
from badges.layouts.layout import Align, Box, Element, ElementKind, TypeRange
from badges.stock.stock import POINTS_PER_MM
from conference.typesetting.fonts import Weight
from conference.typesetting.setting import set_line

SHARE_ABOVE = 0.42  # of the room left over: a block looks centred a little above the middle
SMALL_TO_LARGE = 0.8  # the family name is never nearly as large as the given name
NAME_TYPE = TypeRange(Weight.BOLD, largest=54, good=36, floor=16, lines=2)
FAMILY_TYPE = TypeRange(Weight.BOLD, largest=30, good=20, floor=12, lines=2)
TWO_LINES = 1.15  # of a good size: two lines are never larger
SINGLE_GOOD = 44 / 36  # a name on one line alone is good only if it is larger
GAP_NAME, GAP_AFFILIATION, GAP_COUNTRY = 0.072, 0.3, 0.13  # of the size above or below, in em


@dataclass(frozen=True, slots=True)
class Sizes:
    """The type of a person's column, made from an element's two ranges."""

    given: TypeRange
    single: TypeRange
    family: TypeRange
    affiliation: TypeRange
    country: TypeRange


@dataclass(frozen=True, slots=True)
class Pair:
    """The large and the small line of a name, as high as both, with what else is true of them."""

    large: Fitted
    small: Fitted
    gap: float
    is_low_enough: bool

    @property
    def height(self) -> float:
        return self.large.height + self.small.height + self.gap

    @property
    def is_whole(self) -> bool:
        return self.is_low_enough and not any(
            part.is_cut or part.is_broken for part in (self.large, self.small)
        )


@lru_cache(maxsize=256)
def sizes_of(element: Element) -> Sizes:
    """The ranges of name, affiliation and country; the last two follow the family name's."""
    given, family = element.type or NAME_TYPE, element.small or FAMILY_TYPE
    floor = min(12.0, family.floor)
    return Sizes(
        given,
        replace(given, good=min(given.largest, given.good * SINGLE_GOOD)),
        family,
        TypeRange(
            Weight.REGULAR, max(floor, family.largest * 0.6), max(floor, family.good * 0.75),
            floor, lines=2,
        ),
        TypeRange(
            Weight.REGULAR, max(floor, family.largest * 0.53), max(floor, family.good * 0.65),
            floor, lines=2,
        ),
    )  # fmt: skip


def person_blocks(
    face: BadgeFace, element: Element, sizes: Sizes
) -> tuple[list[Block], list[Finding]]:
    """Name, and for PERSON affiliation and country, as one column a little above the middle.

    Where the column is too low for all of it the country goes first, then the affiliation.
    """
    name = name_that_can_be_set(face)
    pair, below = _column(face, name, element, sizes)
    align = _align(element, pair)
    parts = [("name", 0.0, pair.large), ("family", pair.gap, pair.small), *below]
    blocks = list(_stack([part for part in parts if part[2].lines], element.box, align))
    return blocks, list(_findings(face, name, element, blocks))


def name_that_can_be_set(face: BadgeFace) -> PrintedName:
    """The badge name; the registered one if no font holds it; at the worst, the code."""
    for name in (face.name, face.registered):
        lines = (set_line(text, Weight.BOLD, face.country_code) for text in _lines(name))
        if name.whole and not any(line.missing for line in lines):
            return name
    has_ink = set_line(face.name.large, Weight.BOLD, face.country_code).runs
    return face.name if has_ink else PrintedName(face.code, face.code)


def _lines(name: PrintedName) -> tuple[str, ...]:
    return (name.large, name.small) if name.small else (name.large,)


def _column(
    face: BadgeFace, name: PrintedName, element: Element, sizes: Sizes
) -> tuple[Pair, list[tuple[str, float, Fitted]]]:
    room = element.box.height * POINTS_PER_MM
    for below in _below(face, element, sizes):
        rest = sum(gap + part.height for _, gap, part in below)
        pair = _arrange(name, face, element.box.width * POINTS_PER_MM, room - rest, sizes)
        if pair.is_low_enough:
            return pair, below
    return pair, []


def _below(
    face: BadgeFace, element: Element, sizes: Sizes
) -> Iterator[list[tuple[str, float, Fitted]]]:
    """What stands under the name, from all of it to nothing."""
    if element.kind is ElementKind.NAME:
        yield []
        return
    width, country_code = element.box.width * POINTS_PER_MM, face.country_code
    country = fit(face.country, sizes.country, width)
    two = fit(face.affiliation, sizes.affiliation, width, country_code)
    one = two
    gaps = (GAP_AFFILIATION * sizes.family.good * 2, GAP_COUNTRY * sizes.family.good * 2)
    rows = [("affiliation", gaps[0], two), ("country", gaps[1], country)]
    yield [row for row in rows if row[2].lines]
    if len(two.lines) > 1:
        one = fit(face.affiliation, replace(sizes.affiliation, lines=1), width, country_code)
    tight = (gaps[0] * 0.6, gaps[1] * 0.6)
    rows = [("affiliation", tight[0], one), ("country", tight[1], country)]
    yield [row for row in rows if row[2].lines]
    yield [row for row in rows[:1] if row[2].lines]
    yield []


def _arrange(name: PrintedName, face: BadgeFace, width: float, room: float, sizes: Sizes) -> Pair:
    """The large and the small line in one or two lines each, whichever reads from farther away.

    A size beyond "good" counts for nothing, so a name that is good on one line stays on one.
    """
    given = sizes.given if name.small else sizes.single
    first = _pair(name, face, width, room, (given, sizes.family), (1, 1))
    small_is_good = not name.small or first.small.size >= sizes.family.good
    if first.is_whole and first.large.size >= given.good and small_is_good:
        return first
    choices = [first] + [
        _pair(name, face, width, room, (given, sizes.family), (large, small))
        for large in range(1, given.lines + 1)
        for small in (range(1, sizes.family.lines + 1) if name.small else (1,))
        if (large, small) != (1, 1)
    ]
    return max(choices, key=lambda pair: _merit(pair, given.good, sizes.family.good))


def _merit(pair: Pair, good_large: float, good_small: float) -> tuple[float, ...]:
    large, small = pair.large, pair.small
    lines = len(large.lines) + len(small.lines)
    return (
        pair.is_low_enough,
        pair.is_whole,
        0 if pair.is_whole else sum(len(line.text) for line in (*large.lines, *small.lines)),
        min(large.size, good_large),
        min(small.size, good_small),
        -lines,
        large.size,
    )


def _pair(
    name: PrintedName, face: BadgeFace, width: float, room: float,
    ranges: tuple[TypeRange, TypeRange], lines: tuple[int, int],
) -> Pair:  # fmt: skip
    given, family = ranges
    country = face.country_code
    large = fit(name.large, _of_lines(given, lines[0]), width, country)
    if not name.small:
        return _low_enough(large, Fitted((), family.floor), 0.0, room, ranges)
    small = fit(name.small, _of_lines(family, lines[1]), width, country)
    largest = max(family.floor, large.size * SMALL_TO_LARGE)
    if small.size > largest:
        small = replace(small, size=largest)
    return _low_enough(large, small, given.good * GAP_NAME * 2.8, room, ranges)


@lru_cache(maxsize=256)
def _of_lines(sizes: TypeRange, lines: int) -> TypeRange:
    """The range for so many lines; two are no larger than a good size needs."""
    largest = sizes.largest if lines == 1 else min(sizes.largest, sizes.good * TWO_LINES)
    return replace(sizes, lines=min(lines, sizes.lines), largest=largest)


def _low_enough(
    large: Fitted, small: Fitted, gap: float, room: float, ranges: tuple[TypeRange, TypeRange]
) -> Pair:
    """Both lines made smaller, in one step, where they would be higher than the room."""
    height = large.height + small.height + gap
    if height <= room:
        return Pair(large, small, gap, True)
    gap = min(gap, room * 0.06)
    ems = (large.height / large.size, small.height / small.size)
    size = (room - gap - small.height) / ems[0]
    if small.lines and size * SMALL_TO_LARGE < small.size:
        size = (room - gap) / (ems[0] + SMALL_TO_LARGE * ems[1])
    size = max(ranges[0].floor, min(large.size, size))
    below = max(ranges[1].floor, min(small.size, size * SMALL_TO_LARGE))
    pair = Pair(replace(large, size=size), replace(small, size=below), gap, True)
    return pair if pair.height <= room + 0.01 else replace(pair, is_low_enough=False)


def _align(element: Element, pair: Pair) -> Align:
    """A name that reads from right to left begins on the right."""
    if element.align is Align.LEFT and any(line.is_right_to_left for line in pair.large.lines):
        return Align.RIGHT
    return element.align


def _stack(parts: list[tuple[str, float, Fitted]], box: Box, align: Align) -> Iterator[Block]:
    heights = [(gap / POINTS_PER_MM, part.height / POINTS_PER_MM) for _, gap, part in parts]
    top = box.y + max(0.0, box.height - sum(map(sum, heights))) * SHARE_ABOVE
    for (role, _, part), (gap, height) in zip(parts, heights, strict=True):
        yield Block(role, Box(box.x, top + gap, box.width, height), part, align)
        top += gap + height


def _findings(
    face: BadgeFace, printed: PrintedName, element: Element, blocks: list[Block]
) -> Iterator[Finding]:
    if printed is not face.name and printed != face.name:
        sentence = (
            f"No font holds every character of “{face.name.whole}”: “{printed.whole}” is printed."
        )
        yield Finding(face.code, face.name.whole, Concern.REGISTERED, sentence)
    if element.kind is ElementKind.PERSON:
        roles = {block.role for block in blocks}
        wanted = {"affiliation": face.affiliation, "country": face.country}
        lost = [role for role, text in wanted.items() if text.strip() and role not in roles]
        if lost:
            sentence = f"No room for the {' and the '.join(lost)}."
            yield Finding(face.code, face.name.whole, Concern.LEFT_OUT, sentence)
