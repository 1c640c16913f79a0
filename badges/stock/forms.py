"""The form of an own stock: millimetres as people write them, with a comma or a point."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

import msgspec

from badges.stock.grid import how_many_fit, place_size
from badges.stock.rules import (
    LARGEST_MM,
    LARGEST_PAPER_MM,
    MOST_ACROSS,
    SMALLEST_MM,
    find_faults,
    in_millimetres,
)
from badges.stock.stock import Fold, Sheet, Stock, StockKind
from conference.people.rules import clean
from conference.web.problems import Invalid

Length = Annotated[str, msgspec.Meta(max_length=12)]
Count = Annotated[int, msgspec.Meta(ge=1, le=MOST_ACROSS)]
KIND_WORDS = (
    (StockKind.SHEET, "Sheets"),
    (StockKind.ROLL, "Roll of labels"),
    (StockKind.CARD, "Plastic cards"),
)
FOLD_WORDS = (
    (Fold.NONE, "Not folded"),
    (Fold.BUTTERFLY, "Folded once (front above, back below)"),
    (Fold.QUARTER, "Folded twice (four pages)"),
)
DOTS_WORDS = ((0, "Office printer"), (203, "203 dpi"), (300, "300 dpi"), (600, "600 dpi"))


class StockForm(msgspec.Struct):
    title: Annotated[str, msgspec.Meta(max_length=120)]
    width: Length
    height: Length
    kind: StockKind = StockKind.SHEET
    fold: Fold = Fold.NONE
    paper_width: Length = ""
    paper_height: Length = ""
    columns: Count | None = None
    rows: Count | None = None
    left: Length = ""
    top: Length = ""
    gap_x: Length = ""
    gap_y: Length = ""
    corner: Length = ""
    safe: Length = "3"
    has_cuts: bool = False
    feeds_turned: bool = False
    dots_per_inch: int = 0
    source: Annotated[str, msgspec.Meta(max_length=200)] = ""


@dataclass(slots=True)
class Lengths:
    """The millimetres of a form; every wrong one gets its sentence."""

    form: StockForm
    errors: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, low: float, high: float, empty: float = 0.0) -> float:
        text = getattr(self.form, name).lower().removesuffix("mm").strip().replace(",", ".")
        if not text:
            return empty
        try:
            found = float(text)
        except ValueError:
            self.errors[name] = "Write millimetres, for example 85.6."
            return low
        if not low <= found <= high:
            span = f"from {in_millimetres(low)} to {in_millimetres(high)}"
            self.errors[name] = f"Write a number of millimetres {span}."
            return low
        return round(found, 4)


def read_stock(form: StockForm, key: str) -> Stock:
    """The stock that the form describes. Raises Invalid with the sentence of each wrong field.

    Left empty, paper is as large as the badge unfolded, there are as many columns and rows as
    fit, and they are in the middle of the paper.
    """
    lengths = Lengths(form)
    flat = _flat(form, key, lengths)
    stock = replace(flat, sheet=_sheet(form, flat, lengths))
    errors = lengths.errors or find_faults(stock)
    if not flat.title:
        errors = {"title": "Give the stock a name.", **errors}
    if errors:
        raise Invalid("This stock cannot be printed on yet.", errors=errors)
    return stock


def _flat(form: StockForm, key: str, lengths: Lengths) -> Stock:
    """Everything but the paper."""
    return Stock(
        key,
        clean(form.title),
        form.kind if form.fold is Fold.NONE else StockKind.FOLD,
        lengths.of("width", SMALLEST_MM, LARGEST_MM),
        lengths.of("height", SMALLEST_MM, LARGEST_MM),
        Sheet(0, 0),
        fold=form.fold,
        corner=lengths.of("corner", 0, LARGEST_MM),
        safe=lengths.of("safe", 0, LARGEST_MM),
        has_cuts=form.has_cuts,
        dots_per_inch=form.dots_per_inch if form.dots_per_inch in dict(DOTS_WORDS) else 0,
        source=clean(form.source),
        feeds_turned=form.feeds_turned,
    )


def _sheet(form: StockForm, flat: Stock, lengths: Lengths) -> Sheet:
    width, height = place_size(flat)
    paper_width = lengths.of("paper_width", SMALLEST_MM, LARGEST_PAPER_MM, empty=width)
    paper_height = lengths.of("paper_height", SMALLEST_MM, LARGEST_PAPER_MM, empty=height)
    gap_x, gap_y = (lengths.of(name, 0, LARGEST_MM) for name in ("gap_x", "gap_y"))
    left = lengths.of("left", 0, LARGEST_PAPER_MM) if form.left else None
    top = lengths.of("top", 0, LARGEST_PAPER_MM) if form.top else None
    left, columns = _row(paper_width, width, gap_x, left, form.columns)
    top, rows = _row(paper_height, height, gap_y, top, form.rows)
    pitch_x = round(width + gap_x, 4) if columns > 1 else 0.0
    pitch_y = round(height + gap_y, 4) if rows > 1 else 0.0
    return Sheet(paper_width, paper_height, columns, rows, left, top, pitch_x, pitch_y)


def _row(
    paper: float, size: float, gap: float, start: float | None, count: int | None
) -> tuple[float, int]:
    """Where a row begins and how many stand in it, whatever of both was left open."""
    fitting = how_many_fit(paper - (start or 0.0), size, gap)
    count = count or max(1, min(MOST_ACROSS, fitting))
    if start is None:
        start = max(0.0, round((paper - count * size - (count - 1) * gap) / 2, 4))
    return start, count


def form_of(stock: Stock) -> StockForm:
    """A stock as its form shows it: an own one to be changed, or any to start from."""
    sheet, (width, height) = stock.sheet, place_size(stock)
    return StockForm(
        title=stock.title,
        width=in_millimetres(stock.width),
        height=in_millimetres(stock.height),
        kind=StockKind.SHEET if stock.kind is StockKind.FOLD else stock.kind,
        fold=stock.fold,
        paper_width=in_millimetres(sheet.width),
        paper_height=in_millimetres(sheet.height),
        columns=sheet.columns,
        rows=sheet.rows,
        left=in_millimetres(sheet.left),
        top=in_millimetres(sheet.top),
        gap_x=in_millimetres(sheet.pitch_x - width) if sheet.columns > 1 else "0",
        gap_y=in_millimetres(sheet.pitch_y - height) if sheet.rows > 1 else "0",
        corner=in_millimetres(stock.corner),
        safe=in_millimetres(stock.safe),
        has_cuts=stock.has_cuts,
        feeds_turned=stock.feeds_turned,
        dots_per_inch=stock.dots_per_inch,
        source=stock.source,
    )
