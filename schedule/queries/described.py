"""The draft with all that limits it: what conflicts, releases and an optimiser are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from abstracts.deciding.registered import registered_and_paid
from schedule.numbering.boards import Window
from schedule.numbering.queries import numbering_in
from schedule.queries.draft import draft_programme
from schedule.queries.policy import policy_of
from schedule.rules.programme import (
    Constraints,
    PersonFacts,
    PlannedSession,
    PlannedSlot,
    Programme,
    Span,
)
from schedule.tables import Availability, PresenterPlace, RoomHours


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
    constraints = await constraints_of(meeting, draft)
    return replace(draft, sessions=sessions, constraints=constraints)


async def constraints_of(meeting: UUID, draft: Programme) -> Constraints:
    """Hours of rooms and people, who is registered, and the meeting's own numbers."""
    policy = await policy_of(meeting)
    return Constraints(
        people=await _people(meeting, draft),
        rooms=await _rooms(meeting),
        changeover_minutes=policy.changeover_minutes,
        popular_from=policy.popular_from,
    )


async def _rooms(meeting: UUID) -> dict[UUID, tuple[Span, ...]]:
    room: Any = RoomHours.room
    rows = (
        await RoomHours.select(RoomHours.room, RoomHours.starts_at, RoomHours.ends_at)
        .where(room.meeting == meeting)
        .order_by(RoomHours.starts_at)
    )
    return _spans(rows, "room")


async def _people(meeting: UUID, draft: Programme) -> dict[UUID, PersonFacts]:
    involved = {
        one.person
        for session in draft.sessions
        for people in (session.people, *(slot.people for slot in session.slots))
        for one in people
    }
    registered = await registered_and_paid(meeting, involved)
    hours = (
        await Availability.select(Availability.person, Availability.starts_at, Availability.ends_at)
        .where(Availability.meeting == meeting)
        .order_by(Availability.starts_at)
    )
    places = await PresenterPlace.select().where(PresenterPlace.meeting == meeting)
    spans, place_of = _spans(hours, "person"), {row["person"]: row for row in places}
    return {
        person: _facts(spans.get(person, ()), person in registered, place_of.get(person, {}))
        for person in involved
    }


def _facts(
    available: tuple[Span, ...], is_registered: bool, place: Mapping[str, Any]
) -> PersonFacts:
    return PersonFacts(
        available, is_registered, bool(place.get("is_remote")), str(place.get("zone", ""))
    )


def _spans(rows: Iterable[dict[str, Any]], name: str) -> dict[UUID, tuple[Span, ...]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(Span(row["starts_at"], row["ends_at"]))
    return {key: tuple(spans) for key, spans in found.items()}


def _with_numbers(
    session: PlannedSession, codes: Mapping[UUID, str], windows: Mapping[UUID, Window]
) -> PlannedSession:
    return replace(
        session, slots=tuple(_with_number(slot, codes, windows) for slot in session.slots)
    )


def _with_number(
    slot: PlannedSlot, codes: Mapping[UUID, str], windows: Mapping[UUID, Window]
) -> PlannedSlot:
    window = windows.get(slot.id)
    return replace(
        slot,
        number=codes.get(slot.abstract, "") if slot.abstract else "",
        presents=Span(window.starts_at, window.ends_at) if window else None,
    )
