"""What assigning needs to know of a round, and who reads what in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or

from abstracts import queries
from abstracts.reviewers.assigning import Paper, Reader, Rules
from abstracts.reviewers.conflict_queries import conflicts_of
from abstracts.reviewers.conflicts import Conflict, barred
from abstracts.reviewers.reviewer_queries import interests_of
from abstracts.reviewers.rounds import GONE, RoundInfo, read_in, was_read_in
from abstracts.tables import Abstract
from abstracts.tables.review import Assignment, Review, Reviewer
from abstracts.vocabulary import AbstractState, AssignmentState, ReviewerState

_REVIEWER: Any = Assignment.reviewer
_ABSTRACT: Any = Assignment.abstract
_ROUND: Any = Assignment.round


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An abstract that a round reads; `is_waiting` for its decision."""

    id: UUID
    code: str
    title: str
    topic: UUID | None
    second_topic: UUID | None
    is_waiting: bool = True


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """Who reads what in which round, and what became of it."""

    id: UUID
    round: UUID
    abstract: UUID
    code: str
    reviewer: UUID
    name: str
    state: AssignmentState
    why: str
    recusal: str
    assigned_at: datetime

    @property
    def is_active(self) -> bool:
        """Counts as one of an abstract's reviews; a recusal does not."""
        return self.state is not AssignmentState.RECUSED


@dataclass(frozen=True, slots=True)
class Bench:
    """All that a proposal for a round is made of; `rules` say what must not meet in it.

    `stale` was given before a conflict came up, and is not sent: it counts as nothing.
    """

    round: RoundInfo
    papers: list[PaperRow]
    readers: list[Reader]
    names: Mapping[UUID, str]
    given: list[AssignmentRow]
    conflicts: list[Conflict]
    topics: Mapping[UUID, str]
    active: Mapping[UUID, frozenset[UUID]]
    rules: Rules
    stale: tuple[AssignmentRow, ...] = ()

    def paper(self, row: PaperRow, wanted: int) -> Paper:
        """The abstract for a proposal: `wanted` reviews altogether."""
        readers = self.active.get(row.id, frozenset())
        return Paper(row.id, row.topic, row.second_topic, wanted - len(readers), readers)


async def papers_of(round_: RoundInfo) -> list[PaperRow]:
    """The abstracts that a round reads, by topic; one statement."""
    return await _papers(read_in(round_))


async def papers_read_in(round_: RoundInfo) -> list[PaperRow]:
    """Those and what was decided since; one statement."""
    return await _papers(was_read_in(round_))


async def paper_of_code(meeting: UUID, code: str) -> PaperRow | None:
    """A submitted abstract by its reference, whatever became of it; one statement."""
    where = And(Abstract.code == code.upper(), Abstract.submitted_at.is_not_null())
    found = await _papers(And(Abstract.meeting == meeting, where))
    return found[0] if found else None


async def _papers(where: And) -> list[PaperRow]:
    rows = (
        await Abstract.select(
            Abstract.id,
            Abstract.code,
            Abstract.title,
            Abstract.topic,
            Abstract.second_topic,
            Abstract.state,
        )
        .where(where)
        .order_by(Abstract.topic.position)
        .order_by(Abstract.code)
    )
    return [_paper(**row) for row in rows]


def _paper(state: str, **row: Any) -> PaperRow:
    return PaperRow(**row, is_waiting=state == AbstractState.SUBMITTED.value)


async def assignments_of(round_: UUID) -> list[AssignmentRow]:
    """Who was given what in a round and has it still, or sent it; one statement."""
    return _rows(await _assignments().where(Assignment.round == round_, is_work()))


def is_work() -> Or:
    """Whether an assignment asks for work or has had it: nobody reads what was withdrawn."""
    return Or(Assignment.state != AssignmentState.OPEN.value, _ABSTRACT.state.not_in(GONE))


async def assignments_for(meeting: UUID, reviewer: UUID) -> list[AssignmentRow]:
    """What one reviewer was given, in every round; one statement."""
    return _rows(
        await _assignments()
        .where(Assignment.reviewer == reviewer, _ROUND.meeting == meeting)
        .order_by(_ROUND.position)
        .order_by(_ABSTRACT.code)
    )


async def readers_of_abstract(abstract: UUID) -> list[AssignmentRow]:
    """Who reads one abstract, in every round; one statement."""
    return _rows(
        await _assignments().where(Assignment.abstract == abstract).order_by(Assignment.created_at)
    )


async def bench_of(round_: RoundInfo) -> Bench:
    """All that a proposal is made of; a fixed number of statements."""
    rows = await Reviewer.select(
        Reviewer.id, Reviewer.load_cap, Reviewer.person.registered_name.as_alias("name")
    ).where(Reviewer.meeting == round_.meeting, Reviewer.state == ReviewerState.ACCEPTED.value)
    given = await assignments_of(round_.id)
    elsewhere = await _loads_elsewhere(round_)
    interests = await interests_of(round_.meeting)
    conflicts = await conflicts_of(round_.meeting)
    topics = {t.id: f"{t.code} {t.title}" for t in await queries.topics(round_.meeting)}
    rules = _rules(round_, conflicts, given, topics)
    stale = tuple(each for each in given if _is_stale(each, rules))
    given = [each for each in given if not _is_stale(each, rules)]
    here = Counter(each.reviewer for each in given if each.is_active)
    return Bench(
        round=round_,
        papers=await papers_of(round_),
        readers=[
            Reader(
                row["id"],
                interests[row["id"]],
                here[row["id"]],
                cap_of(round_, row["load_cap"], elsewhere[row["id"]]),
            )
            for row in rows
        ],
        names={row["id"]: row["name"] for row in rows},
        given=given,
        conflicts=conflicts,
        topics=topics,
        active=active_readers(given),
        rules=rules,
        stale=stale,
    )


def _is_stale(given: AssignmentRow, rules: Rules) -> bool:
    is_open = given.state is AssignmentState.OPEN
    return is_open and (given.reviewer, given.abstract) in rules.conflicts


def _rules(
    round_: RoundInfo,
    conflicts: list[Conflict],
    given: list[AssignmentRow],
    topics: Mapping[UUID, str],
) -> Rules:
    bars = barred(conflicts, is_same_institution_barred=round_.is_same_institution_barred)
    recused = {(each.reviewer, each.abstract) for each in given if not each.is_active}
    return Rules(frozenset(bars), frozenset(recused), topics)


def active_readers(given: Iterable[AssignmentRow]) -> dict[UUID, frozenset[UUID]]:
    """Abstract -> who reads it or has read it; who stood back does not."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for each in given:
        if each.is_active:
            found[each.abstract].add(each.reviewer)
    return {abstract: frozenset(readers) for abstract, readers in found.items()}


def cap_of(round_: RoundInfo, own: int | None, elsewhere: int) -> int:
    """How much somebody may have in a round: its cap, and their own one over all rounds."""
    return round_.load_cap if own is None else max(0, min(round_.load_cap, own - elsewhere))


async def sent_by_reviewer(round_: UUID) -> dict[UUID, list[datetime]]:
    """When each reviewer of a round sent their reviews; one statement."""
    assignment: Any = Review.assignment
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for row in await Review.select(assignment.reviewer.as_alias("reviewer"), Review.sent_at).where(
        assignment.round == round_,
        assignment.state == AssignmentState.SENT.value,
        Review.sent_at.is_not_null(),
    ):
        found[row["reviewer"]].append(row["sent_at"])
    return found


async def _loads_elsewhere(round_: RoundInfo) -> Counter[UUID]:
    rows = await Assignment.select(Assignment.reviewer).where(
        _REVIEWER.meeting == round_.meeting,
        Assignment.round != round_.id,
        Assignment.state != AssignmentState.RECUSED.value,
        is_work(),
    )
    return Counter(row["reviewer"] for row in rows)


def _assignments() -> Any:
    return Assignment.select(
        Assignment.id,
        Assignment.round,
        Assignment.abstract,
        _ABSTRACT.code.as_alias("code"),
        Assignment.reviewer,
        _REVIEWER.person.registered_name.as_alias("name"),
        Assignment.state,
        Assignment.why,
        Assignment.recusal,
        Assignment.created_at.as_alias("assigned_at"),
    )


def _rows(rows: list[dict[str, Any]]) -> list[AssignmentRow]:
    return [AssignmentRow(**{**row, "state": AssignmentState(row["state"])}) for row in rows]
