"""A file of rows under headings, from CSV or a workbook; cells may hold many lines."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conference.membership.roll_encoding import decode_file
from conference.membership.roll_sheet import Sheet, UnreadableSheet, is_spreadsheet, read_sheets
from conference.people.rules import fold
from conference.web.sheets import unmarked

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the file: its number there, and its cells by field."""

    number: int
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        """The cell of a field without the spaces around it; "" if there is none."""
        return self.cells.get(field, "").strip()


@dataclass(frozen=True, slots=True)
class FileTable:
    """What a file holds; `problem` if it is no such table, `ignored` headings are not read."""

    rows: tuple[FileRow, ...] = ()
    ignored: tuple[str, ...] = ()
    problem: str = ""


Headings = Mapping[str, Sequence[str]]  # field -> the words it may be called by


def read_table(data: bytes, headings: Headings, needed: Sequence[str]) -> FileTable:
    """Reads the rows of a CSV (any usual encoding and separator) or of a workbook's best sheet."""
    try:
        lines = _best_sheet(data, headings) if is_spreadsheet(data) else list(_csv_lines(data))
    except UnreadableSheet as wrong:
        return FileTable(problem=str(wrong))
    except csv.Error:
        return FileTable(problem="A cell of it never ends: look for a quotation mark too many.")
    if not lines:
        return FileTable(problem="The file is empty.")
    fields = [field_of(title, headings) for title in lines[0][1]]
    missing = [f"“{headings[name][0]}”" for name in needed if name not in fields]
    if missing:
        found = ", ".join(lines[0][1])[:120]
        return FileTable(
            problem=f"No column is called {' or '.join(missing)}. The first line reads: {found}"
        )
    if len(lines) - 1 > MOST_ROWS:
        return FileTable(problem=f"There are more than {MOST_ROWS:,} rows; send them in parts.")
    ignored = [t for t, name in zip(lines[0][1], fields, strict=True) if not name and t.strip()]
    return FileTable(tuple(_rows(lines[1:], fields)), tuple(ignored))


def field_of(title: str, headings: Headings) -> str:
    """The field that a heading names; "" if none does."""
    wanted = fold(title).replace("_", " ").strip()
    return next((name for name, words in headings.items() if wanted in words), "")


def _rows(lines: Sequence[tuple[int, Sequence[str]]], fields: Sequence[str]) -> Iterator[FileRow]:
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            named = zip(fields, cells, strict=False)
            yield FileRow(number, {name: unmarked(cell) for name, cell in named if name})


def _csv_lines(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = "\n".join(decode_file(data).lines)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _best_sheet(data: bytes, headings: Headings) -> list[tuple[int, Sequence[str]]]:
    """The sheet whose first row names most fields."""

    def known(sheet: Sheet) -> int:
        return sum(bool(field_of(t, headings)) for t in sheet.rows[0].cells) if sheet.rows else 0

    sheets = read_sheets(data, keeps_lines=True)
    return [(row.number, row.cells) for row in max(sheets, key=known).rows] if sheets else []
