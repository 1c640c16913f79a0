"""Reviewers as the committee sees them, and what each may change of themselves."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from abstracts.reviewers.errors import NotAReviewer, UnknownReviewer
from abstracts.tables import TopicChair
from abstracts.tables.review import Assignment, DeclaredConflict, Interest, Review, Reviewer
from abstracts.vocabulary import AssignmentState, ConflictKind, ReviewerState
from conference.people.queries import primary_addresses

_ASSIGNMENT: Any = Review.assignment


@dataclass(frozen=True, slots=True)
class ReviewerRow:
    """A reviewer in the list; `interests` is topic -> level, `counts` assignments by state."""

    id: UUID
    person: UUID
    name: str
    email: str
    affiliation: str
    state: ReviewerState
    load_cap: int | None
    invited_at: datetime | None
    answered_at: datetime | None
    reminded_at: datetime | None
    answer: str
    institutions: str
    is_chair: bool
    interests: Mapping[UUID, int] = field(default_factory=dict)
    counts: Mapping[AssignmentState, int] = field(default_factory=dict)
    active_at: datetime | None = None

    @property
    def load(self) -> int:
        """What they have to read or have read; a recusal is no work."""
        return self.counts.get(AssignmentState.OPEN, 0) + self.done

    @property
    def done(self) -> int:
        """Reviews sent."""
        return self.counts.get(AssignmentState.SENT, 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a reviewer says of themselves."""

    reviewer: UUID
    institutions: str
    load_cap: int | None
    interests: Mapping[UUID, int]
    people: str
    barred_institutions: str


async def reviewers_of(meeting: UUID) -> list[ReviewerRow]:
    """All reviewers by name, with interests, load and last activity; six statements."""
    rows = await _rows().where(Reviewer.meeting == meeting).order_by(Reviewer.person.sort_key)
    chairs = await chairs_of(meeting)
    emails = await primary_addresses([row["person"] for row in rows]) if rows else {}
    interests = await interests_of(meeting)
    counts = await _counts(meeting)
    active = await _activity(meeting)
    return [
        _row(row, emails, chairs, interests[row["id"]], counts[row["id"]], active.get(row["id"]))
        for row in rows
    ]


async def reviewer_by_id(meeting: UUID, reviewer: UUID) -> ReviewerRow:
    """One of them. Raises UnknownReviewer."""
    found = next((row for row in await reviewers_of(meeting) if row.id == reviewer), None)
    if found is None:
        raise UnknownReviewer
    return found


async def chairs_of(meeting: UUID) -> set[UUID]:
    """The people who look after a topic; one statement."""
    rows = await TopicChair.select(TopicChair.person).where(TopicChair.topic.meeting == meeting)
    return {row["person"] for row in rows}


async def interests_of(meeting: UUID) -> dict[UUID, dict[UUID, int]]:
    """Reviewer -> topic -> level; one statement."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in await Interest.select(Interest.reviewer, Interest.topic, Interest.level).where(
        Interest.reviewer.meeting == meeting
    ):
        found[row["reviewer"]][row["topic"]] = row["level"]
    return found


async def profile_of(meeting: UUID, person: UUID) -> Profile:
    """What somebody said of themselves as a reviewer. Raises NotAReviewer."""
    row = (
        await Reviewer.select(Reviewer.id, Reviewer.institutions, Reviewer.load_cap)
        .where(
            Reviewer.meeting == meeting,
            Reviewer.person == person,
            Reviewer.state == ReviewerState.ACCEPTED.value,
        )
        .first()
    )
    if row is None:
        raise NotAReviewer
    levels = await Interest.select(Interest.topic, Interest.level).where(
        Interest.reviewer == row["id"]
    )
    declared = (
        await DeclaredConflict.select(DeclaredConflict.kind, DeclaredConflict.text)
        .where(DeclaredConflict.reviewer == row["id"], DeclaredConflict.is_by_committee.eq(False))
        .order_by(DeclaredConflict.text)
    )
    return Profile(
        row["id"],
        row["institutions"],
        row["load_cap"],
        {each["topic"]: each["level"] for each in levels},
        _texts(declared, ConflictKind.PERSON),
        _texts(declared, ConflictKind.INSTITUTION),
    )


def _texts(declared: Sequence[dict[str, Any]], kind: ConflictKind) -> str:
    return "\n".join(each["text"] for each in declared if each["kind"] == kind.value)


def _rows() -> Any:
    person: Any = Reviewer.person
    return Reviewer.select(
        Reviewer.id,
        Reviewer.person,
        person.registered_name.as_alias("name"),
        person.affiliation.as_alias("affiliation"),
        Reviewer.state,
        Reviewer.load_cap,
        Reviewer.invited_at,
        Reviewer.answered_at,
        Reviewer.reminded_at,
        Reviewer.answer,
        Reviewer.institutions,
    )


def _row(
    row: dict[str, Any],
    emails: Mapping[UUID, str],
    chairs: set[UUID],
    interests: Mapping[UUID, int],
    counts: Mapping[AssignmentState, int],
    active_at: datetime | None,
) -> ReviewerRow:
    return ReviewerRow(
        **{**row, "state": ReviewerState(row["state"])},
        email=emails.get(row["person"], ""),
        is_chair=row["person"] in chairs,
        interests=interests,
        counts=counts,
        active_at=active_at or row["answered_at"],
    )


async def _counts(meeting: UUID) -> dict[UUID, Counter[AssignmentState]]:
    rows = (
        await Assignment.select(
            Assignment.reviewer, Assignment.state, Count(Assignment.id, alias="number")
        )
        .where(Assignment.reviewer.meeting == meeting)
        .group_by(Assignment.reviewer, Assignment.state)
    )
    found: dict[UUID, Counter[AssignmentState]] = defaultdict(Counter)
    for row in rows:
        found[row["reviewer"]][AssignmentState(row["state"])] = row["number"]
    return found


async def _activity(meeting: UUID) -> dict[UUID, datetime]:
    """Reviewer -> when they last saved a review."""
    rows = await Review.select(_ASSIGNMENT.reviewer.as_alias("reviewer"), Review.saved_at).where(
        _ASSIGNMENT.reviewer.meeting == meeting
    )
    found: dict[UUID, datetime] = {}
    for row in rows:
        found[row["reviewer"]] = max(found.get(row["reviewer"], row["saved_at"]), row["saved_at"])
    return found
