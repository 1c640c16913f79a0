"""PDF operators for what a badge is made of: text, outlines, boxes, and the code's bars.

Coordinates come in millimetres from the top left of a page of the given height, and leave in
points from the bottom left.
"""

from collections.abc import Iterable
from typing import Any

from badges.drawing import bands, qr
from badges.drawing.compose import Block, Composition, snapped_qr
from badges.faces.rules import BandStyle
from badges.layout import POINTS_PER_MM, BadgeLayout, Box, Layout, cut_lines
from conference.typesetting.operators import draw_line, fill

MARK_LIGHT, MARK_DARK = "1 G 1.5 w", "0 G 0.5 w"
RADIUS = 1.2 * POINTS_PER_MM
BEND = RADIUS * (1 - 0.5523)  # a quarter circle as a cubic curve


def badge(document: Any, shown: Composition, layout: BadgeLayout) -> Iterable[str]:
    """What is this person's own on a badge, the code aside."""
    for block in shown.blocks:
        yield from text_block(document, block, layout.height)
    for pill in shown.pills:
        yield f"q 0 G 0.9 w {_rounded(pill.box, layout.height)} S Q"
        yield from text_block(document, pill, layout.height)


def band(style: BandStyle, layout: BadgeLayout) -> Iterable[str]:
    """The band with its pattern, and the rule under the title in the band's colour."""
    look, height = bands.BANDS[style], layout.height
    yield f"q {fill(bands.rule_colour(style))} {_rectangle(layout.rule, height)} f"
    yield f"{fill(look.fill)} {_rectangle(layout.band, height)} f {fill(look.text)}"
    for end in bands.ends(style, layout):
        polygons = " ".join(_polygon(polygon, height) for polygon in end.polygons)
        yield f"q {_rectangle(end.box, height)} W n {polygons} f Q"
    if look.pattern == "frame":
        yield f"{_rectangle(bands.frame(layout), height)} f"
    yield "Q"


def text_block(
    document: Any, block: Block, height: float, colour: str = bands.BLACK
) -> Iterable[str]:
    yield f"q {fill(colour)}"
    for line, baseline in zip(block.fitted.lines, block.baselines(), strict=True):
        x, y = block.left_of(line) * POINTS_PER_MM, (height - baseline) * POINTS_PER_MM
        yield from draw_line(document, line, block.fitted.size, x, y)
    yield "Q"


def code(box: Box, token: str, x: float, y: float, height: float) -> list[str]:
    """Black bars on a white ground; one unit is one module, the corner is on a whole dot."""
    left, top = snapped_qr(box, x, y)
    module = qr.MODULE_MM * POINTS_PER_MM
    bottom = (height - top) * POINTS_PER_MM - (qr.MODULES + qr.QUIET_ZONE) * module
    side = qr.MODULES + 2 * qr.QUIET_ZONE
    x0 = left * POINTS_PER_MM + qr.QUIET_ZONE * module
    return [
        f"q {module:.6f} 0 0 {module:.6f} {x0:.5f} {bottom:.5f} cm",
        f"1 g -{qr.QUIET_ZONE} -{qr.QUIET_ZONE} {side} {side} re f 0 g",
        *(f"{bar.column} {qr.MODULES - 1 - bar.row} {bar.length} 1 re" for bar in qr.bars(token)),
        "f Q",
    ]


def crop_marks(layout: Layout) -> str:
    """Short strokes where to cut: at the paper's edges and where cuts cross."""
    sheet, length = layout.sheet, layout.sheet.crop_marks
    width, height = sheet.width, sheet.height
    vertical, horizontal = cut_lines(sheet, layout.badge)
    strokes = []
    for x in (x for x in vertical if 0 < x < width):
        strokes += [(x, 0.0, x, length), (x, height - length, x, height)]
        strokes += [(x, y - length / 2, x, y + length / 2) for y in horizontal[1:-1]]
    for y in (y for y in horizontal if 0 < y < height):
        strokes += [(0.0, y, length, y), (width - length, y, width, y)]
        strokes += [(x - length / 2, y, x + length / 2, y) for x in vertical[1:-1]]
    path = " ".join(
        f"{x0 * POINTS_PER_MM:.2f} {(height - y0) * POINTS_PER_MM:.2f} m "
        f"{x1 * POINTS_PER_MM:.2f} {(height - y1) * POINTS_PER_MM:.2f} l"
        for x0, y0, x1, y1 in strokes
    )
    return f"q {MARK_LIGHT} {path} S {MARK_DARK} {path} S Q"


def _rectangle(box: Box, height: float) -> str:
    x, y = box.x * POINTS_PER_MM, (height - box.bottom) * POINTS_PER_MM
    return f"{x:.2f} {y:.2f} {box.width * POINTS_PER_MM:.2f} {box.height * POINTS_PER_MM:.2f} re"


def _polygon(points: bands.Polygon, height: float) -> str:
    places = [f"{x * POINTS_PER_MM:.2f} {(height - y) * POINTS_PER_MM:.2f}" for x, y in points]
    return f"{places[0]} m " + " ".join(f"{place} l" for place in places[1:]) + " h"


def _rounded(box: Box, height: float) -> str:
    """A rectangle with round corners, counter-clockwise from the bottom left."""
    left, right = box.x * POINTS_PER_MM, box.right * POINTS_PER_MM
    low, high = (height - box.bottom) * POINTS_PER_MM, (height - box.y) * POINTS_PER_MM
    corners = ((right, low, -1, 1), (right, high, -1, -1), (left, high, 1, -1), (left, low, 1, 1))
    path = [f"{left + RADIUS:.2f} {low:.2f} m"]
    for index, (x, y, inward, up) in enumerate(corners):
        beside = (x + inward * RADIUS, y), (x + inward * BEND, y)
        above = (x, y + up * RADIUS), (x, y + up * BEND)
        (start, pull), (to, push) = (beside, above) if index % 2 == 0 else (above, beside)
        points = " ".join(f"{place:.2f}" for place in (*pull, *push, *to))
        path.append(f"{start[0]:.2f} {start[1]:.2f} l {points} c")
    return " ".join(path) + " h"
