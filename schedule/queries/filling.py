"""The tray of a meeting as a session is filled from it: accepted abstracts with what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from abstracts.deciding.registered import registered_and_paid
from abstracts.queries.lists import PlaceableAbstract, unplaced_accepted
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviews.standings import standings_of
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.web.marks import unmarked
from schedule.rules.filling import Candidate
from schedule.rules.programme import Involved, Programme, Span
from schedule.rules.usual import USUAL_SLOT
from schedule.tables import Availability


async def tray(meeting: UUID, programme: Programme, viewer: UUID | None) -> tuple[Candidate, ...]:
    """Every accepted abstract without a slot, by topic and reference; a fixed number of statements.

    Its score is left out for a viewer who is in conflict with it (V03).
    """
    waiting = await unplaced_accepted(meeting, placed_in(programme))
    presenters = {each.presenter for each in waiting if each.presenter}
    known = await people.people_by_ids(presenters)
    registered = await registered_and_paid(meeting, presenters)
    standings = await standings_of(meeting)
    hidden = await conflicted_abstracts(meeting, viewer) if viewer else frozenset()
    hours = await _hours(meeting)
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


def placed_in(programme: Programme) -> frozenset[UUID]:
    """The abstracts that have a slot in the draft."""
    slots = (slot for session in programme.sessions for slot in session.slots)
    return frozenset(slot.abstract for slot in slots if slot.abstract)


def _shows(abstract: UUID, standings: Iterable[UUID], hidden: frozenset[UUID]) -> bool:
    return abstract in standings and abstract not in hidden


def _involved(abstract: PlaceableAbstract, known: dict[UUID, PersonInfo]) -> Involved | None:
    person = known.get(abstract.presenter) if abstract.presenter else None
    if person is None:
        return None
    part = USUAL_SLOT[abstract.decision].part
    return Involved(person.id, person.registered_name, part, person.affiliation)


async def _hours(meeting: UUID) -> dict[UUID, tuple[Span, ...]]:
    rows = (
        await Availability.select(Availability.person, Availability.starts_at, Availability.ends_at)
        .where(Availability.meeting == meeting)
        .order_by(Availability.starts_at)
    )
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        found[row["person"]].append(Span(row["starts_at"], row["ends_at"]))
    return {person: tuple(spans) for person, spans in found.items()}
