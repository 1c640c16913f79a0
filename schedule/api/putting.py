"""The released programme and the draft, put as the API answers them."""

from __future__ import annotations

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


def meeting_answer(
    meeting: MeetingInfo, released: PublicProgramme | None, base: str
) -> MeetingAnswer:
    """A meeting with the number of its newest release; `base` is this installation's address."""
    programme = released.programme if released else None
    return MeetingAnswer(
        slug=meeting.slug,
        title=meeting.title,
        zone=meeting.zone,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        venue=meeting.venue,
        city=meeting.city,
        release=programme.number if programme else 0,
        released_at=programme.released_at if programme else None,
        url=f"{base}/{meeting.slug}",
    )


def programme_answer(released: PublicProgramme, base: str) -> ProgrammeAnswer:
    """The newest release in numbers."""
    programme = released.programme
    return ProgrammeAnswer(
        release=programme.number,
        name=programme.name,
        comment=programme.comment,
        released_at=programme.released_at,
        zone=programme.meeting.zone,
        days=released.days,
        rooms=tuple(RoomAnswer(each.name, each.floor, each.capacity) for each in programme.rooms),
        tracks=released.tracks,
        sessions=len(programme.sessions),
        items=sum(len(session.slots) for session in programme.sessions),
        url=f"{base}/{programme.meeting.slug}/programme",
    )


def session_answer(
    programme: ReleasedProgramme, session: ReleasedSession, base: str
) -> SessionAnswer:
    """A released session; `base` is the address of this installation."""
    return SessionAnswer(
        code=session.code,
        kind=session.kind.value,
        kind_label=session.kind_label,
        title=session.title,
        subtitle=session.subtitle,
        track=session.track,
        room=session.room,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=session.summary,
        sponsor=session.sponsor,
        is_streamed=session.is_streamed,
        status=session.status.value,
        sequence=session.sequence,
        changed_at=session.changed_at,
        people=_refs((*session.chairs, *session.speakers)),
        items=tuple(item_answer(programme, session, slot, base) for slot in session.slots),
        url=_page(programme, base, "sessions", session.code),
    )


def item_answer(
    programme: ReleasedProgramme, session: ReleasedSession, slot: ReleasedSlot, base: str
) -> Item:
    """A released talk or poster."""
    return Item(
        code=slot.code,
        session=session.code,
        kind=slot.kind.value,
        title=slot.title,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        room=slot.room,
        number=slot.number,
        board=slot.board,
        abstract=slot.abstract_code,
        status=slot.status.value,
        sequence=slot.sequence,
        people=_refs(slot.people),
        presents_from=slot.presents_from,
        presents_until=slot.presents_until,
        url=_page(programme, base, "sessions", session.code) + f"#{slot.code}",
    )


def person_answer(programme: ReleasedProgramme, person: ProgrammePerson, base: str) -> PersonAnswer:
    """Somebody with the codes of their parts."""
    pairs = [(part.session, part.slot) for part in person.parts]
    return PersonAnswer(
        id=person.id,
        name=person.name,
        affiliation=person.affiliation,
        sessions=tuple(session.code for session, slot in pairs if slot is None),
        items=tuple(slot.code for _, slot in pairs if slot is not None),
        url=_page(programme, base, "people", str(person.id)),
    )


def _refs(people: tuple[ReleasedPerson, ...]) -> tuple[PersonRef, ...]:
    return tuple(PersonRef(one.id, one.name, one.affiliation, one.part.value) for one in people)


def _page(programme: ReleasedProgramme, base: str, *parts: str) -> str:
    return "/".join((base, programme.meeting.slug, "programme", *parts))


def draft_session(session: PlannedSession) -> DraftSession:
    """A session of the draft without its items."""
    return DraftSession(
        code=session.code,
        version=session.version,
        kind=session.kind.value,
        title=session.title,
        track=session.track,
        room=session.room_name,
        starts_at=session.starts_at,
        duration_minutes=session.duration_minutes,
        status=session.status.value,
        items=len(session.slots),
    )


def draft_conflict(conflict: Conflict, draft: Programme) -> DraftConflict:
    """A conflict with the codes of the sessions that it is between."""
    touched = (conflict.first.session, conflict.second.session)
    return DraftConflict(
        key=conflict.key,
        severity=conflict.severity.value,
        kind=conflict.kind.value,
        sentence=conflict.sentence,
        sessions=tuple(each.code for each in draft.sessions if each.id in touched),
    )
