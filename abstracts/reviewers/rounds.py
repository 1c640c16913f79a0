"""The rounds of reviewing: which abstracts, until when, and who sees what (V01-V04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns.combination import And, Where

from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication
from abstracts.tables.review import Criterion, ReviewRound
from abstracts.vocabulary import (
    AbstractState,
    AwardState,
    BlindMode,
    Counted,
    OthersSeen,
    RoundKind,
)

# An award round reads what is still in the running.
_RUNNING = (
    AwardState.SUBMITTED,
    AwardState.SHORTLISTED,
    AwardState.OFFERED,
    AwardState.ACCEPTED,
    AwardState.PAID,
)


@dataclass(frozen=True, slots=True)
class CriterionInfo:
    """One criterion beside the overall score, with its weight."""

    key: str
    title: str
    hint: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """One round; scores run from `lowest` to `highest`, the best. [opens_at, closes_at) in UTC."""

    id: UUID
    meeting: UUID
    key: str
    title: str
    kind: RoundKind
    calls: frozenset[UUID]
    award: UUID | None
    opens_at: datetime
    closes_at: datetime
    zone: str
    blind: BlindMode = BlindMode.SINGLE
    lowest: int = 1
    highest: int = 5
    reviews_wanted: int = 3
    reviews_least: int = 2
    load_cap: int = 40
    disagreement: int = 2
    others: OthersSeen = OthersSeen.AFTER
    counted: Counted = Counted.OVERALL
    is_same_institution_barred: bool = True
    instructions: str = ""
    criteria: tuple[CriterionInfo, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Whether reviews may be written and changed now."""
        return self.opens_at <= now < self.closes_at

    @property
    def is_blind(self) -> bool:
        """Whether authors are hidden from reviewers (V02)."""
        return self.blind is not BlindMode.OPEN

    @property
    def scores(self) -> range:
        """Every score that may be given."""
        return range(self.lowest, self.highest + 1)


async def rounds_of(meeting: UUID) -> list[RoundInfo]:
    """The rounds of a meeting in the committee's order; two statements."""
    rows = (
        await ReviewRound.select()
        .where(ReviewRound.meeting == meeting)
        .order_by(ReviewRound.position)
        .order_by(ReviewRound.key)
    )
    criteria = (
        await Criterion.select()
        .where(Criterion.round.meeting == meeting)
        .order_by(Criterion.position)
    )
    return [_round(row, [each for each in criteria if each["round"] == row["id"]]) for row in rows]


async def round_of_key(meeting: UUID, key: str) -> RoundInfo | None:
    """The round of this address; two statements."""
    return next((each for each in await rounds_of(meeting) if each.key == key), None)


def read_in(round_: RoundInfo) -> And:
    """Which abstracts a round reads, as a condition on Abstract: those that wait for a decision.

    An award round reads its applicants' abstracts, whatever became of them meanwhile.
    """
    is_of_meeting = Abstract.meeting == round_.meeting
    if round_.kind is RoundKind.AWARD:
        return And(is_of_meeting, And(_of_award(round_.award), _LIVE))
    if not round_.calls:
        return And(is_of_meeting, Abstract.id.is_null())
    is_of_calls = Abstract.call.is_in(sorted(round_.calls))
    return And(is_of_meeting, And(is_of_calls, Abstract.state == AbstractState.SUBMITTED.value))


def was_read_in(round_: RoundInfo) -> And:
    """As `read_in`, with what has been decided since; withdrawn abstracts are out."""
    if round_.kind is RoundKind.AWARD or not round_.calls:
        return read_in(round_)
    is_of_calls = Abstract.call.is_in(sorted(round_.calls))
    return And(Abstract.meeting == round_.meeting, And(is_of_calls, Abstract.state.not_in(GONE)))


GONE = [AbstractState.DRAFT.value, AbstractState.WITHDRAWN.value]
_LIVE: Where = Abstract.state.is_in(
    [
        AbstractState.SUBMITTED.value,
        AbstractState.WAITLISTED.value,
        AbstractState.ACCEPTED.value,
    ]
)


def _of_award(cycle: UUID | None) -> Where:
    applied: Any = AwardApplication.select(AwardApplication.abstract).where(
        AwardApplication.cycle == cycle,
        AwardApplication.abstract.is_not_null(),
        AwardApplication.state.is_in([state.value for state in _RUNNING]),
    )
    return Abstract.id.is_in(applied)


def _round(row: dict[str, Any], criteria: Sequence[dict[str, Any]]) -> RoundInfo:
    plain = (
        "id",
        "meeting",
        "key",
        "title",
        "opens_at",
        "closes_at",
        "zone",
        "lowest",
        "highest",
        "reviews_wanted",
        "reviews_least",
        "load_cap",
        "disagreement",
        "is_same_institution_barred",
        "instructions",
    )
    return RoundInfo(
        kind=RoundKind(row["kind"]),
        calls=frozenset(msgspec.json.decode(row["calls"], type=list[UUID])),
        award=UUID(row["award"]) if row["award"] else None,
        blind=BlindMode(row["blind"]),
        others=OthersSeen(row["others"]),
        counted=Counted(row["counted"]),
        criteria=tuple(
            CriterionInfo(each["key"], each["title"], each["hint"], each["weight"])
            for each in criteria
        ),
        **{name: row[name] for name in plain},
    )
