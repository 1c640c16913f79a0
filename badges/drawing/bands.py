"""The category band: the word says it, a pattern at both ends repeats it, the colour helps.

Colours are Okabe and Ito's, each with the text colour that passes 4.5:1. On a printer with one
colour the patterns still tell the bands apart. Everything here is plain geometry in millimetres.
"""

from collections.abc import Callable
from dataclasses import dataclass

from badges.faces.rules import BandStyle
from badges.layouts.layout import Box

BLACK, WHITE = "#000000", "#FFFFFF"
END_MM = 15.0  # the patterned part at each end, of a wide band
END_SHARE = 0.143  # and of any band's width
FRAME_MM = 0.8

Point = tuple[float, float]
Polygon = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The fill, the colour of word and pattern, and the pattern's name."""

    fill: str
    text: str
    pattern: str


@dataclass(frozen=True, slots=True)
class End:
    """One end of the band: nothing of the pattern shows outside its box."""

    box: Box
    polygons: tuple[Polygon, ...]


BANDS = {
    BandStyle.PLAIN: Band(WHITE, BLACK, "frame"),
    BandStyle.BLACK: Band(BLACK, WHITE, "none"),
    BandStyle.BLUE: Band("#0072B2", WHITE, "bars"),
    BandStyle.GREEN: Band("#009E73", BLACK, "stripes"),
    BandStyle.ORANGE: Band("#E69F00", BLACK, "diamonds"),
    BandStyle.PURPLE: Band("#CC79A7", BLACK, "chevrons"),
    BandStyle.VERMILLION: Band("#D55E00", BLACK, "checks"),
}


def rule_colour(style: BandStyle) -> str:
    """The rule under the meeting's title repeats the band; on a white band it is black."""
    return BLACK if style is BandStyle.PLAIN else BANDS[style].fill


def frame(band: Box) -> Box:
    """The line that stands for a band without a colour."""
    return Box(band.x, band.y, band.width, FRAME_MM)


def end_width(band: Box) -> float:
    """How wide the patterned part is at each end."""
    return min(END_MM, band.width * END_SHARE)


def ends(style: BandStyle, band: Box) -> tuple[End, ...]:
    """Both ends of the band with their pattern; none for a plain or a black one."""
    pattern = PATTERNS.get(BANDS[style].pattern)
    if pattern is None:
        return ()
    width = end_width(band)
    left = Box(band.x, band.y, width, band.height)
    right = Box(band.right - width, band.y, width, band.height)
    return End(left, pattern(left)), End(right, pattern(right))


def _rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def _steps(start: float, length: float, pitch: float) -> list[float]:
    return [start + index * pitch for index in range(int(length / pitch) + 1)]


def _bars(end: Box) -> tuple[Polygon, ...]:
    places = _steps(end.x + 0.75, end.width - 1, 3.0)
    return tuple(_rectangle(x, end.y, 1.5, end.height) for x in places)


def _stripes(end: Box) -> tuple[Polygon, ...]:
    lean, thick = end.height, 2.2
    return tuple(
        ((x, end.bottom), (x + thick, end.bottom), (x + thick + lean, end.y), (x + lean, end.y))
        for x in _steps(end.x - lean, end.width + lean, 5.0)
    )


def _diamonds(end: Box) -> tuple[Polygon, ...]:
    half = 1.7
    return tuple(
        ((x - half, y), (x, y - half), (x + half, y), (x, y + half))
        for y in _steps(end.y + 2.5, end.height - 4, 5.0)
        for x in _steps(end.x + 2.5, end.width - 4, 5.0)
    )


def _chevrons(end: Box) -> tuple[Polygon, ...]:
    middle, depth, thick = end.y + end.height / 2, 5.0, 2.2
    return tuple(
        (
            (x, end.y),
            (x + thick, end.y),
            (x + thick + depth, middle),
            (x + thick, end.bottom),
            (x, end.bottom),
            (x + depth, middle),
        )
        for x in _steps(end.x - depth + 0.5, end.width + depth, 5.0)
    )


def _checks(end: Box) -> tuple[Polygon, ...]:
    side = 2.5
    return tuple(
        _rectangle(x + (row % 2) * side, y, side, side)
        for row, y in enumerate(_steps(end.y, end.height - side, side))
        for x in _steps(end.x, end.width - side, 2 * side)
    )


PATTERNS: dict[str, Callable[[Box], tuple[Polygon, ...]]] = {
    "bars": _bars,
    "stripes": _stripes,
    "diamonds": _diamonds,
    "chevrons": _chevrons,
    "checks": _checks,
}
