"""The ranked table of decisions: what a person sees of it, counted against the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from abstracts.deciding.cutoff_form import LEVELS, field_of
from abstracts.deciding.held import digest_of_held, held_of
from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from abstracts.deciding.proposing import (
    ALL,
    CutOffs,
    Proposal,
    Rules,
    fitting_cutoffs,
    propose,
)
from abstracts.deciding.ranking import RankedRow, candidates_of, ranking_of
from abstracts.deciding.scope import Scope
from abstracts.deciding.targets import stored_targets, targets_for
from abstracts.queries.calls import TopicInfo, topics
from abstracts.vocabulary import Decision, Outcome


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line of the counts: how many of each, and how many are wanted."""

    topic: str
    title: str
    total: int
    counts: Mapping[str, int]
    wanted: Mapping[str, int]
    undecided: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the pages of decisions show. `rows` are those in the person's scope."""

    scope: Scope
    topics: tuple[TopicInfo, ...]
    rows: tuple[RankedRow, ...]
    everything: tuple[RankedRow, ...]
    targets: Mapping[tuple[str, Decision], int]
    has_stored_targets: bool
    policy: AbstractPolicyInfo
    seen: str

    @property
    def shown(self) -> list[RankedRow]:
        """The rows whose decisions the person may see."""
        return [row for row in self.rows if not row.is_conflicted]

    @property
    def lowest(self) -> float:
        """The lowest score in the table: where a slider begins."""
        return min((each.standing.normalised for each in self.rows if each.standing), default=1.0)

    @property
    def highest(self) -> float:
        return max((each.standing.normalised for each in self.rows if each.standing), default=5.0)

    def rules(self, cutoffs: Mapping[str, CutOffs]) -> Rules:
        """The cut-offs with the targets and the rules of the meeting."""
        return Rules(
            cutoffs, self.targets, self.policy.has_one_talk, self.policy.is_lightning_a_talk
        )

    def proposal(self, cutoffs: Mapping[str, CutOffs]) -> Proposal:
        """What these cut-offs give in the scope; what lies outside keeps its place."""
        found = candidates_of(self.everything, self.scope)
        return propose(found, self.rules(cutoffs))

    def fitting(self) -> dict[str, str]:
        """The cut-offs that the targets come to, as the form shows them at first."""
        found = candidates_of(self.everything, self.scope)
        cutoffs = fitting_cutoffs(found, self.rules({}), ALL)
        shown = {level: getattr(cutoffs, level) for level in LEVELS}
        return {field_of(k): f"{_floor(v):.2f}" for k, v in shown.items() if v is not None}

    def counts(self, outcomes: Mapping[str, Outcome | None]) -> list[CountRow]:
        """How many of each kind by topic, the whole first; `outcomes`: code -> what it becomes."""
        shown = [(ALL, "All topics"), *((each.code, each.title) for each in self.topics)]
        if any(not row.topic for row in self.rows):
            shown.append(("-", "No topic"))
        return [_count_row(topic, title, self, outcomes) for topic, title in shown]


async def board_of(meeting: UUID, scope: Scope) -> Board:
    """The ranking with its targets; a fixed number of statements."""
    everything = await ranking_of(meeting, scope)
    stored = await stored_targets(meeting)
    shown = [row for row in everything if scope.is_chair or row.topic in scope.topics]
    known = [each for each in await topics(meeting) if scope.is_chair or each.code in scope.topics]
    held = await held_of(meeting)
    return Board(
        scope=scope,
        topics=tuple(known),
        rows=tuple(shown),
        everything=tuple(everything),
        targets=targets_for(stored, everything),
        has_stored_targets=bool(stored),
        policy=await policy_of(meeting),
        seen=digest_of_held(held.values()),
    )


def now_decided(rows: Sequence[RankedRow]) -> dict[str, Outcome | None]:
    """What each abstract is at present: held, else released."""
    return {row.code: row.outcome for row in rows}


def _count_row(
    topic: str, title: str, board: Board, outcomes: Mapping[str, Outcome | None]
) -> CountRow:
    mine = [row for row in board.rows if topic == ALL or row.topic == topic.strip("-")]
    found = Counter(outcomes.get(row.code) for row in mine)
    return CountRow(
        topic=topic,
        title=title,
        total=len(mine),
        counts={each.value: found[each] for each in Outcome},
        wanted={
            each.value: board.targets[topic, each]
            for each in Decision
            if (topic, each) in board.targets
        },
        undecided=found[None],
    )


def _floor(value: float) -> float:
    """Rounded down to two places, so that the abstract it came from stays above it."""
    return int(value * 100) / 100 if value >= 0 else (int(value * 100) - 1) / 100
