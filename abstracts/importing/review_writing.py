"""Writing the reviews of an import, and removing them again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from abstracts.importing.cells import moment_of
from abstracts.importing.errors import NotToUndo
from abstracts.importing.queries import round_named
from abstracts.importing.review_rows import ReviewRow
from abstracts.importing.rules import ProposedReview
from abstracts.tables.review import Assignment, Review, Reviewer
from abstracts.vocabulary import AssignmentState, ReviewerState
from abstracts.writing.pasted_names import read_name
from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.people import actions as people_actions
from conference.people.rules import NewPerson

WHY = "Reviewed before it was taken over"


async def write_reviews(
    act: Action, meeting: MeetingInfo, round_key: str, proposed: Sequence[ProposedReview]
) -> list[UUID]:
    """Writes each as a sent review of its reviewer, who is seated if new; the reviews' ids.

    A reviewer who comes with an import gets no role and nothing more to read, as one who stopped:
    the committee invites whom it wants.
    """
    round_ = await round_named(meeting.id, round_key)
    assert round_ is not None, "the preview has found it"
    seats: dict[str, UUID] = {}
    assignments, reviews = [], []
    for each in proposed:
        assert each.abstract is not None, "a new review has an abstract"
        seat = seats.get(each.row.email) or await _seat(act, meeting, each.row)
        seats[each.row.email] = seat
        assignment = Assignment(
            id=uuid4(), created_at=act.now, round=round_.id, abstract=each.abstract,
            reviewer=seat, state=AssignmentState.SENT.value, why=WHY,
        )  # fmt: skip
        assignments.append(assignment)
        reviews.append(_review(assignment.id, each.row, meeting, act.now))
    await Assignment.insert(*assignments)
    await Review.insert(*reviews)
    act.note("round", round_.key, imported=len(reviews))
    return [each.id for each in reviews]


async def remove_reviews(ids: Sequence[UUID]) -> None:
    """Deletes reviews of an import that nobody has changed since. Raises NotToUndo."""
    rows = await Review.select(
        Review.id, Review.version, Review.assignment, Review.assignment.state.as_alias("state")
    ).where(Review.id.is_in(list(ids)))
    is_same = all(r["version"] == 1 and r["state"] == AssignmentState.SENT.value for r in rows)
    if len(rows) != len(ids) or not is_same:
        raise NotToUndo("One of its reviews was changed or reopened since.")
    await Review.delete().where(Review.id.is_in(list(ids)))
    await Assignment.delete().where(Assignment.id.is_in([row["assignment"] for row in rows]))


def _review(assignment: UUID, row: ReviewRow, meeting: MeetingInfo, now: datetime) -> Review:
    at = moment_of(row.reviewed_on, meeting, now)
    return Review(
        id=uuid4(), created_at=at, assignment=assignment, overall=row.said.overall,
        scores=msgspec.json.encode(row.said.scores).decode(),
        recommendation=row.said.recommendation, to_committee=row.said.to_committee,
        to_authors=row.said.to_authors, saved_at=at, sent_at=at,
    )  # fmt: skip


async def _seat(act: Action, meeting: MeetingInfo, row: ReviewRow) -> UUID:
    given, family = read_name(row.name) if row.name else ("", row.email.partition("@")[0])
    person = await people_actions.find_or_create_by_email(
        act, NewPerson(given_name=given, family_name=family, email=row.email)
    )
    held = (
        await Reviewer.select(Reviewer.id)
        .where(Reviewer.meeting == meeting.id, Reviewer.person == person)
        .first()
    )
    if held:
        return UUID(str(held["id"]))
    seat = Reviewer(
        id=uuid4(), created_at=act.now, meeting=meeting.id, person=person,
        state=ReviewerState.REMOVED.value,
    )  # fmt: skip
    await Reviewer.insert(seat)
    return seat.id
