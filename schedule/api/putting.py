"""The released programme and the draft, put as the API answers them."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from conference.meetings.rules import MeetingInfo
from schedule.api.answers import (
    DraftConflict,
    DraftSession,
    Item,
    MeetingAnswer,
    PersonAnswer,
    PersonRef,
    ProgrammeAnswer,
    RoomAnswer,
    SessionAnswer,
)
from schedule.queries.programme import PublicProgramme
from schedule.rules.conflicts import Conflict
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.who import ProgrammePerson

T = TypeVar("T", bound=msgspec.Struct)


def alike(answer: type[T], source: object, **own: object) -> T:
    """The answer with what it has by the same name in `source`; `own` is what it says itself."""
    same = {name: getattr(source, name) for name in answer.__struct_fields__ if name not in own}
    return answer(**same, **own)


def meeting_answer(
    meeting: MeetingInfo, released: PublicProgramme | None, base: str
) -> MeetingAnswer:
    """A meeting with the number of its newest release; `base` is this installation's address."""
    programme = released.programme if released else None
    return alike(
        MeetingAnswer,
        meeting,
        release=programme.number if programme else 0,
        released_at=programme.released_at if programme else None,
        url=f"{base}/{meeting.slug}",
    )


def programme_answer(released: PublicProgramme, base: str) -> ProgrammeAnswer:
    """The newest release in numbers."""
    programme = released.programme
    return alike(
        ProgrammeAnswer,
        programme,
        release=programme.number,
        zone=programme.meeting.zone,
        days=released.days,
        rooms=tuple(alike(RoomAnswer, each) for each in programme.rooms),
        tracks=released.tracks,
        sessions=len(programme.sessions),
        items=sum(len(session.slots) for session in programme.sessions),
        url=f"{base}/{programme.meeting.slug}/programme",
    )


def session_answer(
    programme: ReleasedProgramme, session: ReleasedSession, base: str
) -> SessionAnswer:
    """A released session; `base` is the address of this installation."""
    return alike(
        SessionAnswer,
        session,
        people=_refs((*session.chairs, *session.speakers)),
        items=tuple(item_answer(programme, session, slot, base) for slot in session.slots),
        url=_page(programme, base, "sessions", session.code),
    )


def item_answer(
    programme: ReleasedProgramme, session: ReleasedSession, slot: ReleasedSlot, base: str
) -> Item:
    """A released talk or poster."""
    return alike(
        Item,
        slot,
        session=session.code,
        abstract=slot.abstract_code,
        people=_refs(slot.people),
        url=_page(programme, base, "sessions", session.code) + f"#{slot.code}",
    )


def person_answer(programme: ReleasedProgramme, person: ProgrammePerson, base: str) -> PersonAnswer:
    """Somebody with the codes of their parts."""
    pairs = [(part.session, part.slot) for part in person.parts]
    return alike(
        PersonAnswer,
        person,
        sessions=tuple(session.code for session, slot in pairs if slot is None),
        items=tuple(slot.code for _, slot in pairs if slot is not None),
        url=_page(programme, base, "people", str(person.id)),
    )


def draft_session(session: PlannedSession) -> DraftSession:
    """A session of the draft without its items."""
    return alike(DraftSession, session, room=session.room_name, items=len(session.slots))


def draft_conflict(conflict: Conflict, draft: Programme) -> DraftConflict:
    """A conflict with the codes of the sessions that it is between."""
    touched = (conflict.first.session, conflict.second.session)
    codes = tuple(each.code for each in draft.sessions if each.id in touched)
    return alike(DraftConflict, conflict, sessions=codes)


def _refs(people: tuple[ReleasedPerson, ...]) -> tuple[PersonRef, ...]:
    return tuple(alike(PersonRef, one) for one in people)


def _page(programme: ReleasedProgramme, base: str, *parts: str) -> str:
    return "/".join((base, programme.meeting.slug, "programme", *parts))
