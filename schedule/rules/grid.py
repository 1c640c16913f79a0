"""One day of the programme as a table: times down, rooms across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from schedule.rules.listing import Listed

SHORTEST = timedelta(minutes=5)
HEIGHTS = (5, 10, 15, 20, 30, 45, 60, 90)


@dataclass(frozen=True, slots=True)
class GridCell:
    """The sessions that share a place in the table, and how far it stretches; none is a gap."""

    items: tuple[Listed, ...] = ()
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """From one instant at which something starts or ends to the next."""

    at: datetime
    minutes: int
    starts: bool
    cells: tuple[GridCell, ...]

    @property
    def height(self) -> int:
        """The largest of the heights of the style sheet that fits."""
        return max((each for each in HEIGHTS if each <= self.minutes), default=HEIGHTS[0])


@dataclass(frozen=True, slots=True)
class Grid:
    """A day: the rooms that are used, in order, "" for what has none and is not for all."""

    rooms: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(slots=True)
class _Block:
    """Sessions of one column that overlap, or follow one another inside such a pile."""

    column: int
    columns: int
    starts_at: datetime
    ends_at: datetime
    items: list[Listed]

    @property
    def has_room(self) -> bool:
        return any(each.session.room for each in self.items)


def make_grid(items: Iterable[Listed], rooms: Sequence[str]) -> Grid:
    """The sessions of a day beside each other: every one stands in exactly one cell, and nothing
    covers another. What has no room goes across all rooms when nothing else takes place."""
    day = sorted(items, key=lambda each: (each.session.starts_at, each.session.code))
    piles = _blocks(day, 0, 0)
    across = [e for pile in piles if not pile.has_room for e in pile.items]
    roomed = [e for pile in piles if pile.has_room for e in pile.items]
    columns = _columns({each.session.room for each in roomed}, rooms) or [""]
    blocks = _blocks(across, 0, len(columns))
    for place, room in enumerate(columns):
        blocks += _blocks((e for e in roomed if e.session.room == room), place, 1)
    return Grid(tuple(columns), _rows(blocks, len(columns)))


def _columns(used: set[str], rooms: Sequence[str]) -> list[str]:
    """The meeting's order, then rooms it does not know, then what has no room."""
    known = [room for room in rooms if room in used]
    return [*known, *sorted(used - {*known, ""}), *([""] if "" in used else [])]


def _end(item: Listed) -> datetime:
    return max(item.session.ends_at, item.session.starts_at + SHORTEST)


def _blocks(items: Iterable[Listed], column: int, columns: int) -> list[_Block]:
    blocks: list[_Block] = []
    for each in items:
        if blocks and each.session.starts_at < blocks[-1].ends_at:
            blocks[-1].items.append(each)
            blocks[-1].ends_at = max(blocks[-1].ends_at, _end(each))
        else:
            blocks.append(_Block(column, columns, each.session.starts_at, _end(each), [each]))
    return blocks


def _rows(blocks: list[_Block], columns: int) -> tuple[GridRow, ...]:
    instants = sorted({at for each in blocks for at in (each.starts_at, each.ends_at)})
    places = {at: place for place, at in enumerate(instants)}
    starting = {(places[each.starts_at], each.column): each for each in blocks}
    starts = {each.session.starts_at for block in blocks for each in block.items}
    free_from = [0] * columns  # the first row that nothing from above covers
    rows = []
    for place, (at, until) in enumerate(pairwise(instants)):
        cells = []
        for column in range(columns):
            if place >= free_from[column]:
                cell = _cell(starting.get((place, column)), place, places)
                free_from[column : column + cell.columns] = [place + cell.rows] * cell.columns
                cells.append(cell)
        minutes = int((until - at).total_seconds() // 60)
        rows.append(GridRow(at, minutes, at in starts, tuple(cells)))
    return tuple(rows)


def _cell(block: _Block | None, place: int, places: Mapping[datetime, int]) -> GridCell:
    if block is None:
        return GridCell()
    return GridCell(tuple(block.items), places[block.ends_at] - place, block.columns)
