"""The person's own items by day and time in a box, never beyond it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from badges.drawing.fit import Fitted
from badges.drawing.items import Block
from badges.faces.rules import AgendaLine
from badges.layouts.layout import Box, Element, TypeRange
from badges.stock.stock import POINTS_PER_MM
from conference.typesetting.fonts import Weight
from conference.typesetting.setting import Line, set_line
from conference.typesetting.wrapping import wrap

AGENDA_TYPE = TypeRange(Weight.REGULAR, largest=11, good=10, floor=8)
SHRINK = 0.93
LEADING, DAY_GAP, ITEM_GAP, COLUMN_GAP = 1.22, 0.6, 0.25, 0.7  # in em
TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the agenda: what stands in the time's column, and beside it."""

    line: Line
    indent: float
    down: float  # from the end of the row before to this row's top, in em
    time: Line | None = None
    ends: int = 0  # the item that is complete with this row, counted from 1


def agenda_blocks(element: Element, agenda: tuple[AgendaLine, ...]) -> tuple[list[Block], int]:
    """The items shrunk to fit, at the floor with "and 3 more"; and how many those are."""
    sizes, box = element.type or AGENDA_TYPE, element.box
    width, height = box.width * POINTS_PER_MM, box.height * POINTS_PER_MM
    if not agenda:
        return [], 0
    size = sizes.largest
    rows = _rows(agenda, size, width)
    while _height(rows, size) > height and size > sizes.floor:
        size = max(sizes.floor, size * SHRINK)
        rows = _rows(agenda, size, width)
    if _height(rows, size) <= height:
        return list(_blocks(rows, size, box)), 0
    kept, left = _those_that_fit(rows, size, height, len(agenda))
    return list(_blocks(kept, size, box)), left


def _rows(agenda: tuple[AgendaLine, ...], size: float, width: float) -> list[_Row]:
    times = [set_line(each.time, Weight.BOLD) for each in agenda]
    indent = max(time.width for time in times) * size + COLUMN_GAP * size
    rows: list[_Row] = []
    day = ""
    for index, (each, time) in enumerate(zip(agenda, times, strict=True)):
        if each.day != day:
            day = each.day
            rows += [
                _Row(line, 0, 0 if at or not rows else DAY_GAP)
                for at, line in enumerate(wrap(day, size, width, Weight.BOLD))
            ]
        rows += _item_rows(each, time, size, width, indent, index + 1)
    return rows


def _item_rows(
    each: AgendaLine, time: Line, size: float, width: float, indent: float, ends: int
) -> Iterator[_Row]:
    words = f"{each.title} · {each.where}" if each.where else each.title
    lines = wrap(words, size, width - indent)
    if len(lines) > TITLE_LINES:
        place = f" · {each.where}" if each.where else ""
        lines = (
            *lines[: TITLE_LINES - 1],
            *_cut(lines[TITLE_LINES - 1], place, size, width, indent),
        )
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        yield _Row(
            line, indent, 0 if at else ITEM_GAP, None if at else time, ends if is_last else 0
        )


def _cut(line: Line, place: str, size: float, width: float, indent: float) -> tuple[Line, ...]:
    """The last line allowed, shortened so that the place still stands at its end."""
    words = line.text
    while words:
        cut = set_line(f"{words.rstrip(' ,·')}…{place}")
        if cut.width * size <= width - indent:
            return (cut,)
        words = words[:-1]
    return wrap(place.strip(" ·"), size, width - indent)[:1]


def _height(rows: list[_Row], size: float) -> float:
    return sum(row.down + LEADING for row in rows) * size


def _those_that_fit(
    rows: list[_Row], size: float, height: float, items: int
) -> tuple[list[_Row], int]:
    """Whole items only, and a last line that says how many more there are."""
    ends = [at + 1 for at, row in enumerate(rows) if row.ends]
    room = height - (LEADING + ITEM_GAP) * size
    fitting = [end for end in ends if _height(rows[:end], size) <= room]
    kept = rows[: fitting[-1]] if fitting else []
    left = items - (kept[-1].ends if kept else 0)
    return [*kept, _Row(set_line(f"and {left} more"), 0, ITEM_GAP if kept else 0)], left


def _blocks(rows: list[_Row], size: float, box: Box) -> Iterator[Block]:
    top, em = box.y, size / POINTS_PER_MM
    for row in rows:
        top += row.down * em
        x = row.indent / POINTS_PER_MM
        area = Box(box.x + x, top, box.width - x, LEADING * em)
        if row.time:
            time = Box(box.x, top, x or box.width, LEADING * em)
            yield Block("agenda", time, Fitted((row.time,), size))
        yield Block("agenda", area, Fitted((row.line,), size))
        top += LEADING * em
