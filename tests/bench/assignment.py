"""Assigning reviewers against an exact solution of the same problem by a linear programme.

The constraint matrix is a network's, so the programme's optimum is whole numbers: the exact one.
Scipy's HiGHS solves it; the bench alone needs it, the programme does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from uuid import UUID

from abstracts.reviewers.assigning import Paper, Proposal, Reader, Rules, assign, fit_of
from tests.bench.timing import Row, Table, cpu_seconds

TOPICS = [UUID(int=n) for n in range(1, 15)]
REVIEWS = 3
CONFLICTS = 0.05


@dataclass(frozen=True, slots=True)
class Round:
    """A synthetic round of reviews."""

    readers: tuple[Reader, ...]
    papers: tuple[Paper, ...]
    rules: Rules

    @property
    def even(self) -> tuple[int, int]:
        """The least and the most that an even division gives."""
        total = len(self.papers) * REVIEWS
        return total // len(self.readers), -(-total // len(self.readers))


async def bench_assignment(*, sizes: Sequence[tuple[int, int]], rounds: int) -> list[Table]:
    """Cost, loads and time for each size of (reviewers, abstracts)."""
    return [await _measured(readers, papers, rounds) for readers, papers in sizes]


def synthetic_round(readers: int, papers: int, seed: int = 1) -> Round:
    """A few large topics and many small ones, an expertise each, some conflicts."""
    rnd = Random(seed)
    weights = [1 / (place + 1) for place in range(len(TOPICS))]
    people = tuple(_reader(number, rnd) for number in range(readers))
    texts = tuple(
        Paper(
            UUID(int=10_000 + number),
            rnd.choices(TOPICS, weights)[0],
            rnd.choice([None, *TOPICS]),
            REVIEWS,
        )
        for number in range(papers)
    )
    conflicts = frozenset(
        (reader.id, paper.id) for reader in people for paper in texts if rnd.random() < CONFLICTS
    )
    return Round(people, texts, Rules(conflicts))


def exact_cost(case: Round) -> int:
    """The least sum of distances from topics with even loads, by HiGHS."""
    import numpy
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    pairs = [
        (a, r, fit_of(reader, paper).value)
        for a, paper in enumerate(case.papers)
        for r, reader in enumerate(case.readers)
        if (reader.id, paper.id) not in case.rules.conflicts
    ]
    columns = range(len(pairs))
    ones = numpy.ones(len(pairs))
    of_papers = coo_matrix((ones, ([a for a, _, _ in pairs], columns))).tocsr()
    of_readers = coo_matrix((ones, ([r for _, r, _ in pairs], columns))).tocsr()
    least, most = case.even
    shape = numpy.ones(len(case.readers))
    solved = linprog(
        [fit for _, _, fit in pairs],
        A_eq=of_papers,
        b_eq=numpy.full(len(case.papers), REVIEWS),
        A_ub=vstack([of_readers, -of_readers]),
        b_ub=numpy.concatenate([shape * most, -shape * least]),
        bounds=(0, 1),
        method="highs",
    )
    if solved.status != 0:
        raise RuntimeError(solved.message)
    return round(solved.fun)


async def _measured(readers: int, papers: int, rounds: int) -> Table:
    case = synthetic_round(readers, papers)
    found: list[Proposal] = []
    exact: list[int] = []

    async def ours() -> None:
        found.append(assign(case.readers, case.papers, case.rules, seed=1))

    async def floor() -> None:
        exact.append(exact_cost(case))

    times: dict[str, list[float]] = {"floor": [], "ours": []}
    for _ in range(rounds):
        times["floor"].append(await cpu_seconds(partial(floor)))
        times["ours"].append(await cpu_seconds(partial(ours)))
    proposal, best = found[0], exact[0]
    loads = proposal.loads.values()
    above = 100 * (proposal.cost - best) / best if best else 0.0
    title = f"Assigning {papers:,} abstracts to {readers} reviewers, {REVIEWS} reviews each"
    words = (
        f"the exact optimum by HiGHS, {best:,}; ours costs {proposal.cost:,}, {above:.2f} % more, "
        f"loads {min(loads)} to {max(loads)}, {len(proposal.shortages)} short, "
        f"{min(times['ours']):.2f} s"
    )
    row = Row("reviews", papers * REVIEWS, tuple(times["floor"]), tuple(times["ours"]))
    return Table(title, "reviews", words, (row,))


def _reader(number: int, rnd: Random) -> Reader:
    expert, *willing = rnd.sample(TOPICS, 4)
    levels = {expert: 2, **dict.fromkeys(willing, 1)}
    return Reader(UUID(int=1_000 + number), levels, cap=60)
