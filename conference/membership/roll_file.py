"""Reading a member list as people really send it: each line is understood or refused, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conference.membership.roll_dates import DayOrder
from conference.membership.roll_encoding import decode_file
from conference.membership.roll_headings import (
    FIELD_TITLES,
    Headings,
    find_headings,
    find_headings_of_rows,
)
from conference.membership.roll_lines import read_lines
from conference.membership.roll_records import FileRecord, split_records
from conference.membership.roll_rows import Problem, Refusal, RollFile, RollRow
from conference.membership.roll_sheet import Sheet, UnreadableSheet, is_spreadsheet, read_sheets

__all__ = ["Problem", "Refusal", "RollFile", "RollRow", "read_roll"]


def read_roll(data: bytes, *, day_order: DayOrder | None = None) -> RollFile:
    """Reads any bytes as a member list; never raises. Blank lines and lines above are skipped.

    Understands delimited text and .xlsx, of which the sheet that names most fields is read.
    `day_order` settles dates such as 03/04/2026 where the columns themselves do not.
    """
    if not is_spreadsheet(data):
        return _read_text(data, day_order)
    try:
        return _read_sheets(read_sheets(data), day_order)
    except UnreadableSheet as unreadable:
        return RollFile(problem=str(unreadable))


def _read_text(data: bytes, day_order: DayOrder | None) -> RollFile:
    decoded = decode_file(data)
    headings = find_headings(decoded.lines)
    if not any(line.strip() for line in decoded.lines):
        return RollFile(encoding=decoded.encoding, problem="The file is empty.")
    below = decoded.lines[headings.at + 1 :]
    records = split_records(below, headings.delimiter, first_line=headings.at + 2)
    return replace(_read(records, headings, day_order), encoding=decoded.encoding)


def _read_sheets(sheets: Sequence[Sheet], day_order: DayOrder | None) -> RollFile:
    """Of several sheets with the same headings the first is read, and the others are named."""
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        return RollFile(problem="The spreadsheet is empty.")
    headings = [find_headings_of_rows([row.cells for row in sheet.rows]) for sheet in sheets]
    best = max(range(len(sheets)), key=lambda at: _fitness(headings[at]))
    sheet, found = sheets[best], headings[best]
    others = tuple(f"the sheet “{each.title}”" for each in sheets if each is not sheet)
    file = _read(_records_of(sheet, found), found, day_order)
    return replace(file, encoding=f"the sheet “{sheet.title}”", ignored=file.ignored + others)


def _fitness(headings: Headings) -> tuple[bool, int]:
    return not headings.missing(), len(headings.columns)


def _records_of(sheet: Sheet, headings: Headings) -> list[FileRecord]:
    """What stands beside the headed columns is a remark: it is not read."""
    return [
        FileRecord(row.number, row.cells[: headings.width], " · ".join(filter(None, row.cells)))
        for row in sheet.rows[headings.at + 1 :]
    ]


def _read(
    records: Sequence[FileRecord], headings: Headings, day_order: DayOrder | None
) -> RollFile:
    if missing := headings.missing():
        words = "; ".join(missing)
        problem = f"No column says: {words}. Put one line of headings above the members."
        return RollFile(problem=problem)
    read = read_lines([each for each in records if not each.is_blank], headings, day_order)
    return RollFile(
        rows=read.rows,
        refusals=read.refusals,
        delimiter=headings.delimiter,
        day_order=read.day_order,
        columns={FIELD_TITLES[name]: title for name, title in headings.titles.items()},
        ignored=headings.ignored,
    )
