"""The draft with all that limits it: what conflicts, releases and an optimiser are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from abstracts.deciding.registered import registered_and_paid
from conference.meetings.rules import AttendanceMode
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from schedule.numbering.boards import Window, step_of
from schedule.numbering.queries import numbering_in
from schedule.queries.draft import draft_programme
from schedule.queries.hours import hours_of_people, hours_of_rooms
from schedule.queries.policy import policy_of
from schedule.queries.starred import starred
from schedule.rules.audience import audience_of, together_of
from schedule.rules.programme import (
    Constraints,
    PersonFacts,
    PlannedSession,
    PlannedSlot,
    Programme,
    Span,
    is_fixed,
)
from schedule.tables import PresenterPlace


async def described_programme(meeting: UUID) -> Programme:
    """The draft with programme codes, presenting windows and constraints, in a fixed number of
    statements. Raises NoSuchMeeting."""
    return await described(meeting, await draft_programme(meeting))


async def described(meeting: UUID, draft: Programme) -> Programme:
    """The same over a draft that is held already."""
    numbering = await numbering_in(meeting, draft)
    is_frozen = numbering.stored.frozen_at is not None
    codes = {each.abstract: each.code for each in numbering.items} if is_frozen else {}
    windows = numbering.windows
    sessions = tuple(_with_numbers(each, codes, windows) for each in draft.sessions)
    described = replace(draft, sessions=sessions)
    constraints = await constraints_of(meeting, described)
    step = step_of(numbering.stored.plan.window)
    return replace(described, constraints=replace(constraints, board_step=step))


async def constraints_of(meeting: UUID, draft: Programme) -> Constraints:
    """Hours of rooms and people, who is registered, what is starred, and the meeting's numbers."""
    policy = await policy_of(meeting)
    stars, in_person = await starred(meeting), await _registered_in_person(meeting)
    return Constraints(
        people=await _people(meeting, draft),
        rooms=await hours_of_rooms(meeting),
        audience=audience_of(draft, stars, in_person),
        together=together_of(draft, stars, policy.popular_from),
        changeover_minutes=policy.changeover_minutes,
        popular_from=policy.popular_from,
        fixed=frozenset(each.id for each in draft.sessions if is_fixed(each)),
    )


async def _registered_in_person(meeting: UUID) -> int:
    return int(
        await Registration.count().where(
            Registration.meeting == meeting,
            Registration.state == RegistrationState.CONFIRMED.value,
            Registration.mode == AttendanceMode.IN_PERSON.value,
        )
    )


async def _people(meeting: UUID, draft: Programme) -> dict[UUID, PersonFacts]:
    involved = {
        one.person
        for session in draft.sessions
        for people in (session.people, *(slot.people for slot in session.slots))
        for one in people
    }
    registered = await registered_and_paid(meeting, involved)
    hours = await hours_of_people(meeting)
    places = await PresenterPlace.select().where(PresenterPlace.meeting == meeting)
    place_of = {row["person"]: row for row in places}
    return {
        person: _facts(hours.get(person, ()), person in registered, place_of.get(person, {}))
        for person in involved
    }


def _facts(
    available: tuple[Span, ...], is_registered: bool, place: Mapping[str, Any]
) -> PersonFacts:
    return PersonFacts(
        available, is_registered, bool(place.get("is_remote")), str(place.get("zone", ""))
    )


def _with_numbers(
    session: PlannedSession, codes: Mapping[UUID, str], windows: Mapping[UUID, Window]
) -> PlannedSession:
    slots = tuple(_with_number(slot, codes, windows) for slot in session.slots)
    return session if slots == session.slots else replace(session, slots=slots)


def _with_number(
    slot: PlannedSlot, codes: Mapping[UUID, str], windows: Mapping[UUID, Window]
) -> PlannedSlot:
    number = codes.get(slot.abstract, "") if slot.abstract else ""
    window = windows.get(slot.id)
    if not number and window is None:
        return slot
    presents = Span(window.starts_at, window.ends_at) if window else None
    return replace(slot, number=number, presents=presents)
