"""What the committee does: accept, reject, and say who the presenting author is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from abstracts.actions.storing import lock_abstract
from abstracts.deciding.composing import Desk
from abstracts.deciding.telling import DecisionOutcome, tell_decision
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.manuscript import AuthorEntry
from abstracts.queries.one import AbstractDetail, abstract_of_meeting
from abstracts.tables import Author
from abstracts.vocabulary import AbstractState, Decision, Outcome
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import actions as people_actions
from conference.people.rules import NewPerson

__all__ = ["DecisionOutcome", "accept_abstract", "link_presenting_author", "reject_abstract"]


async def accept_abstract(
    *, meeting: MeetingInfo, code: str, decision: Decision, by: Actor, now: datetime, base_url: str
) -> DecisionOutcome:
    """Accepts one and tells it at once: see `tell_decision` for the letters and what it raises."""
    desk = Desk(meeting, base_url)
    outcome = Outcome(decision.value)
    return await tell_decision(desk, code, outcome, by=by, now=now, verb="accept_abstract")


async def reject_abstract(
    *, meeting: MeetingInfo, code: str, note: str, by: Actor, now: datetime, base_url: str = ""
) -> DecisionOutcome:
    """Does not accept one and tells it at once: see `tell_decision`."""
    desk = Desk(meeting, base_url)
    return await tell_decision(
        desk, code, Outcome.REJECTED, by=by, now=now, note=note, verb="reject_abstract"
    )


async def link_presenting_author(
    *, meeting: MeetingInfo, code: str, email: str, by: Actor, now: datetime
) -> DecisionOutcome:
    """Says by which address the presenting author of an accepted abstract is known."""
    async with action("link_presenting_author", by=by, now=now, meeting=meeting.id) as act:
        abstract = await _abstract(meeting, code)
        presenter = abstract.presenter
        if abstract.state is not AbstractState.ACCEPTED or presenter is None:
            raise NotPossible("Only an accepted abstract needs to know its presenting author.")
        person = await people_actions.find_or_create_by_email(act, _as_person(presenter, email))
        await _write_link(act, abstract, person)
    return DecisionOutcome(f"{presenter.name} is known by {email} now.")


async def _abstract(meeting: MeetingInfo, code: str) -> AbstractDetail:
    await lock_abstract(meeting.id, code)
    abstract = await abstract_of_meeting(meeting.id, code)
    if abstract is None:
        raise UnknownAbstract
    return abstract


async def _write_link(act: Action, abstract: AbstractDetail, person: UUID) -> None:
    await Author.update({Author.person: person}).where(
        Author.abstract == abstract.id, Author.is_presenting.eq(True)
    )
    act.note("abstract", abstract.code, presenter=[abstract.presenter_person, person])


def _as_person(author: AuthorEntry, email: str) -> NewPerson:
    place = author.affiliations[0] if author.affiliations else None
    return NewPerson(
        given_name=author.given_name,
        family_name=author.family_name,
        affiliation=place.institution if place else "",
        city=place.city if place else "",
        country=place.country if place else "",
        email=email,
    )
