"""The calibration sheet: printed on the stock itself, it says how far a printer is off.

Everything is a flat area or a set line; millimetres here, points in the marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

from badges.stock.calibration_words import TEST_CODE, few_instructions, instructions
from badges.stock.grid import Panel, fold_lines, panels, place, place_size
from badges.stock.stock import POINTS_PER_MM, Paper, Stock
from conference.typesetting.blocks import Block, Style, lowered, stack, text
from conference.typesetting.fonts import Weight
from conference.typesetting.paper import About, Mark, Rectangle, Text, paint
from conference.typesetting.setting import set_line

BLACK, GREY = "#000000", "#8a8a8a"
HAIR, LINE = 0.1, 0.25  # thickness in millimetres
CROSS = 3.0
CONTROL = 100
RULER = 10.0  # what the ruler takes at an edge with its numbers
NUMBER = 7.0  # what a place's number takes at its foot
UPRIGHT = 11.0  # what the control line that runs down takes
LOW_PLACE = 60.0
MODULE = 0.6
TEXT_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0, 4.5)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the page to write in."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Areas:
    """Where the words stand (in one part or two), the code, and both control lines."""

    words: tuple[Area, ...]
    code: Area
    lines: Area
    upright: Area


def calibration_pdf(paper: Paper) -> bytes:
    """One page for a printer: rulers, every place with its number, a control line, a test code.

    The paper's offset is applied to the places, so that a second sheet shows whether it was right.
    """
    stock = paper.stock
    sheet = stock.sheet
    about = About(f"Calibration sheet: {stock.title}", subject=stock.source)
    size = (sheet.width * POINTS_PER_MM, sheet.height * POINTS_PER_MM)
    return paint([tuple(calibration_marks(paper))], about, size)


def calibration_marks(paper: Paper) -> Iterator[Mark]:
    """What is drawn, from the back to the front."""
    stock = paper.stock
    for index in range(stock.sheet.places):
        yield from _place(paper, index)
    yield from _folds(paper)
    yield from _rulers(paper)
    areas = _areas(paper)
    yield from _instructions(stock, areas.words)
    yield from _test_code(areas.code)
    yield from _control_lines(areas)


def rectangle(x: float, y: float, width: float, height: float, colour: str = BLACK) -> Rectangle:
    """An area in millimetres, as a mark in points."""
    mm = POINTS_PER_MM
    return Rectangle(x * mm, y * mm, width * mm, height * mm, colour)


def _place(paper: Paper, index: int) -> Iterator[Mark]:
    """The outline, a cross at each corner, and the number that a used sheet is continued at."""
    at = place(Paper(paper.stock, paper.offset_x, paper.offset_y), index)
    width, height = place_size(paper.stock)
    for x in (at.x, at.x + width):
        yield rectangle(x - HAIR / 2, at.y, HAIR, height, GREY)
    for y in (at.y, at.y + height):
        yield rectangle(at.x, y - HAIR / 2, width, HAIR, GREY)
    for x, y in ((x, y) for x in (at.x, at.x + width) for y in (at.y, at.y + height)):
        yield rectangle(x - CROSS, y - LINE / 2, 2 * CROSS, LINE)
        yield rectangle(x - LINE / 2, y - CROSS, LINE, 2 * CROSS)
    if paper.stock.sheet.places > 1:
        yield from _centred(f"{index + 1}", at.x + width - 5, at.y + height - 4, 14)


def _folds(paper: Paper) -> Iterator[Mark]:
    """Dashes where it is folded, and the name of each panel, the way it will be read."""
    sheet = paper.stock.sheet
    across, down = fold_lines(paper.stock)
    for x in across:
        for y in _steps(0, sheet.height, 4):
            yield rectangle(x + paper.offset_x - LINE / 2, y, LINE, 2)
    for y in down:
        for x in _steps(0, sheet.width, 4):
            yield rectangle(x, y + paper.offset_y - LINE / 2, 2, LINE)
    for panel in panels(paper.stock)[1:]:
        yield from _panel_name(paper.stock, panel)


def _panel_name(stock: Stock, panel: Panel) -> Iterator[Mark]:
    turned = ", upside down until it is folded" if panel.rotated else ""
    middle = panel.x + stock.width / 2
    yield from _centred(f"{panel.side.capitalize()}{turned}", middle, panel.y + 30, 8)


def _rulers(paper: Paper) -> Iterator[Mark]:
    """Millimetres from the paper's own edge, along the top and along the left."""
    sheet = paper.stock.sheet
    for at in range(int(sheet.width) + 1):
        yield rectangle(at - HAIR / 2 + paper.offset_x, 0, HAIR, _tick(at))
    for at in range(int(sheet.height) + 1):
        yield rectangle(0, at - HAIR / 2 + paper.offset_y, _tick(at), HAIR)
    for at in range(10, int(sheet.width) - 3, 10):
        yield from _centred(f"{at}", at + paper.offset_x, 6.6, 5)
    for at in range(10, int(sheet.height) - 3, 10):
        yield from _centred(f"{at}", 6.6, at + paper.offset_y + 0.6, 5)


def _tick(at: int) -> float:
    return 4.5 if at % 10 == 0 else 3.5 if at % 5 == 0 else 2.5


def _areas(paper: Paper) -> _Areas:
    """Where everything goes: on places of their own where a sheet has enough of them."""
    stock, sheet = paper.stock, paper.stock.sheet
    first = _clear_of_rulers(paper, 0)
    if sheet.places < 4:
        return _on_one(first, paper)
    words = [replace(first, height=first.height - NUMBER)]
    if stock.height < LOW_PLACE and sheet.rows > 3:
        below = _clear_of_rulers(paper, sheet.columns)
        words.append(replace(below, height=below.height - NUMBER))
    beside, side = _clear_of_rulers(paper, 1), _code_side()
    y = sheet.top + sheet.pitch_y * (sheet.rows // 2) + 2 * CROSS
    x = max(sheet.left + 2 * CROSS, RULER + CROSS)
    lines = Area(x, y, sheet.width - x - CROSS, sheet.height - y - CROSS)
    code = Area(beside.x + beside.width - side, beside.y, side, side)
    return _Areas(tuple(words), code, lines, lines)


def _on_one(area: Area, paper: Paper) -> _Areas:
    """Words above, the control line at the foot, the code at the right; one line downwards.

    On a low label the words stand beside the code.
    """
    side, sheet, is_low = _code_side(), paper.stock.sheet, area.height < LOW_PLACE
    foot = 9.0 if is_low else 9.0 + side
    width = area.width - (side if is_low else UPRIGHT)
    code = Area(area.x + area.width - side, area.y + area.height - side, side, side)
    left = area.x if sheet.width < CONTROL + 2 * RULER else RULER + CROSS
    lines = Area(left, area.y + area.height - foot, _long_side(area, left, is_low), 9.0)
    upright = Area(area.x + area.width - UPRIGHT, area.y, 0 if is_low else UPRIGHT, code.y - area.y)
    return _Areas((Area(area.x, area.y, width, area.height - foot),), code, lines, upright)


def _long_side(area: Area, left: float, is_low: bool) -> float:
    return area.x + area.width - left - (_code_side() if is_low else 0.0)


def _clear_of_rulers(paper: Paper, index: int) -> Area:
    """The front of a place without what the rulers and the crosses take."""
    stock, front = paper.stock, panels(paper.stock)[0]
    at = place(Paper(stock), index)
    left, top = max(at.x + front.x + 5, RULER), max(at.y + front.y + 5, RULER)
    right = at.x + front.x + stock.width - 4
    return Area(left, top, right - left, at.y + front.y + stock.height - 4 - top)


def _instructions(stock: Stock, areas: tuple[Area, ...]) -> Iterator[Mark]:
    """In the largest size at which everything fits; a small label gets the short version."""
    for words in (instructions(stock, len(areas)), few_instructions(stock, len(areas))):
        for size in TEXT_SIZES:
            blocks = [
                _set(part, size, area.width * POINTS_PER_MM)
                for part, area in zip(words, areas, strict=True)
            ]
            if all(
                block.height <= area.height * POINTS_PER_MM
                for block, area in zip(blocks, areas, strict=True)
            ):
                for block, area in zip(blocks, areas, strict=True):
                    yield from _moved(block, area.x, area.y)
                return


def _set(words: Sequence[str], size: float, room: float) -> Block:
    """Paragraphs; one that begins with a star is the heading."""
    return stack(
        *(
            text(each[1:], Style(size * 1.2, BLACK, Weight.BOLD), 0, room)
            if each.startswith("*")
            else text(each, Style(size, BLACK), 0, room)
            for each in words
        ),
        gap=size * 0.4,
    )


def _test_code(area: Area) -> Iterator[Mark]:
    code = QRCode(version=1, error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(TEST_CODE)
    matrix = code.get_matrix()
    for row, modules in enumerate(matrix):
        for column, length in _runs(modules):
            x, y = area.x + column * MODULE, area.y + row * MODULE
            yield rectangle(x, y, length * MODULE, MODULE)


def _code_side() -> float:
    return 29 * MODULE


def _runs(modules: list[bool]) -> Iterator[tuple[int, int]]:
    """The dark stretches of a row: where each begins, and how long it is."""
    start = None
    for column, is_dark in enumerate([*modules, False]):
        if is_dark and start is None:
            start = column
        elif not is_dark and start is not None:
            yield start, column - start
            start = None


def _control_lines(areas: _Areas) -> Iterator[Mark]:
    """100 mm across and 100 mm down, or as many tens as there is room for."""
    across, down = areas.lines, areas.upright
    long, y = _tens(across.width), across.y + 2
    if long:
        yield rectangle(across.x, y - LINE / 2, long, LINE)
        for x in (across.x, across.x + long):
            yield rectangle(x - LINE / 2, y - 1.5, LINE, 3)
        yield from _centred(f"{long} mm", across.x + long / 2, y + 4.2, 8)
    x, top = down.x + 6, down.y + (8 if down is across else 0)
    tall = _tens(down.height - 8) if down.width else 0
    if tall:
        yield rectangle(x - LINE / 2, top, LINE, tall)
        for y in (top, top + tall):
            yield rectangle(x - 1.5, y - LINE / 2, 3, LINE)
        middle = x + 8 if down is across else x - 3
        yield from _centred(f"{tall} mm", middle, top + tall + (4 if middle < x else -tall / 2), 8)


def _tens(room: float) -> int:
    return max(0, min(CONTROL, int(room // 10) * 10))


def _centred(words: str, x: float, y: float, size: float) -> Iterator[Mark]:
    """A line with the middle of its baseline at x, y."""
    line = set_line(words, Weight.BOLD)
    left = x * POINTS_PER_MM - line.width * size / 2
    yield Text(left, y * POINTS_PER_MM, line, size, BLACK)


def _moved(block: Block, x: float, y: float) -> Iterator[Mark]:
    for mark in lowered(block, y * POINTS_PER_MM):
        if isinstance(mark, Text):
            yield Text(mark.x + x * POINTS_PER_MM, mark.y, mark.line, mark.size, mark.colour)


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    at = start
    while at < end:
        yield at
        at += step
