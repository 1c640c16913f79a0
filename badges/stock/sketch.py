"""A small drawing of a sheet: the paper, its places, its folds. Pure; true to scale."""

from __future__ import annotations

from dataclasses import dataclass

from badges.stock.grid import fold_lines, place, place_size
from badges.stock.rules import in_millimetres
from badges.stock.stock import Paper, Stock

PIXELS_PER_MM = 0.4
MARGIN_MM = 1.0

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sketch:
    """In millimetres; `shown` is the drawing's size in pixels, the same scale for every stock."""

    paper: Rectangle
    places: tuple[Rectangle, ...]
    corner: float
    folds: tuple[Rectangle, ...]
    view: str
    shown: tuple[int, int]
    label: str


def sketch(stock: Stock, scale: float = PIXELS_PER_MM) -> Sketch:
    """The drawing of a stock, as a template writes it down as SVG."""
    sheet, size = stock.sheet, place_size(stock)
    corners = (place(Paper(stock), index) for index in range(sheet.places))
    across, down = fold_lines(stock)
    places = "1 badge" if sheet.places == 1 else f"{sheet.places} badges"
    width, height = sheet.width + 2 * MARGIN_MM, sheet.height + 2 * MARGIN_MM
    return Sketch(
        paper=(0.0, 0.0, sheet.width, sheet.height),
        places=tuple((round(at.x, 3), round(at.y, 3), *size) for at in corners),
        corner=stock.corner,
        folds=(
            *((x, 0.0, x, sheet.height) for x in across),
            *((0.0, y, sheet.width, y) for y in down),
        ),
        view=f"{-MARGIN_MM:g} {-MARGIN_MM:g} {width:g} {height:g}",
        shown=(round(width * scale), round(height * scale)),
        label=f"{places} on {in_millimetres(sheet.width)} × {in_millimetres(sheet.height)} mm",
    )
