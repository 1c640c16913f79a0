"""PDF operators for what a badge is made of: text, outlines, areas, and the code's bars.

Coordinates come in millimetres from the top left of an area of the given height, and leave in
points from the bottom left.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from badges.drawing import bands, qr
from badges.drawing.items import Block, Image, Item, Strip, Stroke, Turned
from badges.layouts.layout import Box, Turn
from badges.stock.grid import crop_marks, fold_lines
from badges.stock.stock import POINTS_PER_MM, Paper
from conference.typesetting.operators import draw_line, fill
from conference.typesetting.setting import Line

MARK_LIGHT, MARK_DARK = "1 G 1.5 w", "0 G 0.5 w"
FOLD_MARK = "0.6 G 0.4 w [3 3] 0 d"
RADIUS = 0.176  # of a ribbon's height: 1.2 mm at 6.8
CURVE = 1 - 0.5523  # a quarter circle as a cubic curve
FRAME_POINTS = 0.9
CHUNK = 7  # modules: three make a row

# Cosine and sine of a turn to the right, where y grows upwards.
TURNS = {Turn.UPRIGHT: (1, 0), Turn.RIGHT: (0, -1), Turn.OVER: (-1, 0), Turn.LEFT: (0, 1)}
# From which corner of its square a turned thing is drawn: to the right and up, in its sides.
CORNERS = {Turn.UPRIGHT: (0, 0), Turn.RIGHT: (0, 1), Turn.OVER: (1, 1), Turn.LEFT: (1, 0)}

fill_of = lru_cache(maxsize=64)(fill)


class Pen:
    """Writes items into one document; a line set before is not spelt again."""

    def __init__(
        self, document: Any, height: float, picture: Callable[[Image, float], str]
    ) -> None:
        self.document = document
        self.height = height
        self.picture = picture
        self._spelt: dict[int, tuple[Line, tuple[str, str] | None]] = {}

    def draw(self, items: tuple[Item, ...]) -> list[str]:
        """The operators of everything but the codes, which are placed on the page's dots."""
        drawn: list[str] = []
        for item in items:
            if isinstance(item, Block):
                self._block(item, drawn)
            elif isinstance(item, Strip):
                drawn += self._strip(item)
            elif isinstance(item, Stroke):
                drawn.append(f"{fill_of(item.colour)} {rectangle(item.box, self.height)} f 0 g")
            elif isinstance(item, Image):
                drawn.append(self.picture(item, self.height))
            elif isinstance(item, Turned):
                drawn += [f"q {self._turn(item)} cm", *self.draw(item.items), "Q"]
        return drawn

    def _turn(self, item: Turned) -> str:
        """The matrix that turns clockwise about a point."""
        cosine, sine = TURNS[item.turn]
        x, y = item.about[0] * POINTS_PER_MM, (self.height - item.about[1]) * POINTS_PER_MM
        right, up = x - cosine * x + sine * y, y - sine * x - cosine * y
        return f"{cosine} {sine} {-sine} {cosine} {right:.3f} {up:.3f}"

    def _block(self, block: Block, drawn: list[str]) -> None:
        if block.is_framed:
            drawn.append(_rounded(block.box, self.height))
        if block.colour != bands.BLACK:
            drawn.append(fill_of(block.colour))
        size = block.fitted.size
        for line, baseline in zip(block.fitted.lines, block.baselines(), strict=True):
            x, y = block.left_of(line) * POINTS_PER_MM, (self.height - baseline) * POINTS_PER_MM
            spelt = self._spelling(line)
            if spelt:
                font, shown = spelt
                drawn.append(f"BT {font} {size:.4g} Tf {x:.2f} {y:.2f} Td {shown} ET")
            else:
                drawn += draw_line(self.document, line, size, x, y)
        if block.colour != bands.BLACK:
            drawn.append("0 g")

    def _spelling(self, line: Line) -> tuple[str, str] | None:
        """Font and glyphs of a line that is one run of text; None for any other."""
        known = self._spelt.get(id(line))
        if known is None:
            known = (line, self._spell(line))
            self._spelt[id(line)] = known
        return known[1]

    def _spell(self, line: Line) -> tuple[str, str] | None:
        if len(line.runs) != 1 or not line.runs[0].is_text:
            return None
        drawn = list(draw_line(self.document, line, 1, 0, 0))
        if len(drawn) != 3:  # more than one subset of the font
            return None
        font, _, shown = drawn[1].partition(" 1 Tf ")
        return font, shown

    def _strip(self, strip: Strip) -> Iterator[str]:
        look, height = bands.BANDS[strip.style], self.height
        yield f"q {fill(look.fill)} {rectangle(strip.box, height)} f {fill(look.text)}"
        for end in bands.ends(strip.style, strip.box):
            polygons = " ".join(_polygon(polygon, height) for polygon in end.polygons)
            yield f"q {rectangle(end.box, height)} W n {polygons} f Q"
        if look.pattern == "frame":
            yield f"{rectangle(bands.frame(strip.box), height)} f"
        yield "Q"


def code(raster: qr.Raster, token: str, page_height: float, turn: Turn = Turn.UPRIGHT) -> str:
    """Black bars on a white ground; one unit is one module, the corner is on a whole dot."""
    module = raster.module * POINTS_PER_MM
    left, top = raster.x * POINTS_PER_MM, (page_height - raster.y) * POINTS_PER_MM
    side = qr.SIDE * module
    cosine, sine = TURNS[turn]
    right, up = CORNERS[turn]
    x, y = left + right * side, top - side + up * side
    sides = " ".join(f"{part * module:.5f}" for part in (cosine, sine, -sine, cosine))
    return f"q {sides} {x:.4f} {y:.4f} cm 1 g 0 0 {qr.SIDE} {qr.SIDE} re f 0 g {bars(token)}f Q"


def bars(token: str) -> str:
    """The dark modules as rectangles, neighbours in a row merged seven by seven."""
    symbol = qr.symbol(token)
    mask = (1 << CHUNK) - 1
    return "".join(
        [
            _bars_of(at, symbol >> at * CHUNK & mask)
            for at in range(qr.MODULES * qr.MODULES // CHUNK - 1, -1, -1)
        ]
    )


@lru_cache(maxsize=63 * 128)
def _bars_of(place: int, modules: int) -> str:
    """The bars of seven neighbours; places are counted from the end of the last row."""
    row, chunk = divmod(place, qr.MODULES // CHUNK)
    left = qr.QUIET_ZONE + qr.MODULES - (chunk + 1) * CHUNK
    return "".join(
        f"{left + column} {qr.QUIET_ZONE + row} {length} 1 re "
        for column, length in qr.stretches(f"{modules:0{CHUNK}b}")
    )


def marks(paper: Paper) -> str:
    """Short strokes where to cut, at the edges and where cuts cross; dashes along the folds.

    They move with the printer's offset, as the badges do.
    """
    sheet, (vertical, horizontal) = paper.stock.sheet, fold_lines(paper.stock)
    cuts = " ".join(_stroke(sheet.height, *stroke) for stroke in crop_marks(paper.stock))
    folds = " ".join(
        [_stroke(sheet.height, x, 0, x, sheet.height) for x in vertical]
        + [_stroke(sheet.height, 0, y, sheet.width, y) for y in horizontal]
    )
    drawn = [f"{MARK_LIGHT} {cuts} S {MARK_DARK} {cuts} S"] if cuts else []
    drawn += [f"{FOLD_MARK} {folds} S"] if folds else []
    x, y = paper.offset_x * POINTS_PER_MM, -paper.offset_y * POINTS_PER_MM
    return f"q 1 0 0 1 {x:.2f} {y:.2f} cm {' '.join(drawn)} Q" if drawn else ""


def _stroke(height: float, x0: float, y0: float, x1: float, y1: float) -> str:
    start = f"{x0 * POINTS_PER_MM:.2f} {(height - y0) * POINTS_PER_MM:.2f} m"
    return f"{start} {x1 * POINTS_PER_MM:.2f} {(height - y1) * POINTS_PER_MM:.2f} l"


def rectangle(box: Box, height: float) -> str:
    x, y = box.x * POINTS_PER_MM, (height - box.bottom) * POINTS_PER_MM
    return f"{x:.2f} {y:.2f} {box.width * POINTS_PER_MM:.2f} {box.height * POINTS_PER_MM:.2f} re"


def _polygon(points: bands.Polygon, height: float) -> str:
    places = [f"{x * POINTS_PER_MM:.2f} {(height - y) * POINTS_PER_MM:.2f}" for x, y in points]
    return f"{places[0]} m " + " ".join(f"{place} l" for place in places[1:]) + " h"


def _rounded(box: Box, height: float) -> str:
    """A rectangle with round corners, counter-clockwise from the bottom left."""
    width, tall = box.width * POINTS_PER_MM, box.height * POINTS_PER_MM
    x, y = box.x * POINTS_PER_MM, (height - box.bottom) * POINTS_PER_MM
    pill = _pill(round(width, 2), round(tall, 2))
    return f"q {FRAME_POINTS} w 1 0 0 1 {x:.2f} {y:.2f} cm {pill} S Q"


@lru_cache(maxsize=512)
def _pill(width: float, height: float) -> str:
    radius = RADIUS * height
    bend = radius * CURVE
    corners: tuple[tuple[float, float, int, int], ...] = (
        (width, 0, -1, 1), (width, height, -1, -1), (0, height, 1, -1), (0, 0, 1, 1),
    )  # fmt: skip
    path = [f"{radius:.2f} 0 m"]
    for index, (x, y, inward, up) in enumerate(corners):
        beside = (x + inward * radius, y), (x + inward * bend, y)
        above = (x, y + up * radius), (x, y + up * bend)
        (start, pull), (to, push) = (beside, above) if index % 2 == 0 else (above, beside)
        points = " ".join(f"{place:.2f}" for place in (*pull, *push, *to))
        path.append(f"{start[0]:.2f} {start[1]:.2f} l {points} c")
    return " ".join(path) + " h"
