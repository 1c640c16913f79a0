"""Temporary badges on paper: a large number, a code of its own, a line to write the name on (G08).

Millimetres here, points in the marks. Only the front is printed, whatever the stock.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from badges.drawing import qr
from badges.drawing.render import dots_of
from badges.faces.rules import grouped
from badges.layouts.layout import Box
from badges.stock.grid import crop_marks, panels, place
from badges.stock.stock import POINTS_PER_MM, Paper, Stock
from badges.temporary.rules import TemporaryBadge
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import About, Mark, Rectangle, Text, paint
from conference.typesetting.setting import Line, set_line
from conference.typesetting.wrapping import wrap

BLACK, WHITE, GREY = "#000000", "#ffffff", "#595959"
BAND = "TEMPORARY BADGE · VALID ONE DAY"
LINE = 0.3
LABEL_PT = 7.0
LINE_MM = 12.0  # of paper for one line written by hand
ASCENT = 0.72  # of a numeral, in type sizes


def temporary_pdf(
    badges: Sequence[TemporaryBadge], *, title: str, secret: str, paper: Paper
) -> bytes:
    """The badges by number on this paper; `title` is the meeting's."""
    stock = paper.stock
    pages: list[list[Mark]] = []
    for index, badge in enumerate(badges):
        at, front = place(paper, index), panels(stock)[0]
        while len(pages) <= at.page:
            pages.append([*_crop_marks(paper)])
        box = Box(at.x + front.x, at.y + front.y, stock.width, stock.height)
        pages[at.page] += _badge(badge, title, badge.token(secret), box, stock)
    about = About(f"Temporary badges of {title}", subject=stock.title)
    size = (stock.sheet.width * POINTS_PER_MM, stock.sheet.height * POINTS_PER_MM)
    return paint(pages, about, size)


def _badge(
    badge: TemporaryBadge, title: str, token: str, face: Box, stock: Stock
) -> Iterator[Mark]:
    band = max(7.0, min(16.0, face.height * 0.14))
    yield from _band(Box(face.x, face.bottom - band, face.width, band))
    safe = stock.safe
    inner = Box(face.x + safe, face.y + safe, face.width - 2 * safe, face.height - band - 2 * safe)
    arrange = _across if face.width >= face.height else _upright
    yield from arrange(badge, title, token, inner, stock)


def _across(
    badge: TemporaryBadge, title: str, token: str, box: Box, stock: Stock
) -> Iterator[Mark]:
    """The code on the right over the whole height; title, number and name on the left."""
    side = max(qr.SMALLEST_MM, min(28.0, box.height - 7.0, box.width * 0.34))
    yield from _code(token, Box(box.right - side, box.y, side, side), stock)
    left = Box(box.x, box.y, box.width - side - 2, box.height)
    top = yield from _title(title, left, most=2)
    lines = 2 if left.bottom - top > 2 * LINE_MM + 14 else 1
    room = Box(left.x, top + 1, left.width, left.bottom - top - 1 - lines * _line_height(left))
    yield from _number(badge.number, room)
    yield from _to_write(("Name", "Date")[:lines], left, lines * _line_height(left))


def _upright(
    badge: TemporaryBadge, title: str, token: str, box: Box, stock: Stock
) -> Iterator[Mark]:
    """Title above, number and code beside each other, then name, institution and date."""
    top = yield from _title(title, box, most=3)
    lines = 3 if box.bottom - top > 3 * LINE_MM + 32 else 2
    written = lines * LINE_MM
    side = max(qr.SMALLEST_MM, min(30.0, box.width * 0.36, box.bottom - top - written - 8))
    yield from _code(token, Box(box.right - side, top + 2, side, side), stock)
    room = Box(box.x, top + 2, box.width - side - 3, box.bottom - top - written - 4)
    yield from _number(badge.number, room)
    words = ("Name", "Institution", "Date") if lines == 3 else ("Name", "Date")
    yield from _to_write(words, box, written)


def _line_height(box: Box) -> float:
    return LINE_MM if box.height > 34 else 8.5


def _title(title: str, box: Box, most: int) -> Generator[Mark, None, float]:
    """The meeting's title in at most so many lines; returns where it ends."""
    for size in (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0):
        lines = wrap(title, size, box.width * POINTS_PER_MM, Weight.BOLD)
        if len(lines) <= most and len(lines) * size < box.height * POINTS_PER_MM / 4:
            break
    for number, line in enumerate(lines[:most]):
        yield _text(line, box.x, box.y + _mm(size * (1 + 1.25 * number)), size)
    return box.y + _mm(size * 1.25 * min(most, len(lines)))


def _number(number: int, room: Box) -> Iterator[Mark]:
    """As large as the room allows: it is read across a hall."""
    line = set_line(str(number), Weight.BOLD)
    tall = room.height * POINTS_PER_MM / ASCENT
    size = max(14.0, min(120.0, tall, room.width * POINTS_PER_MM / line.width))
    middle = room.y + room.height / 2 + _mm(size * ASCENT / 2)
    yield _text(line, room.x, middle, size)


def _to_write(words: Sequence[str], box: Box, height: float) -> Iterator[Mark]:
    """Lines to write on, each with the word for what goes there, at the foot of the box."""
    step = height / len(words)
    for number, word in enumerate(words):
        foot = box.bottom - height + (number + 1) * step
        line = set_line(word, Weight.REGULAR)
        yield _text(line, box.x, foot - 1.0, LABEL_PT, GREY)
        start = _mm(line.width * LABEL_PT) + 1.5
        yield _rectangle(Box(box.x + start, foot - 1.0, box.width - start, LINE))


def _code(token: str, box: Box, stock: Stock) -> Iterator[Mark]:
    """The code on whole dots of the printer, and under it the characters to type."""
    at = qr.on_dots(box.x, box.y, box.width, box.height, dots_of(stock))
    quiet = qr.QUIET_ZONE * at.module
    for bar in qr.bars(token):
        x, y = at.x + quiet + bar.column * at.module, at.y + quiet + bar.row * at.module
        yield _rectangle(Box(x, y, bar.length * at.module, at.module))
    groups = grouped(token).split("-")
    size = min(9.0, box.width * 0.28)
    for number, pair in enumerate(("-".join(groups[:2]), "-".join(groups[2:]))):
        line = set_line(pair, Weight.REGULAR)
        x = box.x + (box.width - _mm(line.width * size)) / 2
        baseline = at.y + at.side - quiet + _mm(size * (1.15 + 1.2 * number))
        yield _text(line, x, baseline, size)


def _band(box: Box) -> Iterator[Mark]:
    yield _rectangle(box)
    line = set_line(BAND, Weight.BOLD)
    size = min(20.0, (box.width - 6) * POINTS_PER_MM / line.width, box.height * 1.9)
    x = box.x + (box.width - _mm(line.width * size)) / 2
    yield _text(line, x, box.y + box.height / 2 + _mm(size * ASCENT / 2), size, WHITE)


def _crop_marks(paper: Paper) -> Iterator[Mark]:
    for x0, y0, x1, y1 in crop_marks(paper.stock) if paper.marks else ():
        yield _rectangle(Box(x0, y0, max(x1 - x0, LINE), max(y1 - y0, LINE)))


def _mm(points: float) -> float:
    return points / POINTS_PER_MM


def _text(line: Line, x: float, baseline: float, size: float, colour: str = BLACK) -> Text:
    return Text(x * POINTS_PER_MM, baseline * POINTS_PER_MM, line, size, colour)


def _rectangle(box: Box, colour: str = BLACK) -> Rectangle:
    mm = POINTS_PER_MM
    return Rectangle(box.x * mm, box.y * mm, box.width * mm, box.height * mm, colour)
