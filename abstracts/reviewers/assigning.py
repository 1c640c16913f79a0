"""Who should read what (V01): a proposal with the reason of each assignment, and what is missing.

Never broken: conflicts, abstracts from which somebody stood back, load caps. Wanted, in this order:
every abstract has its reviews, loads are equal, reviewers know the topics. The result is exact and
depends on the seed only where the best has equals.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from random import Random
from typing import TypeVar
from uuid import UUID

from abstracts.reviewers.exchange import Division

EXPERT, WILLING = 2, 1  # levels of interest in a topic


class Fit(IntEnum):
    """How far a reviewer is from the topics of an abstract; the value is the cost."""

    EXPERT = 0
    EXPERT_IN_SECOND = 2
    WILLING = 3
    WILLING_IN_SECOND = 5
    OUTSIDE = 9


FIT_WORDS = {
    Fit.EXPERT: "expert in the topic",
    Fit.EXPERT_IN_SECOND: "expert in the second topic",
    Fit.WILLING: "can read the topic",
    Fit.WILLING_IN_SECOND: "can read the second topic",
    Fit.OUTSIDE: "outside their topics",
}


class Bar(StrEnum):
    """The rule that keeps a reviewer from an abstract."""

    CONFLICT = "conflict"
    RECUSED = "recused"
    ASSIGNED = "assigned"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reviewer: what they know (topic -> level), what they have, and how much they may have."""

    id: UUID
    interests: Mapping[UUID, int] = field(default_factory=dict)
    load: int = 0
    cap: int = 40

    @property
    def room(self) -> int:
        """How many more they may have."""
        return max(0, self.cap - self.load)


@dataclass(frozen=True, slots=True)
class Paper:
    """An abstract: its topics, how many more reviews it wants, and who has it already."""

    id: UUID
    topic: UUID | None = None
    second_topic: UUID | None = None
    wanted: int = 3
    readers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """What must not meet, as (reviewer, abstract), and what the topics are called."""

    conflicts: frozenset[tuple[UUID, UUID]] = frozenset()
    recused: frozenset[tuple[UUID, UUID]] = frozenset()
    topics: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placement:
    """One proposed assignment and its reason."""

    abstract: UUID
    reviewer: UUID
    fit: Fit
    why: str

    @property
    def name(self) -> str:
        """Tells it from the others of a proposal."""
        return f"{self.abstract}:{self.reviewer}"


@dataclass(frozen=True, slots=True)
class Shortage:
    """An abstract that gets fewer reviews than wanted, and which rule is in the way."""

    abstract: UUID
    missing: int
    rule: Bar
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed; `loads` is what each reviewer would have altogether."""

    placements: tuple[Placement, ...]
    shortages: tuple[Shortage, ...]
    loads: Mapping[UUID, int]

    @property
    def cost(self) -> int:
        """The sum of the distances from the topics."""
        return sum(each.fit for each in self.placements)

    @property
    def fits(self) -> Counter[Fit]:
        """How many assignments fit how well."""
        return Counter(each.fit for each in self.placements)


Thing = TypeVar("Thing", Reader, Paper)


def assign(readers: Sequence[Reader], papers: Sequence[Paper], rules: Rules, seed: int) -> Proposal:
    """The best new assignments; what is assigned already stays and counts as load.

    Deterministic for a seed, whatever the order of its arguments.
    """
    readers, papers = _shuffled(readers, seed), _shuffled(papers, seed + 1)
    fits = [[_fit(reader, paper, rules) for reader in readers] for paper in papers]
    division = _divide(readers, papers, fits)
    placements, loads = [], Counter({reader.id: reader.load for reader in readers})
    missing: list[tuple[Paper, int, frozenset[UUID]]] = []
    for paper, row, held in zip(papers, fits, division.held, strict=True):
        chosen = {readers[n].id: row[n] for n in held if n < len(readers)}
        placements += [_placement(paper, who, fit, rules) for who, fit in chosen.items()]
        loads.update(chosen.keys())
        if len(chosen) < paper.wanted:
            missing.append((paper, paper.wanted - len(chosen), frozenset(chosen)))
    shortages = [_shortage(*each, readers, rules) for each in missing]
    return Proposal(
        tuple(sorted(placements, key=lambda each: (str(each.abstract), str(each.reviewer)))),
        tuple(sorted(shortages, key=lambda each: str(each.abstract))),
        dict(loads),
    )


def fit_of(reader: Reader, paper: Paper) -> Fit:
    """How well a reviewer knows the topics of an abstract."""
    first, second = (
        reader.interests.get(topic, 0) if topic else 0
        for topic in (paper.topic, paper.second_topic)
    )
    if first >= EXPERT:
        return Fit.EXPERT
    if second >= EXPERT:
        return Fit.EXPERT_IN_SECOND
    if first >= WILLING:
        return Fit.WILLING
    return Fit.WILLING_IN_SECOND if second >= WILLING else Fit.OUTSIDE


def bar_of(reader: Reader, paper: Paper, rules: Rules) -> Bar | None:
    """The rule that keeps this reviewer from this abstract; None if they may have it."""
    return _bar(reader.id, paper, rules) or (None if reader.room else Bar.FULL)


def why_of(fit: Fit, paper: Paper, topics: Mapping[UUID, str]) -> str:
    """The reason of an assignment, in words."""
    if fit is Fit.OUTSIDE:
        return "Outside the topics they named; chosen for an even load"
    is_second = fit in (Fit.EXPERT_IN_SECOND, Fit.WILLING_IN_SECOND)
    topic = paper.second_topic if is_second else paper.topic
    title = topics.get(topic, "") if topic else ""
    knows = "Expert in" if fit in (Fit.EXPERT, Fit.EXPERT_IN_SECOND) else "Can read"
    return f"{knows} {title}{', the second topic' if is_second else ''}"[:200]


def _divide(
    readers: Sequence[Reader], papers: Sequence[Paper], fits: Sequence[Sequence[Fit | None]]
) -> Division:
    division = Division(
        [[None if fit is None else fit.value for fit in row] for row in fits],
        [max(0, paper.wanted) for paper in papers],
        [reader.load for reader in readers],
        [reader.room for reader in readers],
    )
    division.settle()
    return division


def _shuffled(things: Sequence[Thing], seed: int) -> list[Thing]:
    """In an order that the seed alone decides."""
    ordered = sorted(things, key=lambda each: str(each.id))
    Random(seed).shuffle(ordered)  # noqa: S311 -- among equals, nothing secret
    return ordered


def _bar(reviewer: UUID, paper: Paper, rules: Rules) -> Bar | None:
    if reviewer in paper.readers:
        return Bar.ASSIGNED
    if (reviewer, paper.id) in rules.recused:
        return Bar.RECUSED
    return Bar.CONFLICT if (reviewer, paper.id) in rules.conflicts else None


def _fit(reader: Reader, paper: Paper, rules: Rules) -> Fit | None:
    return None if _bar(reader.id, paper, rules) else fit_of(reader, paper)


def _placement(paper: Paper, reviewer: UUID, fit: Fit | None, rules: Rules) -> Placement:
    assert fit is not None, "the division never pairs who must not meet"
    return Placement(paper.id, reviewer, fit, why_of(fit, paper, rules.topics))


_SAYS = {
    Bar.CONFLICT: "in conflict",
    Bar.RECUSED: "stood back",
    Bar.FULL: "full",
    Bar.ASSIGNED: "reading it already",
}


def _shortage(
    paper: Paper,
    missing: int,
    chosen: frozenset[UUID],
    readers: Sequence[Reader],
    rules: Rules,
) -> Shortage:
    """Which rule keeps the others away: caps where raising one would help, else conflicts."""
    bars = Counter(
        (Bar.ASSIGNED if each.id in chosen else _bar(each.id, paper, rules)) or Bar.FULL
        for each in readers
    )
    rule = next((bar for bar in (Bar.FULL, Bar.CONFLICT, Bar.RECUSED) if bars[bar]), Bar.ASSIGNED)
    counts = ", ".join(f"{bars[bar]} {says}" for bar, says in _SAYS.items() if bars[bar])
    why = f"Of {len(readers)} reviewers: {counts}." if readers else "No reviewer has accepted."
    return Shortage(paper.id, missing, rule, why)
