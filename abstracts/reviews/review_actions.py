"""What a reviewer does with one abstract: saves a draft, sends the review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.columns import Column

from abstracts.reviews.errors import (
    NotSendable,
    ReviewingClosed,
    ReviewSavedElsewhere,
    UnknownReview,
)
from abstracts.reviews.reading import Given, ReviewInfo, abstract_for_reviewer
from abstracts.reviews.saying import NOTHING_SAID, Said, find_missing, find_wrong
from abstracts.tables import Abstract
from abstracts.tables.review import Assignment, Review
from abstracts.vocabulary import AssignmentState
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action


@dataclass(frozen=True, slots=True)
class Chair:
    """Who reviews: the seat from which a reviewer acts."""

    meeting: MeetingInfo
    person: UUID
    by: Actor
    base_url: str


async def save_draft(
    chair: Chair, round_key: str, code: str, said: Said, *, seen: int, now: datetime
) -> ReviewInfo:
    """Keeps a draft that nobody else sees and that counts for nothing; no audit entry.

    Raises UnknownReview, ReviewingClosed, NotSendable (no such score) and
    ReviewSavedElsewhere where another window saved since version `seen`. A sent review is not
    changed by a draft: it stands until it is sent anew.
    """
    async with action("save_review_draft", by=chair.by, now=now, meeting=chair.meeting.id):
        given = await writable(chair, round_key, code, now)
        if given.state is AssignmentState.SENT:
            return given.review
        return await write_review(given, said, seen=seen, now=now, is_sent=False)


async def send_review(
    chair: Chair, round_key: str, code: str, said: Said, *, seen: int, now: datetime
) -> ReviewInfo:
    """From now on the review counts, until the round closes it can be sent anew.

    Raises as save_draft, and NotSendable with what is missing.
    """
    async with action("send_review", by=chair.by, now=now, meeting=chair.meeting.id) as act:
        given = await writable(chair, round_key, code, now)
        return await send_given(act, given, said, seen=seen)


async def send_given(act: Action, given: Given, said: Said, *, seen: int) -> ReviewInfo:
    """Sends a review inside a running action. Raises NotSendable, ReviewSavedElsewhere."""
    if missing := find_missing(said, given.round):
        raise NotSendable("The review is not complete.", errors=missing)
    if said == given.review.said and given.state is AssignmentState.SENT:
        return given.review
    sent = await write_review(given, said, seen=seen, now=act.now, is_sent=True)
    await Assignment.update(
        {Assignment.state: AssignmentState.SENT.value, Assignment.reopened_at: None}
    ).where(Assignment.id == given.assignment)
    act.note(
        "review",
        given.code,
        round=given.round.key,
        overall=[given.review.said.overall, said.overall],
        state=[given.state, AssignmentState.SENT],
    )
    return sent


async def writable(chair: Chair, round_key: str, code: str, now: datetime) -> Given:
    """The abstract, held against other writers, if its review may be written now."""
    await lock_assignment(chair, code)
    given = await abstract_for_reviewer(chair.meeting.id, round_key, code, chair.person)
    if given is None:
        raise UnknownReview
    if not given.may_write(now):
        raise ReviewingClosed
    return given


async def lock_assignment(chair: Chair, code: str) -> None:
    """Holds other writers of what the reviewer says of this abstract until the action ends.

    An UPDATE that changes nothing locks the rows on PostgreSQL; on SQLite the transaction does.
    """
    of_person: Any = Assignment.reviewer
    mine: Any = Assignment.select(Assignment.id).where(
        of_person.person == chair.person,
        Assignment.abstract.is_in(
            Abstract.select(Abstract.id).where(
                Abstract.meeting == chair.meeting.id, Abstract.code == code.upper()
            )
        ),
    )
    await Assignment.update({Assignment.position: Assignment.position + 0}).where(
        Assignment.id.is_in(mine)
    )


async def write_review(
    given: Given, said: Said, *, seen: int, now: datetime, is_sent: bool
) -> ReviewInfo:
    """Writes the row. Raises NotSendable for what cannot be, ReviewSavedElsewhere."""
    if wrong := find_wrong(said, given.round):
        raise NotSendable("Please look at what is marked.", errors=wrong)
    before = given.review
    if said == before.said and not is_sent:
        return before
    if seen != before.version and said != before.said:
        raise ReviewSavedElsewhere
    made = ReviewInfo(said, before.version + 1, now, now if is_sent else None)
    if before.version:
        await Review.update(_columns(made)).where(Review.assignment == given.assignment)
    elif said != NOTHING_SAID:
        await Review.insert(_row(given.assignment, made))
    else:
        return before
    return made


def _columns(made: ReviewInfo) -> dict[Column | str, Any]:
    return {
        Review.overall: made.said.overall,
        Review.scores: msgspec.json.encode(dict(made.said.scores)).decode(),
        Review.recommendation: made.said.recommendation,
        Review.to_committee: made.said.to_committee,
        Review.to_authors: made.said.to_authors,
        Review.version: made.version,
        Review.saved_at: made.saved_at,
        Review.sent_at: made.sent_at,
    }


def _row(assignment: UUID, made: ReviewInfo) -> Review:
    assert made.saved_at is not None
    return Review(
        id=uuid4(),
        created_at=made.saved_at,
        assignment=assignment,
        overall=made.said.overall,
        scores=msgspec.json.encode(dict(made.said.scores)).decode(),
        recommendation=made.said.recommendation,
        to_committee=made.said.to_committee,
        to_authors=made.said.to_authors,
        version=made.version,
        saved_at=made.saved_at,
        sent_at=made.sent_at,
    )
