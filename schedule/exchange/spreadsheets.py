"""The programme as CSV and as a workbook: a grid for each day, and a sheet of all items."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from conference.web.formats import day as day_name
from conference.web.sheets import Cell, csv_of
from schedule.exchange.columns import COLUMNS, clock_words
from schedule.exchange.fields import programme_day
from schedule.exchange.grid import DayGrid, GridBlock, grid_of
from schedule.exchange.lines import ItemLine, ProgrammeLines
from schedule.rules.vocabulary import ItemStatus

CSV = "text/csv"
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_LINE = Side(style="thin", color="B0B8B6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E3ECEA")
_BLOCK = PatternFill("solid", fgColor="F4F8F7")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)
LONGEST_CELL = 32_000
NO_ROOM = "No room"


def programme_csv(programme: ProgrammeLines) -> bytes:
    """One row for each session, talk and poster; our own import reads it back unchanged."""
    headings = [column.heading for column in COLUMNS]
    if programme.mark:
        headings.append(programme.mark)
    return csv_of(headings, (_row(line, programme) for line in programme.lines))


def programme_workbook(programme: ProgrammeLines) -> bytes:
    """A sheet for each day with rooms as columns, then one of all items; ready to print."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for day, lines in _by_day(programme).items():
        _add_grid(book.create_sheet(f"{day:%a} {day.day} {day:%b}"), day, lines, programme)
    _add_items(book.create_sheet("All items"), programme)
    with io.BytesIO() as buffer:
        book.save(buffer)
        return buffer.getvalue()


def _row(line: ItemLine, programme: ProgrammeLines) -> list[Cell]:
    zone = programme.tz
    return [column.cell(line, zone) for column in COLUMNS]


def _by_day(programme: ProgrammeLines) -> dict[date, list[ItemLine]]:
    """The sessions that take place, by programme day."""
    days: dict[date, list[ItemLine]] = {}
    for line in programme.lines:
        if line.session_code or line.starts_at is None or line.status is ItemStatus.CANCELLED:
            continue
        local = line.starts_at.astimezone(programme.tz)
        days.setdefault(programme_day(local, programme.day_change_hour), []).append(line)
    return dict(sorted(days.items()))


def _add_grid(
    sheet: Worksheet, day: date, lines: Iterable[ItemLine], programme: ProgrammeLines
) -> None:
    grid = grid_of(lines, programme.rooms)
    heading = " · ".join(p for p in (programme.mark, programme.title, day_name(day)) if p)
    _write(sheet, 1, 1, heading, bold=True)
    for column, name in enumerate(("", *grid.rooms), start=1):
        _write(sheet, 2, column, name or (NO_ROOM if column > 1 else ""), bold=True)
        sheet.cell(2, column).fill = _HEAD
    for row, (start, _end) in enumerate(grid.rows, start=3):
        _write(sheet, row, 1, clock_words(start, programme.tz), bold=True)
    for block in grid.blocks:
        _add_block(sheet, block, programme)
    _lay_out_grid(sheet, grid)


def _add_block(sheet: Worksheet, block: GridBlock, programme: ProgrammeLines) -> None:
    top, left, bottom = block.first_row + 3, block.column + 2, block.last_row + 3
    _write(sheet, top, left, "\n\n".join(_block_text(each, programme) for each in block.lines))
    for row in range(top, bottom + 1):
        sheet.cell(row, left).border = _BORDER
        sheet.cell(row, left).fill = _BLOCK
    if bottom > top:
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=left)


def _block_text(line: ItemLine, programme: ProgrammeLines) -> str:
    zone = programme.tz
    hours = f"{clock_words(line.starts_at, zone)}–{clock_words(line.ends_at, zone)}"
    chairs = ", ".join(each.name for each in line.chairs)
    words = (line.title, f"{hours} · {line.kind}", f"Chairs: {chairs}" if chairs else "")
    return "\n".join(each for each in words if each)


def _lay_out_grid(sheet: Worksheet, grid: DayGrid) -> None:
    sheet.freeze_panes = "B3"
    sheet.column_dimensions["A"].width = 10
    for column in range(2, len(grid.rooms) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = 30
    for row, (start, end) in enumerate(grid.rows, start=3):
        minutes = (end - start) / timedelta(minutes=1)
        sheet.row_dimensions[row].height = min(max(16.0, minutes * 1.2), 120.0)
    _print_setup(sheet, "1:2")


def _add_items(sheet: Worksheet, programme: ProgrammeLines) -> None:
    headings = [column.heading for column in COLUMNS]
    for column, heading in enumerate(headings, start=1):
        _write(sheet, 1, column, heading, bold=True)
        sheet.cell(1, column).fill = _HEAD
        width = COLUMNS[column - 1].width
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, line in enumerate(programme.lines, start=2):
        for column, cell in enumerate(_row(line, programme), start=1):
            if cell is not None and cell != "":
                _write(sheet, row, column, cell, is_wrapped=False)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(programme.lines) + 1}"
    if programme.mark:
        sheet.oddHeader.center.text = programme.mark
    _print_setup(sheet, "1:1")


def _print_setup(sheet: Worksheet, titles: str) -> None:
    """Landscape, one page wide, the headings on every page."""
    sheet.print_title_rows = titles
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "&P / &N"


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Cell,
    *,
    bold: bool = False,
    is_wrapped: bool = True,
) -> None:
    """Text is text whatever it begins with; nothing in a cell runs."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = value.translate(_UNWRITABLE)[:LONGEST_CELL]
        cell.data_type = "s"
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    if bold:
        cell.font = _BOLD
    if is_wrapped:
        cell.alignment = _WRAPPED
