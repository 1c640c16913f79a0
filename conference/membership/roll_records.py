"""The records of a delimited file, each with the number of the line on which it begins."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from conference.membership.roll_cells import plain_cell

MAX_LINES_OF_A_RECORD = 20  # a quotation mark still open after these is a mistake, not a cell
_END = "\x1f"  # stands after the last cell; decode_file has taken it out of the text


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One record: its cells, cleaned, or the problem that kept them from being read."""

    line: int
    cells: tuple[str, ...]
    text: str
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.problem and not any(self.cells)


def split_records(lines: Sequence[str], delimiter: str, first_line: int = 1) -> list[FileRecord]:
    """Every line belongs to exactly one record; nothing raises.

    A cell in quotation marks may go over several lines. One that is never closed costs its own
    line only, not the rest of the file.
    """
    records = []
    at = 0
    while at < len(lines):
        record, used = _next_record(lines, at, delimiter, first_line + at)
        records.append(record)
        at += used
    return records


def split_line(line: str, delimiter: str) -> tuple[str, ...] | None:
    """The cells of one line, or None if a quotation mark stays open."""
    return _cells([line], delimiter)


def _next_record(
    lines: Sequence[str], at: int, delimiter: str, number: int
) -> tuple[FileRecord, int]:
    first = lines[at]
    try:
        for used in range(1, min(MAX_LINES_OF_A_RECORD, len(lines) - at) + 1):
            cells = _cells(lines[at : at + used], delimiter)
            if cells is not None:
                return FileRecord(number, cells, first), used
    except csv.Error:
        return FileRecord(number, (), first, "The line is too long to be a member."), 1
    return FileRecord(number, (), first, "A quotation mark is opened and never closed."), 1


def _cells(lines: Sequence[str], delimiter: str) -> tuple[str, ...] | None:
    if len(lines) == 1 and '"' not in lines[0]:
        return tuple(plain_cell(cell) for cell in lines[0].split(delimiter))
    ended = [f"{line}\n" for line in lines[:-1]] + [f"{lines[-1]}{delimiter}{_END}"]
    cells = next(csv.reader(ended, delimiter=delimiter, skipinitialspace=True))
    if cells[-1] != _END:
        return None
    return tuple(plain_cell(cell) for cell in cells[:-1])
