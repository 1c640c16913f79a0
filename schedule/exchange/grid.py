"""One day as a grid of rooms and times: which cells each session covers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from schedule.exchange.lines import ItemLine

_SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class GridBlock:
    """Cells of one room, from `first_row` to `last_row`; several sessions where they overlap."""

    column: int
    first_row: int
    last_row: int
    lines: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class DayGrid:
    """The rooms that are used, the stretches between starts and ends, and who covers them."""

    rooms: tuple[str, ...]
    rows: tuple[tuple[datetime, datetime], ...]
    blocks: tuple[GridBlock, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    starts_at: datetime
    ends_at: datetime
    line: ItemLine


def grid_of(lines: Iterable[ItemLine], order: Sequence[str]) -> DayGrid:
    """The grid of a day's sessions. Rooms come in the meeting's order, then others by name, then
    "" for what has no room. No two blocks share a cell."""
    placed = sorted(map(_placed, lines), key=lambda each: each.starts_at)
    rooms = _rooms({each.line.room for each in placed}, order)
    edges = sorted({edge for each in placed for edge in (each.starts_at, each.ends_at)})
    rows = tuple(pairwise(edges))
    blocks = [
        GridBlock(
            column,
            bisect_left(edges, together[0].starts_at),
            bisect_left(edges, max(each.ends_at for each in together)) - 1,
            tuple(each.line for each in together),
        )
        for column, room in enumerate(rooms)
        for together in _clusters(each for each in placed if each.line.room == room)
    ]
    return DayGrid(rooms, rows, tuple(blocks))


def _placed(line: ItemLine) -> _Placed:
    """Even a session without a length has a row of its own."""
    assert line.starts_at is not None
    end = line.ends_at or line.starts_at
    return _Placed(line.starts_at, max(end, line.starts_at + _SHORTEST), line)


def _rooms(used: set[str], order: Sequence[str]) -> tuple[str, ...]:
    known = [room for room in order if room in used]
    others = sorted(room for room in used if room and room not in known)
    return (*known, *others, *([""] if "" in used else []))


def _clusters(placed: Iterable[_Placed]) -> list[list[_Placed]]:
    """Sessions of one room that overlap, together."""
    clusters: list[list[_Placed]] = []
    end = None
    for each in placed:
        if end is not None and each.starts_at < end:
            clusters[-1].append(each)
            end = max(end, each.ends_at)
        else:
            clusters.append([each])
            end = each.ends_at
    return clusters
