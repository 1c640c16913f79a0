"""The tray of a meeting as a session is filled from it: accepted abstracts with what is known."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from abstracts.deciding.registered import registered_and_paid
from abstracts.queries.lists import PlaceableAbstract, unplaced_accepted
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviews.standings import standings_of
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.web.marks import unmarked
from schedule.queries.hours import hours_of_people
from schedule.rules.abstract_places import placed_abstracts
from schedule.rules.filling import Candidate
from schedule.rules.programme import Involved, Programme
from schedule.rules.usual import USUAL_SLOT


async def tray(meeting: UUID, programme: Programme, viewer: UUID | None) -> tuple[Candidate, ...]:
    """Every accepted abstract without a slot, by topic and reference; a fixed number of statements.

    Its score is left out for a viewer who is in conflict with it (V03).
    """
    waiting = await unplaced_accepted(meeting, placed_abstracts(programme))
    presenters = {each.presenter for each in waiting if each.presenter}
    known = await people.people_by_ids(presenters)
    registered = await registered_and_paid(meeting, presenters)
    standings = await standings_of(meeting)
    hidden = await conflicted_abstracts(meeting, viewer) if viewer else frozenset()
    hours = await hours_of_people(meeting)
    return tuple(
        Candidate(
            id=each.id,
            code=each.code,
            title=unmarked(each.title),
            decision=each.decision,
            topic_code=each.topic_code,
            topic_title=each.topic_title,
            presenter=_involved(each, known),
            presenter_name=each.presenter_name,
            family_name=known[each.presenter].family_name if each.presenter in known else "",
            is_registered=each.presenter in registered,
            score=standings[each.id].normalised if _shows(each.id, standings, hidden) else None,
            available=hours.get(each.presenter, ()) if each.presenter else (),
        )
        for each in waiting
    )


def _shows(abstract: UUID, standings: Iterable[UUID], hidden: frozenset[UUID]) -> bool:
    return abstract in standings and abstract not in hidden


def _involved(abstract: PlaceableAbstract, known: dict[UUID, PersonInfo]) -> Involved | None:
    person = known.get(abstract.presenter) if abstract.presenter else None
    if person is None:
        return None
    part = USUAL_SLOT[abstract.decision].part
    return Involved(person.id, person.registered_name, part, person.affiliation)
