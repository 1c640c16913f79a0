"""One cell: as text that means the same in a spreadsheet, in a CSV, and read back from either."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from conference.people.rules import clean

FORMULA_MARKS = "=+-@＝＋－＠"  # a spreadsheet runs what begins so
MOST_DIGITS = 15  # a spreadsheet keeps no more of a number
_MARKED = re.compile(rf"'+[{FORMULA_MARKS}0-9]")
_AS_TEXT = re.compile(r'="?([^"]*)"?')  # how some programs keep Excel from eating leading zeros
_PADDED = re.compile(r'(?:"([^"]*)")?(0+)')  # a number format such as 0000 or "SOS-"0000


def csv_cell(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what looks like a formula.

    `plain_cell` gives back exactly what went in, so nothing is eaten on the way.
    """
    is_formula = text.startswith(tuple(FORMULA_MARKS))
    return f"'{text}" if is_formula or _MARKED.match(text) else text


def sheet_cell(text: str) -> str:
    """Text for a cell of type text, which is never run: only a leading apostrophe needs care."""
    return f"'{text}" if _MARKED.match(text) else text


def plain_cell(cell: str) -> str:
    """What a cell of a CSV means: spaces squeezed, the marks for "this is text" taken off."""
    is_plain = cell.isascii() and cell.isprintable()  # nearly every cell, and ten times faster
    cell = " ".join(cell.split()) if is_plain else clean(cell)
    as_text = _AS_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return as_text[1] if as_text else unmarked(cell)


def unmarked(cell: str) -> str:
    """A cell without the apostrophe that said "this is text"."""
    return cell[1:] if _MARKED.match(cell) else cell


def text_of_value(value: Any, number_format: str = "General") -> str:
    """What a spreadsheet's cell shows: days as 2027-12-31, numbers without .0, zeros kept.

    A number of more digits than a spreadsheet keeps is written so that the reader refuses it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, number_format)
    return unmarked(clean(str(value)))


def _number(value: float, number_format: str) -> str:
    if value != value or abs(value) >= 10**MOST_DIGITS:
        return f"{value:.6e}"
    if value != int(value):
        return str(value)
    padded = _PADDED.fullmatch(number_format)
    digits = str(int(value))
    return f"{padded[1] or ''}{digits.zfill(len(padded[2]))}" if padded else digits
