"""The roll as a file that our own importer reads back unchanged, and that no program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from conference.membership.roll_cells import csv_cell, sheet_cell
from conference.membership.roll_queries import RollEntry

HEADINGS = (
    "Member number",
    "Given name",
    "Family name",
    "E-mail",
    "Membership type",
    "Status",
    "Valid from",
    "Valid to",
    "Affiliation",
    "City",
    "Country",
)
WIDTHS = (16, 18, 22, 30, 24, 12, 12, 12, 34, 18, 9)
FOR_LIFE = "for life"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | date


def roll_csv(entries: Iterable[RollEntry]) -> bytes:
    """UTF-8 with the mark that Excel needs, one line a membership; formulas are made text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADINGS)
    for entry in entries:
        writer.writerow([csv_cell(str(value)) for value in _values(entry)])
    return buffer.getvalue().encode("utf-8-sig")


def roll_xlsx(entries: Iterable[RollEntry]) -> bytes:
    """A workbook with real dates and with texts of type text; one row a membership."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Members")
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append([_cell(sheet, title, is_heading=True) for title in HEADINGS])
    for entry in entries:
        sheet.append([_cell(sheet, value) for value in _values(entry)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(entry: RollEntry) -> Iterator[Value]:
    person, held = entry.person, entry.membership
    has_parts = bool(person.given_name or person.family_name)
    yield held.number if held else ""
    yield person.given_name
    yield person.family_name if has_parts else person.registered_name
    yield person.email
    yield held.type_title if held else ""
    yield held.status.value if held else ""
    yield held.valid_from if held else ""
    yield (held.valid_to or FOR_LIFE) if held else ""
    yield from (person.affiliation, person.city, person.country)


def _cell(sheet: Any, value: Value, *, is_heading: bool = False) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, sheet_cell(value))
    cell.data_type = "s"  # what begins like a formula would be one otherwise
    cell.number_format = "@"
    if is_heading:
        cell.font = Font(bold=True)
    return cell
