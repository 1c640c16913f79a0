"""The cells of a spreadsheet as rows of text: what Excel shows, and nothing that it would run."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from conference.membership.roll_cells import text_of_value, unmarked
from conference.people.rules import clean

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
LARGEST_UNPACKED = 64_000_000  # bytes; a roll of 50,000 members has some 40 million
MOST_PARTS = 2_000
MOST_SHEETS = 40
LAST_ROW, LAST_COLUMN = 1_048_576, 200
MOST_LINES = 50_000
MOST_FILLED = 500_000  # cells that merged ones stand for
NOT_AVAILABLE = "#N/A"  # Excel's word for "no value"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


class UnreadableSheet(ValueError):
    """The file cannot be read; the text says to a person what to do."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not blank, with its number as the spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    rows: tuple[SheetRow, ...]


def is_spreadsheet(data: bytes) -> bool:
    """Whether the bytes are a workbook, or anything else that is surely no text."""
    return data.startswith((ZIP, OLD_EXCEL))


def read_sheets(data: bytes, *, keeps_lines: bool = False) -> list[Sheet]:
    """The sheets of an .xlsx workbook in order, blank rows left out; formulas as last computed.

    The lines of a cell become one, unless they are kept.

    Raises UnreadableSheet for other formats, damaged or huge files; nothing is unpacked before
    its size is known.
    """
    try:
        _refuse_other_formats(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-down lists and the like that are not read
            return list(_sheets(data, _text_of_lines if keeps_lines else _text))
    except UnreadableSheet:
        raise
    except Exception as error:  # whatever a damaged file makes a parser do
        raise UnreadableSheet(
            "This spreadsheet cannot be opened; it may be damaged. Save it again, or as CSV."
        ) from error


def _refuse_other_formats(data: bytes) -> None:
    if data.startswith(OLD_EXCEL):
        raise UnreadableSheet(
            "This is an Excel file of the old kind (.xls), or one with a password. "
            "Save it as .xlsx without a password, or as CSV, and send that."
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _refuse_parts(archive)


def _refuse_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise UnreadableSheet("This spreadsheet has another format. Save it as .xlsx, or as CSV.")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableSheet("This is no spreadsheet. Send an .xlsx or a CSV file.")
    read = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in read) > LARGEST_UNPACKED:
        raise UnreadableSheet(
            "This spreadsheet is too large. Keep only the one list in it, or save it as CSV."
        )
    if any(_declares_a_type(archive, part) for part in read):
        raise UnreadableSheet("This spreadsheet holds what no spreadsheet needs. Save it again.")


def _declares_a_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A document type is where entities that grow without end are declared."""
    with archive.open(part) as opened:
        start = opened.read(2_000).replace(b"\x00", b"")
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


def _sheets(data: bytes, read: Callable[[Any], str]) -> Iterator[Sheet]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        visible = [each for each in book.worksheets if each.sheet_state == "visible"]
        left = MOST_LINES
        for sheet in (visible or book.worksheets)[:MOST_SHEETS]:
            rows = _rows(sheet, left, read)
            left -= len(rows)
            yield Sheet(sheet.title, tuple(_fill_merged(rows, _merged_below(data, sheet))))
    finally:
        book.close()


def _rows(sheet: Any, most: int, read: Callable[[Any], str]) -> list[SheetRow]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    found: list[SheetRow] = []
    blank: tuple[Any, ...] = ()  # openpyxl gives one and the same for each row that is missing
    for number, cells in enumerate(sheet.iter_rows(max_col=LAST_COLUMN), 1):
        if number > LAST_ROW:
            break
        if cells is blank:
            continue
        texts = _texts(cells, read)
        if texts:
            found.append(SheetRow(number, texts))
        else:
            blank = cells
        if len(found) > most:
            raise UnreadableSheet(
                f"This spreadsheet has more than {MOST_LINES:,} lines. Send it in parts."
            )
    return found


def _texts(cells: tuple[Any, ...], read: Callable[[Any], str]) -> tuple[str, ...]:
    """The cells as text without the empty ones at the end; nothing for a blank row."""
    width = len(cells)
    while width and cells[width - 1].value is None:
        width -= 1
    texts = ["" if cell.value is None else read(cell) for cell in cells[:width]]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text(cell: Any) -> str:
    if cell.data_type == "e" and cell.value == NOT_AVAILABLE:
        return ""
    return text_of_value(cell.value, cell.number_format)


def _text_of_lines(cell: Any) -> str:
    if isinstance(cell.value, str) and cell.data_type != "e":
        return unmarked("\n".join(clean(line) for line in cell.value.splitlines()))
    return _text(cell)


def _merged_below(data: bytes, sheet: Any) -> list[tuple[int, int, int]]:
    """(column, first row, last row) of the cells that are merged with cells below them.

    openpyxl does not tell of them when it reads row by row.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = _MERGED.findall(archive.read(sheet._worksheet_path))
    bounds = [range_boundaries(each.decode()) for each in found]
    return [(left, top, bottom) for left, top, _, bottom in bounds if bottom > top]


def _fill_merged(rows: list[SheetRow], merged: list[tuple[int, int, int]]) -> list[SheetRow]:
    """A cell over several rows holds for each of them; a row that is otherwise blank stays so."""
    if not merged:
        return rows
    numbers = [row.number for row in rows]
    cells_of = {row.number: list(row.cells) for row in rows}
    filled = 0
    for column, top, bottom in merged:
        above = cells_of.get(top, [])
        text = above[column - 1] if column <= len(above) else ""
        below = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        filled += len(below)
        if filled > MOST_FILLED:
            raise UnreadableSheet("Too many cells are merged. Save the spreadsheet as CSV.")
        for number in below if text else ():
            _put(cells_of[number], column, text)
    return [SheetRow(number, tuple(cells)) for number, cells in cells_of.items()]


def _put(cells: list[str], column: int, text: str) -> None:
    cells.extend([""] * (column - len(cells)))
    cells[column - 1] = cells[column - 1] or text
