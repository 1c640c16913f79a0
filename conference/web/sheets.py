"""Tables for spreadsheets, as CSV and XLSX: nothing in them runs, and nothing is eaten."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from conference.orm.money import minor_digits

Cell = str | int | Decimal | date | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 50
FORMULA_MARKS = "=+-@＝＋－＠\t\r"  # a spreadsheet runs what begins so
_MARKED = re.compile(rf"'+[{FORMULA_MARKS}0-9]")


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel needs; numbers stay numbers, days are ISO."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings)
    writer.writerows([_written(each) for each in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def xlsx_of(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: text is text whatever it begins with; instants are UTC.

    `title` is shortened to the 31 characters that a sheet may have.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in r"[]:*?/\\")[:31] or "Sheet")
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(headings, start=1):
        width = min(WIDEST, max(12, len(heading) + 2))
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.append(list(headings))
    for row in rows:
        sheet.append([_typed(sheet, each) for each in row])
    with io.BytesIO() as buffer:
        book.save(buffer)
        return buffer.getvalue()


def major(amount: int, currency: str) -> Decimal:
    """Minor units as the number that a spreadsheet adds up: 1250 EUR cents are 12.50."""
    return Decimal(amount).scaleb(-minor_digits(currency))


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what looks like a formula.

    `unmarked` gives back exactly what went in, so nothing is eaten on the way.
    """
    is_formula = text.startswith(tuple(FORMULA_MARKS))
    return f"'{text}" if is_formula or _MARKED.match(text) else text


def unmarked(cell: str) -> str:
    """A cell without the apostrophe that said "this is text"."""
    return cell[1:] if _MARKED.match(cell) else cell


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _typed(sheet: object, cell: Cell) -> object:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if not isinstance(cell, str):
        return cell
    text = WriteOnlyCell(sheet, value=cell.translate(_UNWRITABLE))
    text.data_type = "s"
    return text


_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
