"""From which seat somebody looks at what is said of an abstract (V02, V03)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.reviews.reading import UNREADABLE, Given
from abstracts.tables import Abstract, TopicChair
from abstracts.tables.review import Assignment
from abstracts.vocabulary import AssignmentState, BlindMode, OthersSeen, ReviewerState
from conference.people.access import Role, Visitor

_REVIEWER: Any = Assignment.reviewer


class Seat(StrEnum):
    """The committee and a topic's chairs see every score; a reviewer what the round lets them."""

    COMMITTEE = "committee"
    TOPIC_CHAIR = "topic_chair"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody who may look at an abstract's reviews or thread; `rounds` are those they see."""

    seat: Seat
    person: UUID
    abstract: UUID
    code: str
    title: str
    topic_title: str
    rounds: tuple[RoundInfo, ...]

    @property
    def sees_all(self) -> bool:
        """Committee and topic chairs."""
        return self.seat is not Seat.REVIEWER

    def hides_names(self, round_: RoundInfo | None) -> bool:
        """Whether reviewers' names are hidden from this one: double-blind, and not a chair."""
        return not self.sees_all and (round_ is None or round_.blind is BlindMode.DOUBLE)


def sees_others(round_: RoundInfo, state: AssignmentState) -> bool:
    """Whether a reviewer sees what the others say: never, once their own is sent, or always."""
    if state is AssignmentState.RECUSED or round_.others is OthersSeen.NEVER:
        return False
    return round_.others is OthersSeen.ALWAYS or state is AssignmentState.SENT


async def seat_at(meeting: UUID, visitor: Visitor, code: str) -> Seated | None:
    """The seat of a visitor at one abstract; None for whoever has none or is in conflict with it.

    A conflict takes every seat away, the committee's too: not even that there is a review is seen.
    """
    assert visitor.person is not None
    row = await _abstract(meeting, code)
    if row is None or row["id"] in await conflicted_abstracts(meeting, visitor.person):
        return None
    rounds = await rounds_of(meeting)
    if visitor.may(Role.PROGRAMME):
        return _seated(Seat.COMMITTEE, visitor.person, row, rounds)
    if row["topic"] in await chaired_topics(visitor.person):
        return _seated(Seat.TOPIC_CHAIR, visitor.person, row, rounds)
    seen = await _rounds_seen(visitor.person, row["id"], rounds)
    return _seated(Seat.REVIEWER, visitor.person, row, seen) if seen else None


def reviewer_seat(given: Given, person: UUID) -> Seated | None:
    """The seat that a reviewer has by what they were given; None where they see no others."""
    if not sees_others(given.round, given.state):
        return None
    return Seated(
        Seat.REVIEWER,
        person,
        given.abstract,
        given.code,
        given.title,
        given.topic_title,
        (given.round,),
    )


async def chaired_topics(person: UUID) -> frozenset[UUID]:
    """The topics that a person is a chair of."""
    rows = await TopicChair.select(TopicChair.topic).where(TopicChair.person == person)
    return frozenset(row["topic"] for row in rows)


async def _abstract(meeting: UUID, code: str) -> dict[str, Any] | None:
    return (
        await Abstract.select(
            Abstract.id,
            Abstract.code,
            Abstract.title,
            Abstract.topic,
            Abstract.topic.title.as_alias("topic_title"),
        )
        .where(
            Abstract.meeting == meeting,
            Abstract.code == code.upper(),
            Abstract.state.not_in(list(UNREADABLE)),
        )
        .first()
    )


async def _rounds_seen(person: UUID, abstract: UUID, rounds: list[RoundInfo]) -> list[RoundInfo]:
    rows = await Assignment.select(Assignment.round, Assignment.state).where(
        Assignment.abstract == abstract,
        _REVIEWER.person == person,
        _REVIEWER.state == ReviewerState.ACCEPTED.value,
    )
    states = {row["round"]: AssignmentState(row["state"]) for row in rows}
    return [each for each in rounds if each.id in states and sees_others(each, states[each.id])]


def _seated(seat: Seat, person: UUID, row: dict[str, Any], rounds: list[RoundInfo]) -> Seated:
    return Seated(
        seat,
        person,
        row["id"],
        row["code"],
        row["title"],
        row["topic_title"] or "",
        tuple(rounds),
    )
