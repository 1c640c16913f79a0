"""What a stock has to keep to, each fault beside the field it is about. Pure.

Millimetres. A fault says by how much something does not fit, so that it can be put right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from badges.stock.grid import EPSILON, how_many_fit, place_size
from badges.stock.stock import Fold, Stock

SMALLEST_MM, LARGEST_MM = 20.0, 500.0
LARGEST_PAPER_MM = 1000.0
MOST_ACROSS = 20
SMALLEST_PRINTED_MM = 15.0

Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """One direction: the badges from `start` on, and the words and fields to speak of them."""

    field: str
    counted: str
    adjective: str
    size: float
    start: float
    count: int
    pitch: float

    @property
    def needed(self) -> float:
        return self.start + (self.count - 1) * self.pitch + self.size


def in_millimetres(length: float) -> str:
    """A length as people write it: 76.2 and 105, never 76.19999; four decimals at most."""
    return f"{length:.4f}".rstrip("0").rstrip(".")


def find_faults(stock: Stock) -> dict[str, str]:
    """The sentence for each field that is wrong; empty: the stock can be printed on."""
    faults: dict[str, str] = {}
    for name, sentence in _faults(stock):
        faults.setdefault(name, sentence)
    return faults


def _faults(stock: Stock) -> Iterator[Fault]:
    width, height = place_size(stock)
    sheet = stock.sheet
    across = _Row("width", "columns", "wide", width, sheet.left, sheet.columns, sheet.pitch_x)
    down = _Row("height", "rows", "high", height, sheet.top, sheet.rows, sheet.pitch_y)
    yield from _fits(across, sheet.width, stock.fold)
    yield from _fits(down, sheet.height, stock.fold)
    smaller = min(stock.width, stock.height)
    if stock.corner > smaller / 2:
        yield "corner", f"At most {in_millimetres(smaller / 2)} mm, half of the shorter side."
    if smaller - 2 * stock.safe < SMALLEST_PRINTED_MM:
        left = in_millimetres(max(0.0, smaller - 2 * stock.safe))
        yield "safe", f"This leaves {left} mm to print on; at least 15 mm are needed."


def _fits(row: _Row, paper: float, fold: Fold) -> Iterator[Fault]:
    too_much = row.start + row.size - paper
    if too_much > EPSILON:
        begins = f" begins {in_millimetres(row.start)} mm from the edge and" if row.start else ""
        yield (
            row.field,
            f"The {'badge' if fold is Fold.NONE else 'unfolded badge'}{begins} is "
            f"{in_millimetres(row.size)} mm {row.adjective}: {in_millimetres(too_much)} mm more "
            f"than the paper's {in_millimetres(paper)} mm.",
        )
    elif row.needed - paper > EPSILON:
        most = how_many_fit(paper - row.start, row.size, row.pitch - row.size)
        yield (
            row.counted,
            f"{row.count} badges need {in_millimetres(row.needed)} mm: "
            f"{in_millimetres(row.needed - paper)} mm more than the paper's "
            f"{in_millimetres(paper)} mm. At most {most} fit.",
        )
