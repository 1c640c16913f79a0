"""What the presenting author of an accepted abstract has to know and to answer (V08, A09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from piccolo.columns.combination import Or

from abstracts.changes.programme import PublicPlace, public_places
from abstracts.deciding.registered import registered_and_paid
from abstracts.programme_places import programme_code_of
from abstracts.queries.one import AbstractDetail
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractState, Answer, Decision


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An acceptance that waits for this person's answer."""

    code: str
    title: str
    meeting_slug: str
    zone: str
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An acceptance as the presenting author sees it. `left_as`: what it was before it left."""

    answer: Answer | None
    answer_by: datetime | None
    answered_at: datetime | None
    register_by: datetime | None
    is_registered: bool
    place: PublicPlace | None
    number: str
    left_as: Decision | None
    state: AbstractState

    @property
    def may_answer(self) -> bool:
        """Not answered yet, and the place is still kept: late is better than never."""
        return self.state is AbstractState.ACCEPTED and self.answer is None

    def is_late(self, now: datetime) -> bool:
        """The day for the answer has passed."""
        return self.may_answer and self.answer_by is not None and now >= self.answer_by


async def unanswered_of(person: UUID) -> list[Unanswered]:
    """What a person presents or submitted and has not answered yet, soonest first (V08)."""
    presenting = Author.select(Author.abstract).where(
        Author.person == person, Author.is_presenting.eq(True)
    )
    mine = Or(
        Or(Abstract.submitter == person, Abstract.presented_by == person),
        Abstract.id.is_in(presenting),
    )
    rows = (
        await Abstract.select(
            Abstract.code,
            Abstract.title,
            Abstract.answer_by,
            Abstract.meeting.slug.as_alias("meeting_slug"),
            Abstract.meeting.zone.as_alias("zone"),
        )
        .where(
            mine,
            Abstract.state == AbstractState.ACCEPTED.value,
            Abstract.answer == "",
            Abstract.answer_by.is_not_null(),
        )
        .order_by(Abstract.answer_by)
    )
    return [Unanswered(**row) for row in rows]


async def invitation_to_present(meeting: UUID, abstract: AbstractDetail) -> Invitation:
    """What was decided, until when to answer and register, and the released place.

    Three statements and what the release costs.
    """
    row = await Abstract.select(
        Abstract.answer,
        Abstract.answer_by,
        Abstract.answered_at,
        Abstract.register_by,
        Abstract.left_as,
    ).where(Abstract.id == abstract.id)
    told = row[0]
    person = abstract.presenter_person
    here = await registered_and_paid(meeting, [person]) if person else frozenset[UUID]()
    places = await public_places(meeting, [abstract.code])
    codes = await programme_code_of([abstract.id])
    return Invitation(
        answer=Answer(told["answer"]) if told["answer"] else None,
        answer_by=told["answer_by"],
        answered_at=told["answered_at"],
        register_by=told["register_by"],
        is_registered=person in here,
        place=places.get(abstract.code),
        number=codes.get(abstract.id, ""),
        left_as=Decision(told["left_as"]) if told["left_as"] else None,
        state=abstract.state,
    )
