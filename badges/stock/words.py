"""A stock in words, as its page lists it. Pure."""

from __future__ import annotations

from badges.stock.grid import place_size
from badges.stock.rules import in_millimetres
from badges.stock.stock import Fold, Stock, StockKind

KINDS = {
    StockKind.SHEET: "Sheet",
    StockKind.ROLL: "Roll of labels",
    StockKind.CARD: "Plastic card",
    StockKind.FOLD: "Sheet to fold",
}
FOLDS = {
    Fold.BUTTERFLY: "Once: the front above; the back below it stands on its head until then.",
    Fold.QUARTER: (
        "Twice: first the upper half behind, then the left half behind. The front is below on the "
        "right, the back beside it, and the upper half stands on its head until then."
    ),
}


def size_words(size: tuple[float, float]) -> str:
    return f"{in_millimetres(size[0])} × {in_millimetres(size[1])} mm"


def facts(stock: Stock) -> list[tuple[str, str]]:
    """What there is to know of a stock: (name, words), without what does not apply."""
    sheet = stock.sheet
    found = [
        ("Kind", KINDS[stock.kind]),
        ("Badge", size_words(stock.size)),
        ("Unfolded", size_words(place_size(stock)) if stock.fold is not Fold.NONE else ""),
        ("Paper", size_words((sheet.width, sheet.height))),
        ("Badges on it", _count(stock)),
        ("First badge begins", _start(stock)),
        ("Gaps", _gaps(stock)),
        ("Fold", FOLDS.get(stock.fold, "")),
        ("Cut", "Along crop marks, by hand" if stock.has_cuts else ""),
        ("Round corners", f"{in_millimetres(stock.corner)} mm" if stock.corner else ""),
        ("Nothing printed within", f"{in_millimetres(stock.safe)} mm of the edge"),
        ("Printer", f"{stock.dots_per_inch} dots per inch" if stock.dots_per_inch else ""),
        ("Fed", "Short edge first" if stock.feeds_turned else ""),
        ("Source", stock.source),
    ]
    return [(name, words) for name, words in found if words]


def _count(stock: Stock) -> str:
    sheet = stock.sheet
    if sheet.places == 1:
        return "One"
    return f"{sheet.places}: {sheet.columns} across, {sheet.rows} down"


def _start(stock: Stock) -> str:
    sheet = stock.sheet
    if not (sheet.left or sheet.top):
        return ""
    left, top = in_millimetres(sheet.left), in_millimetres(sheet.top)
    return f"{left} mm from the left, {top} mm from above"


def _gaps(stock: Stock) -> str:
    width, height = place_size(stock)
    sheet = stock.sheet
    across = sheet.pitch_x - width if sheet.columns > 1 else 0.0
    down = sheet.pitch_y - height if sheet.rows > 1 else 0.0
    if max(across, down) < 0.0001:
        return ""
    return f"{in_millimetres(across)} mm across, {in_millimetres(down)} mm down"
