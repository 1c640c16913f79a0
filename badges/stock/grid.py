"""Where badges lie on the paper, where it is cut and folded, and how many fit. Pure.

Millimetres from the top left corner of the page. A *place* is what one person takes: one face,
or all panels of a badge that is folded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor

from badges.stock.stock import Flip, Fold, Paper, Place, Sheet, Stock

EPSILON = 1e-6  # a column that fits exactly is not lost to the last bit of a float
MARK_MM = 3.0

Lines = tuple[tuple[float, ...], tuple[float, ...]]
Stroke = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a place, `width` x `height` of the stock: where, which way up, and what for.

    `side` is "front" or "back", and on a sheet folded twice "agenda" and "practical" as well;
    `rotated`: turned by 180 degrees.
    """

    x: float
    y: float
    rotated: bool
    side: str


def how_many_fit(available: float, size: float, gap: float = 0.0) -> int:
    """How many of this size fit beside one another; one that fits exactly counts."""
    if size <= 0 or size + gap <= 0:
        return 0
    return max(0, floor((available + gap) / (size + gap) + EPSILON))


def place_size(stock: Stock) -> tuple[float, float]:
    """Width and height of what one person takes, unfolded."""
    across = 2 if stock.fold is Fold.QUARTER else 1
    down = 1 if stock.fold is Fold.NONE else 2
    return (stock.width * across, stock.height * down)


def place(paper: Paper, index: int) -> Place:
    """Where the front of the badge of this index goes: to the right, then down, then a new page.

    The printer's offset and the first free place of a used sheet are respected. With a flip every
    sheet is two pages: the front is page 0, 2, 4, its back the page after it.
    """
    page, x, y = _corner(paper, index)
    return Place(page * _sides(paper), x + paper.offset_x, y + paper.offset_y)


def back_place(paper: Paper, index: int) -> Place:
    """Where the back of that badge goes, so that it lies behind the front when the sheet is turned.

    Turned over its horizontal edge, the back is upside down on the page: a badge hangs and turns
    about its vertical axis. The offset is the printer's, the same for both sides.
    """
    page, x, y = _corner(paper, index)
    sheet, (width, height) = paper.stock.sheet, place_size(paper.stock)
    is_about_vertical = turns_about_vertical(paper)
    if is_about_vertical:
        x = sheet.width - x - width
    else:
        y = sheet.height - y - height
    behind = page * _sides(paper) + _sides(paper) - 1
    return Place(behind, x + paper.offset_x, y + paper.offset_y, rotated=not is_about_vertical)


def turns_about_vertical(paper: Paper) -> bool:
    """Whether the flip turns the sheet like a page of a book, as seen on the page."""
    is_upright = paper.stock.sheet.height >= paper.stock.sheet.width
    return is_upright is not (paper.flip is Flip.SHORT_EDGE)


def sheet_count(paper: Paper, badges: int) -> int:
    """How many sheets so many badges take, the used one among them."""
    if badges <= 0:
        return 0
    return -(-(badges + _skipped(paper)) // paper.stock.sheet.places)


def page_count(paper: Paper, badges: int) -> int:
    """How many pages the file has: with a flip two a sheet."""
    return sheet_count(paper, badges) * _sides(paper)


def panels(stock: Stock) -> tuple[Panel, ...]:
    """What lies where in one place, and which of it stands on its head until it is folded.

    Butterfly: the lower half goes behind, so it is upside down. Quarter: the upper half goes
    behind first, then the left half; the front is below on the right, the back below on the left,
    and the inside is above, upside down: my agenda first (behind the front), then practical.
    """
    return _PANELS[stock.fold](stock.width, stock.height)


def cut_lines(stock: Stock) -> Lines:
    """The x of the vertical cuts and the y of the horizontal ones, each once; none without cuts."""
    if not stock.has_cuts:
        return (), ()
    width, height = place_size(stock)
    across, down = _starts(stock.sheet)
    return (
        tuple(sorted({_exact(x) for left in across for x in (left, left + width)})),
        tuple(sorted({_exact(y) for top in down for y in (top, top + height)})),
    )


def fold_lines(stock: Stock) -> Lines:
    """The x of the vertical folds and the y of the horizontal ones; none for a flat badge."""
    across, down = _starts(stock.sheet)
    vertical = across if stock.fold is Fold.QUARTER else ()
    horizontal = () if stock.fold is Fold.NONE else down
    return (
        tuple(_exact(left + stock.width) for left in vertical),
        tuple(_exact(top + stock.height) for top in horizontal),
    )


def crop_marks(stock: Stock, length: float = MARK_MM) -> tuple[Stroke, ...]:
    """Strokes (x0, y0, x1, y1) at the paper's edges, and a cross where cuts meet inside."""
    sheet, (vertical, horizontal) = stock.sheet, cut_lines(stock)
    return (
        *_marks(vertical, horizontal, sheet.width, sheet.height, length),
        *(
            (x0, y0, x1, y1)
            for y0, x0, y1, x1 in _marks(horizontal, vertical, sheet.height, sheet.width, length)
        ),
    )


def _marks(
    cuts: tuple[float, ...], across: tuple[float, ...], room: float, end: float, length: float
) -> Iterator[Stroke]:
    for at in (at for at in cuts if EPSILON < at < room - EPSILON):
        yield (at, 0.0, at, length)
        yield (at, end - length, at, end)
        for other in across[1:-1]:
            yield (at, other - length / 2, at, other + length / 2)


def _corner(paper: Paper, index: int) -> tuple[int, float, float]:
    """Sheet and top left corner without the printer's offset."""
    sheet = paper.stock.sheet
    page, rest = divmod(index + _skipped(paper), sheet.places)
    row, column = divmod(rest, sheet.columns)
    return page, sheet.left + column * sheet.pitch_x, sheet.top + row * sheet.pitch_y


def _skipped(paper: Paper) -> int:
    return paper.first_place % paper.stock.sheet.places


def _sides(paper: Paper) -> int:
    return 1 if paper.flip is Flip.NONE else 2


def _starts(sheet: Sheet) -> Lines:
    return (
        tuple(sheet.left + column * sheet.pitch_x for column in range(sheet.columns)),
        tuple(sheet.top + row * sheet.pitch_y for row in range(sheet.rows)),
    )


def _exact(value: float) -> float:
    """Cuts of neighbours that touch are one cut, whatever the last bits say."""
    return round(value, 4)


def _flat(width: float, height: float) -> tuple[Panel, ...]:
    return (Panel(0.0, 0.0, False, "front"),)


def _butterfly(width: float, height: float) -> tuple[Panel, ...]:
    return (Panel(0.0, 0.0, False, "front"), Panel(0.0, height, True, "back"))


def _quarter(width: float, height: float) -> tuple[Panel, ...]:
    return (
        Panel(width, height, False, "front"),
        Panel(0.0, height, False, "back"),
        Panel(width, 0.0, True, "agenda"),
        Panel(0.0, 0.0, True, "practical"),
    )


_PANELS: dict[Fold, Callable[[float, float], tuple[Panel, ...]]] = {
    Fold.NONE: _flat,
    Fold.BUTTERFLY: _butterfly,
    Fold.QUARTER: _quarter,
}
