"""Where everything on one badge goes, and what the operator should know before it is printed.

Pure arithmetic: `compose` gives boxes and sizes that a test can check without drawing anything.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from badges.drawing.fit import LINE_GAP_EM, Fitted, TypeRange, fit
from badges.drawing.qr import snapped
from badges.faces.rules import BadgeFace, PrintedName, grouped
from badges.layout import POINTS_PER_MM, BadgeLayout, Box
from conference.typesetting.fonts import Weight
from conference.typesetting.setting import Line, set_line

GAP_NAME, GAP_AFFILIATION, GAP_COUNTRY = 2.6, 5.2, 2.2  # mm between the parts of a person
SHARE_ABOVE = 0.42  # of the room left over: a block looks centred a little above the middle
PILL_PADDING, PILL_HEIGHT, PILL_GAP = 2.4, 6.8, 1.6
SMALL_TO_LARGE = 0.8  # the family name is never nearly as large as the given name
CAPITAL = 0.714  # of the size: the height of capitals


class Concern(StrEnum):
    """What a pre-print report warns of."""

    MISSING = "missing"
    CUT = "cut"
    BROKEN = "broken"
    REGISTERED = "registered"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the pre-print report."""

    code: str
    name: str
    concern: Concern
    sentence: str


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Block:
    """Text in its place, in a box of the ink's height or more."""

    role: str
    box: Box
    fitted: Fitted
    align: Align = Align.LEFT

    def baselines(self) -> tuple[float, ...]:
        """Of each line, in mm from the top: the ink fills its box, or its capitals centre in it."""
        lines, size = self.fitted.lines, self.fitted.size / POINTS_PER_MM
        pitches = [
            (above.descent + LINE_GAP_EM + below.ascent) * size
            for above, below in itertools.pairwise(lines)
        ]
        first = self.box.y + lines[0].ascent * size if lines else self.box.y
        if self.box.height > self.fitted.height / POINTS_PER_MM + 0.5:
            spare = self.box.height - sum(pitches) - CAPITAL * size
            first = self.box.y + spare / 2 + CAPITAL * size
        return tuple(itertools.accumulate(pitches, initial=first))[: len(lines)]

    def left_of(self, line: Line) -> float:
        """Where a line begins, in mm."""
        spare = self.box.width - line.width * self.fitted.size / POINTS_PER_MM
        share = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[self.align]
        return self.box.x + spare * share


@dataclass(frozen=True, slots=True)
class Composition:
    """A badge ready to draw. `pills` are the ribbons, each with its frame as box."""

    blocks: tuple[Block, ...]
    pills: tuple[Block, ...]
    qr: Box
    findings: tuple[Finding, ...]


def compose(face: BadgeFace, layout: BadgeLayout) -> Composition:
    """Place one badge. Nothing overlaps, nothing leaves its box, nothing is under its floor."""
    name = _name_that_can_be_set(face, layout)
    person = _person(face, name, layout)
    pills, left_out = _pills(face.ribbons, layout)
    blocks = (*person, *_codes(face, layout))
    findings = [*_name_findings(face, name), *_text_findings(face, (*blocks, *pills))]
    if left_out:
        sentence = f"No room for the ribbons {', '.join(left_out)}."
        findings.append(Finding(face.code, face.name.whole, Concern.LEFT_OUT, sentence))
    return Composition(blocks, pills, layout.qr, tuple(findings))


def background(face: BadgeFace, layout: BadgeLayout) -> tuple[Block, ...]:
    """What all badges of a category share: the meeting's title, the occasion, the band's word."""
    title = _fit(face.meeting, layout.title, layout.meeting.width)
    occasion = _fit(face.occasion, layout.occasion, layout.meeting.width)
    word = _fit(face.category.upper(), layout.word, layout.band.width * 0.6)
    at = layout.meeting
    below = at.y + _mm(title.height) + 1.6
    return (
        Block("meeting", Box(at.x, at.y, at.width, _mm(title.height)), title),
        Block("occasion", Box(at.x, below, at.width, _mm(occasion.height)), occasion),
        Block("band", layout.band, word, Align.CENTRE),
    )


def snapped_qr(box: Box, x: float, y: float) -> tuple[float, float]:
    """The code's corner on the page, moved to whole printer dots (less than half a dot)."""
    return snapped(x + box.x), snapped(y + box.y)


def _mm(points: float) -> float:
    return points / POINTS_PER_MM


def _fit(text: str, sizes: TypeRange, width: float, country_code: str = "") -> Fitted:
    return fit(text, sizes, width * POINTS_PER_MM, country_code)


def _name_that_can_be_set(face: BadgeFace, layout: BadgeLayout) -> PrintedName:
    """The badge name; the registered one if no font holds it; at the worst, the code."""
    for name in (face.name, face.registered):
        lines = (
            set_line(text, Weight.BOLD, face.country_code) for text in (name.large, name.small)
        )
        if name.whole and not any(line.missing for line in lines):
            return name
    has_ink = set_line(face.name.large, Weight.BOLD, face.country_code).runs
    return face.name if has_ink else PrintedName(face.code, face.code)


def _arrange(
    name: PrintedName, face: BadgeFace, layout: BadgeLayout, room: float
) -> tuple[Fitted, Fitted]:
    """The large and the small line in one or two lines each, whichever reads from farther away.

    A size beyond "good" counts for nothing, so a name that is good on one line stays on one.
    """
    large_sizes = layout.given if name.small else layout.single
    choices = [
        _name_pair(name, face, layout, room, (large_lines, small_lines))
        for large_lines in (1, 2)
        for small_lines in ((1, 2) if name.small else (1,))
    ]
    return max(choices, key=lambda pair: _merit(pair, large_sizes.good, layout.family.good))


def _merit(pair: tuple[Fitted, Fitted], good_large: float, good_small: float) -> tuple[float, ...]:
    large, small = pair
    whole = sum(not (part.is_cut or part.is_broken) for part in pair)
    lines = len(large.lines) + len(small.lines)
    return (whole, min(large.size, good_large), min(small.size, good_small), -lines, large.size)


def _name_pair(
    name: PrintedName, face: BadgeFace, layout: BadgeLayout, room: float, lines: tuple[int, int]
) -> tuple[Fitted, Fitted]:
    width, country = layout.person.width, face.country_code
    sizes = replace(layout.given if name.small else layout.single, lines=lines[0])
    large = _fit(name.large, sizes, width, country)
    small = _fit(name.small, replace(layout.family, lines=lines[1]), width, country)
    small = replace(
        small, size=max(layout.family.floor, min(small.size, large.size * SMALL_TO_LARGE))
    )
    gap = GAP_NAME if small.lines else 0
    return _no_higher(large, (room - gap) * POINTS_PER_MM - small.height, sizes.floor), small


def _person(face: BadgeFace, name: PrintedName, layout: BadgeLayout) -> Iterator[Block]:
    """Name, affiliation and country as one column, a little above the middle of its box."""
    box = layout.person
    affiliation = _fit(face.affiliation, layout.affiliation, box.width, face.country_code)
    country = _fit(face.country, layout.country, box.width)
    below = [(GAP_AFFILIATION, affiliation), (GAP_COUNTRY, country)]
    rest = sum(gap + _mm(part.height) for gap, part in below if part.lines)
    large, small = _arrange(name, face, layout, box.height - rest)
    align = Align.RIGHT if any(line.is_right_to_left for line in large.lines) else Align.LEFT
    parts = [("name", 0.0, large), ("family", GAP_NAME, small)]
    parts += [
        (role, gap, part)
        for role, (gap, part) in zip(("affiliation", "country"), below, strict=True)
    ]
    parts = [part for part in parts if part[2].lines]
    height = sum(gap + _mm(part.height) for _, gap, part in parts)
    top = box.y + (box.height - height) * SHARE_ABOVE
    for role, gap, part in parts:
        yield Block(role, Box(box.x, top + gap, box.width, _mm(part.height)), part, align)
        top += gap + _mm(part.height)


def _no_higher(fitted: Fitted, room: float, floor: float) -> Fitted:
    if fitted.height <= room:
        return fitted
    return replace(fitted, size=max(floor, fitted.size * room / fitted.height))


def _codes(face: BadgeFace, layout: BadgeLayout) -> Iterator[Block]:
    """The registration's code to type, and the token under the QR code in two lines of 4-4."""
    code = _fit(f"Registration {face.code}", layout.code_type, layout.code.width)
    bottom = layout.code.bottom - _mm(code.height)
    yield Block("code", Box(layout.code.x, bottom, layout.code.width, _mm(code.height)), code)
    groups = grouped(face.token).split("-")
    pairs = ["-".join(groups[start : start + 2]) for start in range(0, len(groups), 2)]
    top = layout.token.y
    for pair in pairs:
        line = _fit(pair, layout.token_type, layout.token.width)
        height = _mm(line.height)
        box = Box(layout.token.x, top, layout.token.width, height)
        yield Block("token", box, line, Align.CENTRE)
        top += height + 0.5


def _pills(
    ribbons: tuple[str, ...], layout: BadgeLayout
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Ribbons from left to right, then down; and those for which there is no room."""
    box = layout.ribbons
    x, y = box.x, box.y
    pills: list[Block] = []
    for index, ribbon in enumerate(ribbons):
        text = _fit(ribbon, layout.ribbon, box.width - 2 * PILL_PADDING)
        width = _mm(text.width) + 2 * PILL_PADDING
        if x > box.x and x + width > box.right:
            x, y = box.x, y + PILL_HEIGHT + PILL_GAP
        if y + PILL_HEIGHT > box.bottom:
            return tuple(pills), ribbons[index:]
        pills.append(Block("ribbon", Box(x, y, width, PILL_HEIGHT), text, Align.CENTRE))
        x += width + PILL_GAP
    return tuple(pills), ()


def _name_findings(face: BadgeFace, printed: PrintedName) -> Iterator[Finding]:
    if printed is face.name or printed == face.name:
        return
    sentence = (
        f"No font holds every character of “{face.name.whole}”: “{printed.whole}” is printed."
    )
    yield Finding(face.code, face.name.whole, Concern.REGISTERED, sentence)


def _text_findings(face: BadgeFace, blocks: tuple[Block, ...]) -> Iterator[Finding]:
    for block in blocks:
        if block.fitted.missing:
            characters = " ".join(block.fitted.missing)
            sentence = f"The {block.role} is printed without {characters}: no font holds it."
            yield Finding(face.code, face.name.whole, Concern.MISSING, sentence)
        if block.fitted.is_broken:
            sentence = f"The {block.role} is one long word and is broken over two lines."
            yield Finding(face.code, face.name.whole, Concern.BROKEN, sentence)
        if block.fitted.is_cut:
            sentence = f"The {block.role} is too long and ends in an ellipsis."
            yield Finding(face.code, face.name.whole, Concern.CUT, sentence)
