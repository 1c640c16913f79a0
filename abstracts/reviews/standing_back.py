"""Standing back from an abstract, by conflict or otherwise; the committee's word on a review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviews.errors import ReviewingClosed, UnknownReview
from abstracts.reviews.letters import recusal_letters, reopened_letter
from abstracts.reviews.reading import Given, abstract_for_reviewer, given_to
from abstracts.reviews.review_actions import Chair, lock_assignment
from abstracts.reviews.seats import Seated
from abstracts.tables.review import Assignment, DeclaredConflict, Review
from abstracts.vocabulary import AssignmentState, ConflictKind
from conference.letters.actions import queue_letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action


@dataclass(frozen=True, slots=True)
class Recusal:
    """Why a reviewer stands back; a conflict also bars them from all that is said of it."""

    reason: str
    is_conflict: bool = False


async def stand_back(
    chair: Chair, round_key: str, code: str, recusal: Recusal, now: datetime
) -> None:
    """A recusal is not a zero (V03): what was drafted goes, the place is free, the chairs are told.

    A conflict also takes back what was sent already. Raises UnknownReview, ReviewingClosed.
    """
    async with action(
        "recuse_review", by=chair.by, now=now, meeting=chair.meeting.id, reason=recusal.reason
    ) as act:
        given = await _mine(chair, round_key, code)
        if not recusal.is_conflict and not given.may_write(now):
            raise ReviewingClosed
        rows = await _rows_of(chair, given, everywhere=recusal.is_conflict)
        await Review.delete().where(Review.assignment.is_in(rows))
        await Assignment.update(
            {
                Assignment.state: AssignmentState.RECUSED.value,
                Assignment.recusal: recusal.reason,
                Assignment.reopened_at: None,
            }
        ).where(Assignment.id.is_in(rows))
        if recusal.is_conflict:
            await _declare(given, recusal.reason, chair.by, now)
        act.note(
            "review",
            given.code,
            round=given.round.key,
            state=[given.state, AssignmentState.RECUSED],
            is_conflict=recusal.is_conflict,
        )
        for letter in await recusal_letters(chair.meeting, given, chair, recusal.reason):
            await queue_letter(act, letter)


async def take_back(chair: Chair, round_key: str, code: str, now: datetime) -> None:
    """Reviews after all what they stood back from; a conflict stays one (then it is unknown).

    Raises UnknownReview, ReviewingClosed.
    """
    async with action("return_review", by=chair.by, now=now, meeting=chair.meeting.id) as act:
        await lock_assignment(chair, code)
        given = await _recused(chair, round_key, code)
        if not given.may_write(now):
            raise ReviewingClosed
        await Assignment.update(
            {Assignment.state: AssignmentState.OPEN.value, Assignment.recusal: ""}
        ).where(Assignment.id == given.assignment)
        if given.abstract in await conflicted_abstracts(chair.meeting.id, chair.person):
            raise UnknownReview  # rolls back: a declared conflict is the committee's to lift
        act.note("review", given.code, state=[AssignmentState.RECUSED, AssignmentState.OPEN])


async def reopen_review(
    *,
    meeting: MeetingInfo,
    seat: Seated,
    assignment: UUID,
    reason: str,
    by: Actor,
    now: datetime,
    base_url: str,
) -> str:
    """Lets one reviewer write after the closing, until they send; what was sent counts meanwhile.

    The reviewer is told with the reason. Answers the abstract's reference. Raises UnknownReview.
    """
    async with action("reopen_review", by=by, now=now, meeting=meeting.id, reason=reason) as act:
        row = await _reopenable(seat, assignment)
        await Assignment.update({Assignment.reopened_at: now}).where(Assignment.id == assignment)
        act.note("review", row["code"], round=row["round_key"], reopened_at=now)
        address = f"{base_url}/{meeting.slug}/reviewing/{row['round_key']}/{row['code']}"
        if letter := await reopened_letter(meeting, row["person"], row["code"], reason, address):
            await queue_letter(act, letter)
    return str(row["code"])


async def _reopenable(seat: Seated, assignment: UUID) -> dict[str, Any]:
    abstract: Any = Assignment.abstract
    row = (
        await Assignment.select(
            abstract.code.as_alias("code"),
            Assignment.round.key.as_alias("round_key"),
            Assignment.reviewer.person.as_alias("person"),
        )
        .where(
            Assignment.id == assignment,
            Assignment.abstract == seat.abstract,
            Assignment.state != AssignmentState.RECUSED.value,
        )
        .first()
    )
    if row is None:
        raise UnknownReview
    return row


async def _mine(chair: Chair, round_key: str, code: str) -> Given:
    await lock_assignment(chair, code)
    given = await abstract_for_reviewer(chair.meeting.id, round_key, code, chair.person)
    if given is None:
        raise UnknownReview
    return given


async def _recused(chair: Chair, round_key: str, code: str) -> Given:
    for each in await given_to(chair.meeting.id, chair.person):
        is_it = each.code == code.upper() and each.round.key == round_key
        if is_it and each.state is AssignmentState.RECUSED:
            return each
    raise UnknownReview


async def _rows_of(chair: Chair, given: Given, *, everywhere: bool) -> list[UUID]:
    """The assignment; by a conflict also those of the same abstract in other rounds."""
    if not everywhere:
        return [given.assignment]
    of_person: Any = Assignment.reviewer
    rows = await Assignment.select(Assignment.id).where(
        Assignment.abstract == given.abstract, of_person.person == chair.person
    )
    return [row["id"] for row in rows]


async def _declare(given: Given, reason: str, by: Actor, now: datetime) -> None:
    reviewer = (
        await Assignment.select(Assignment.reviewer)
        .where(Assignment.id == given.assignment)
        .first()
    )
    assert reviewer is not None
    await DeclaredConflict.insert(
        DeclaredConflict(
            id=uuid4(),
            created_at=now,
            reviewer=reviewer["reviewer"],
            kind=ConflictKind.ABSTRACT.value,
            abstract=given.abstract,
            reason=reason,
            by_name=by.name,
        )
    )
