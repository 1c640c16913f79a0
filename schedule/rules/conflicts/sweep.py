"""Which spans overlap, without comparing each with each."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from schedule.rules.programme import Span

Thing = TypeVar("Thing")
Other = TypeVar("Other")
Timed = tuple[datetime, datetime, str, Thing]  # from, until, a name for the order, what it is
Running = list[tuple[datetime, int, Thing]]


def overlapping(spans: Iterable[Timed[Thing]]) -> Iterator[tuple[Thing, Thing]]:
    """Pairs whose times overlap, the earlier one first; touching ends do not.

    Costs n log n and the pairs that overlap.
    """
    running: Running[Thing] = []
    for order, (start, end, _, thing) in enumerate(sorted(spans, key=_in_time)):
        _end_before(running, start)
        for _, _, other in running:
            yield other, thing
        heapq.heappush(running, (end, order, thing))


def crossing(
    ours: Iterable[Timed[Thing]], theirs: Iterable[Timed[Other]]
) -> Iterator[tuple[Thing, Other]]:
    """Pairs of one of ours and one of theirs whose times overlap, at the same cost."""
    mine: Running[Thing] = []
    others: Running[Other] = []
    marked = [(start, end, name, thing, None) for start, end, name, thing in ours]
    marked += [(start, end, name, None, other) for start, end, name, other in theirs]  # type: ignore[misc]
    for order, (start, end, _, thing, other) in enumerate(sorted(marked, key=_in_time)):
        _end_before(mine, start)
        _end_before(others, start)
        if thing is not None:
            yield from ((thing, each) for _, _, each in others)
            heapq.heappush(mine, (end, order, thing))
        elif other is not None:
            yield from ((each, other) for _, _, each in mine)
            heapq.heappush(others, (end, order, other))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The stretches that these spans make together, by time; touching ones are one."""
    made: list[Span] = []
    for span in sorted(spans, key=lambda each: each.starts_at):
        if made and span.starts_at <= made[-1].ends_at:
            made[-1] = Span(made[-1].starts_at, max(made[-1].ends_at, span.ends_at))
        else:
            made.append(span)
    return made


def lies_within(start: datetime, end: datetime, stretches: Sequence[Span]) -> bool:
    """Whether one of the merged stretches holds all of it."""
    return any(each.starts_at <= start and end <= each.ends_at for each in stretches)


def _end_before(running: Running[Thing], start: datetime) -> None:
    while running and running[0][0] <= start:
        heapq.heappop(running)


def _in_time(span: tuple[object, ...]) -> tuple[object, ...]:
    return span[:3]
