"""CPU time of some work and of its floor, measured in turns."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of work: its CPU seconds and those of the floor, round by round."""

    name: str
    count: int
    floor: tuple[float, ...]
    ours: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """Times the CPU of the floor; 1 is as fast as the floor, 2 takes twice as long."""
        return [ours / floor for ours, floor in zip(self.ours, self.floor, strict=True)]


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured, of what, against which floor."""

    title: str
    unit: str
    floor: str
    rows: tuple[Row, ...]
    note: str = ""

    def __str__(self) -> str:
        head = f"{'':<34}{'floor':>12}{'ours':>12}{'ratio min':>11}{'median':>9}"
        lines = [self.title, f"  floor: {self.floor}", head]
        for row in self.rows:
            floor, ours = (row.count / min(times) for times in (row.floor, row.ours))
            lines.append(
                f"  {row.name:<32}{floor:>10,.0f}/s{ours:>10,.0f}/s"
                f"{min(row.ratios):>11.3g}{median(row.ratios):>9.3g}"
            )
        lines += [f"  ({self.unit} per second of CPU)"] + ([f"  {self.note}"] if self.note else [])
        return "\n".join(lines)


async def in_turns(
    floor: Work, ours: Mapping[str, Work], *, count: int, rounds: int
) -> tuple[Row, ...]:
    """Floor and each work once a round, so that a busy moment touches all; one round warms up."""
    times: dict[str, list[float]] = {name: [] for name in ("", *ours)}
    gc.collect()
    gc.freeze()  # what is there already is not walked again before each work
    for turn in range(rounds + 1):
        for name, work in (("", floor), *ours.items()):
            spent = await cpu_seconds(work)
            if turn:
                times[name].append(spent)
    return tuple(Row(name, count, tuple(times[""]), tuple(times[name])) for name in ours)


async def cpu_seconds(work: Work) -> float:
    """The CPU time of this process, all threads, for one run of the work."""
    gc.collect()
    began = process_time()
    await work()
    return max(process_time() - began, 1e-9)
