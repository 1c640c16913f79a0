"""Who may not judge an award's applicants: applicants, their referees, people in conflict (W05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from abstracts.awards.applications import ApplicationInfo
from abstracts.awards.errors import Barred
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.vocabulary import AwardState
from conference.people import queries as people
from conference.people.rules import fold, normal_address

OUT = (AwardState.DRAFT, AwardState.WITHDRAWN)
APPLIED = "You applied for this award yourself, so others look at it and decide."
IN_CONFLICT = (
    "You are in conflict with somebody who is in the running, so others decide on this award."
)


@dataclass(frozen=True, slots=True)
class Bar:
    """What one viewer may not see and do about an award; `hidden` are ids of applications."""

    is_applicant: bool
    hidden: frozenset[UUID]

    @property
    def sentence(self) -> str:
        """Why this viewer decides nothing; "" for who may decide."""
        if self.is_applicant:
            return APPLIED
        return IN_CONFLICT if self.hidden else ""

    def refuse_sight(self) -> None:
        """An applicant sees nothing of the others. Raises Barred."""
        if self.is_applicant:
            raise Barred(APPLIED)

    def refuse_deciding(self) -> None:
        """Raises Barred for who applied or is in conflict with an applicant."""
        if self.sentence:
            raise Barred(self.sentence)

    def refuse_one(self, application: UUID) -> None:
        """Raises Barred for an application with which the viewer is in conflict."""
        self.refuse_sight()
        if application in self.hidden:
            raise Barred("You are in conflict with this applicant, so others look at it.")


async def bar_of(
    meeting: UUID, person: UUID | None, applications: Sequence[ApplicationInfo]
) -> Bar:
    """What a viewer may not see: own abstracts, co-authors, institutions, declared ones; own
    application; whoever's referee they are; without an abstract, people of their institution."""
    if person is None:
        return Bar(False, frozenset())
    conflicted = await conflicted_abstracts(meeting, person)
    viewer = await people.person_by_id(person)
    home = fold(viewer.affiliation) if viewer else ""
    mine = {normal_address(row["address"]) for row in await people.addresses_of(person)}
    running = [each for each in applications if each.state not in OUT]
    return Bar(
        any(each.person == person for each in running),
        frozenset(
            each.id
            for each in running
            if each.abstract in conflicted
            or mine & {normal_address(one.referee_email) for one in each.letters}
            or (each.abstract is None and home and fold(each.affiliation) == home)
        ),
    )
