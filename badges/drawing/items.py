"""What a composed badge is made of: things in their places, ready to draw. Pure.

Millimetres from the top left corner of the badge.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from badges.drawing.bands import BLACK
from badges.drawing.fit import LINE_GAP_EM, Fitted
from badges.faces.rules import BandStyle
from badges.layouts.layout import Align, Box, Turn
from badges.stock.stock import POINTS_PER_MM
from conference.typesetting.setting import Line

CAPITAL = 0.714  # of the size: the height of capitals
SHARE = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}


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


@dataclass(frozen=True, slots=True)
class Block:
    """Text in its place, in a box of the ink's height or more; a framed one is a ribbon."""

    role: str
    box: Box
    fitted: Fitted
    align: Align = Align.LEFT
    colour: str = BLACK
    is_framed: bool = False
    called: str = ""

    @property
    def said(self) -> str:
        """What a person calls it: the words it holds, or its role."""
        return self.called or self.role

    def baselines(self) -> tuple[float, ...]:
        """Of each line, in mm from the top: the ink fills its box, or its capitals centre in it."""
        lines, size = self.fitted.lines, self.fitted.size / POINTS_PER_MM
        if not lines:
            return ()
        spare = self.box.height - self.fitted.height / POINTS_PER_MM
        if len(lines) == 1:
            down = lines[0].ascent * size
            return (self.box.y + (down if spare <= 0.5 else self._centred(down, 0.0, size)),)
        pitches = [
            (above.descent + LINE_GAP_EM + below.ascent) * size
            for above, below in itertools.pairwise(lines)
        ]
        first = lines[0].ascent * size
        if spare > 0.5:
            first = self._centred(first, sum(pitches), size)
        return tuple(itertools.accumulate(pitches, initial=self.box.y + first))

    def _centred(self, ascent: float, pitches: float, size: float) -> float:
        """The first baseline from the box's top with the capitals in its middle, ink inside."""
        middle = (self.box.height - pitches + CAPITAL * size) / 2
        descent = self.fitted.lines[-1].descent * size
        return max(ascent, min(middle, self.box.height - pitches - descent))

    def left_of(self, line: Line) -> float:
        """Where a line begins, in mm."""
        if self.align is Align.LEFT:
            return self.box.x
        spare = self.box.width - line.width * self.fitted.size / POINTS_PER_MM
        return self.box.x + spare * SHARE[self.align]


@dataclass(frozen=True, slots=True)
class Code:
    """The QR code of a token, as large as whole printer dots let it be in its box."""

    box: Box
    token: str
    turn: Turn = Turn.UPRIGHT


@dataclass(frozen=True, slots=True)
class Strip:
    """The coloured and patterned area of a band; its word is a block of its own."""

    box: Box
    style: BandStyle


@dataclass(frozen=True, slots=True)
class Stroke:
    """A rule: a filled rectangle."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, whole and in proportion, in the middle of its box; a background fills it."""

    box: Box
    picture: UUID
    is_background: bool = False


@dataclass(frozen=True, slots=True)
class Turned:
    """Things laid out upright that are drawn turned about a point. A code turns itself."""

    items: "tuple[Item, ...]"
    turn: Turn
    about: tuple[float, float]


Item = Block | Code | Strip | Stroke | Image | Turned


@dataclass(frozen=True, slots=True)
class Composition:
    """Things in the order in which they are drawn, and what an operator should know of them."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(item for item in flat(self.items) if isinstance(item, Block))

    @property
    def codes(self) -> tuple[Code, ...]:
        return tuple(item for item in self.items if isinstance(item, Code))


def flat(items: Iterable[Item]) -> Iterator[Item]:
    """Every thing by itself, also those that are drawn turned."""
    for item in items:
        if isinstance(item, Turned):
            yield from item.items
        else:
            yield item
