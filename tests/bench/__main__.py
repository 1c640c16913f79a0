"""Prints the benchmark tables: `python -m tests.bench [--quick] [programme] [badges] ...`."""

from __future__ import annotations

import os

os.environ.setdefault("PLENARY_LOG_LEVEL", "critical")

import argparse
import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from conference.logs import configure_logs
from tests.bench.assignment import bench_assignment
from tests.bench.badges import bench_badges
from tests.bench.board import bench_board
from tests.bench.book import bench_book
from tests.bench.conflicts import bench_conflicts
from tests.bench.decisions import bench_decisions
from tests.bench.desk import bench_desk
from tests.bench.feeds import bench_feeds
from tests.bench.papers import bench_papers
from tests.bench.programme import bench_programme
from tests.bench.registration import bench_registration
from tests.bench.release import bench_release
from tests.bench.roll import bench_roll
from tests.bench.timing import Table

Bench = Callable[[], Awaitable[list[Table]]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much work a run does."""

    talks: tuple[int, ...]
    requests: int
    badges: int
    lines: int
    people: int
    baskets: int
    orders: tuple[int, int]
    rounds: int
    reviewing: tuple[tuple[int, int], ...] = ((40, 400), (80, 1_000))
    abstracts: int = 400
    listed: int = 3_300
    feeds: tuple[int, ...] = (500, 2_000)
    boards: tuple[int, ...] = (500, 2_000)
    moves: int = 50
    conflicts: tuple[int, ...] = (500, 2_000, 10_000)
    releases: tuple[int, ...] = (500, 2_000)
    at_desk: tuple[int, int] = (10_000, 200)


FULL = Size(
    talks=(500, 2_000), requests=300, badges=1_250, lines=5000, people=60, baskets=1000,
    orders=(1_000, 50_000), rounds=7,
)  # fmt: skip
QUICK = Size(
    talks=(12,), requests=3, badges=3, lines=20, people=1, baskets=5, orders=(3, 60), rounds=1,
    reviewing=((5, 20),), abstracts=5, listed=8, boards=(24,), moves=4, conflicts=(30, 60),
    releases=(12,), at_desk=(20, 2),
    feeds=(24,),
)  # fmt: skip


def benches(size: Size) -> dict[str, Bench]:
    """Every benchmark by name."""
    rounds = size.rounds
    return {
        "programme": partial(
            bench_programme, sizes=size.talks, requests=size.requests, rounds=rounds
        ),
        "feeds": partial(bench_feeds, sizes=size.feeds, rounds=rounds),
        "board": partial(bench_board, sizes=size.boards, moves=size.moves, rounds=min(rounds, 3)),
        "badges": partial(bench_badges, badges=size.badges, rounds=rounds),
        "desk": partial(
            bench_desk, people=size.at_desk[0], check_ins=size.at_desk[1], rounds=min(rounds, 5)
        ),
        "papers": partial(bench_papers, certificates=size.badges, rounds=min(rounds, 3)),
        "roll": partial(bench_roll, lines=size.lines, rounds=min(rounds, 3)),
        "registration": partial(
            bench_registration,
            people=size.people,
            baskets=size.baskets,
            orders=size.orders,
            rounds=rounds,
        ),
        "book": partial(bench_book, abstracts=size.abstracts, rounds=min(rounds, 3)),
        "decisions": partial(
            bench_decisions,
            listed=size.listed,
            released=size.abstracts,
            rounds=min(rounds, 3),
        ),
        "release": partial(bench_release, sizes=size.releases, rounds=min(rounds, 3)),
        "conflicts": partial(bench_conflicts, items=size.conflicts, rounds=min(rounds, 5)),
        "assignment": partial(bench_assignment, sizes=size.reviewing, rounds=min(rounds, 2)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "names",
        nargs="*",
        help="programme, feeds, board, release, badges, desk, papers, roll, registration, book, "
        "decisions, conflicts, assignment; none: all",
    )
    parser.add_argument(
        "--quick", action="store_true", help="very little work, to see that it runs"
    )
    asked = parser.parse_args()
    configure_logs()
    logging.disable(logging.WARNING)
    known = benches(QUICK if asked.quick else FULL)
    if unknown := set(asked.names) - set(known):
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}")
    print(
        "CPU time in one process, floor and ours in turns. Ratio: times the floor's CPU; 1 is even."
    )
    for name in asked.names or known:
        for table in asyncio.run(known[name]()):
            print(f"\n{table}")


if __name__ == "__main__":
    main()
