"""A release as other systems read it: one event per talk, one per session without talks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from schedule.exchange.beyond import beyond_events, talks_of
from schedule.exchange.fields import programme_day
from schedule.exchange.identity import event_guid, written_person
from schedule.exchange.model import (
    ExchangeDay,
    ExchangeEvent,
    ExchangeFrame,
    ExchangeProgramme,
    ExchangeRoom,
    ExchangeTrack,
    SessionReference,
)
from schedule.rules.origin import Origin
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)


def exchange_of(
    programme: ReleasedProgramme, frame: ExchangeFrame | None, base_url: str
) -> ExchangeProgramme:
    """The release for XML and JSON. Cancelled items are left out: the formats have no word for
    them. `frame` is what an imported file said of the conference, and is given back."""
    pages = f"{base_url.rstrip('/')}/{programme.meeting.slug}/programme"
    live = [session for session in programme.sessions if not session.is_cancelled]
    events = tuple(event for session in live for event in _events(session, pages))
    sessions = tuple(told for session in live if (told := beyond_events(session)) is not None)
    return ExchangeProgramme(_frame(programme, events, frame, pages), events, sessions)


def _events(session: ReleasedSession, pages: str) -> Iterator[ExchangeEvent]:
    talks = talks_of(session)
    page = f"{pages}/sessions/{session.code}"
    if not talks:
        yield _session_event(session, page)
    reference = SessionReference(session.code, session.title, page)
    for slot in talks:
        yield _talk_event(session, slot, reference)


def _session_event(session: ReleasedSession, page: str) -> ExchangeEvent:
    people = (*session.speakers, *session.chairs)
    return ExchangeEvent(
        title=session.title,
        starts_at=session.starts_at,
        duration_minutes=_minutes(session),
        room=session.room,
        subtitle=session.subtitle,
        type=session.kind_label,
        track=session.track,
        language=session.language,
        abstract=session.summary,
        description=session.description,
        origin=_origin(session, page, people),
    )


def _talk_event(
    session: ReleasedSession, slot: ReleasedSlot, reference: SessionReference
) -> ExchangeEvent:
    own = Origin(
        guid=event_guid(slot.id),
        code=slot.code,
        url=f"{reference.url}#{slot.code}",
        people=tuple(written_person(person, session.origin) for person in slot.people),
    )
    return ExchangeEvent(
        title=slot.title,
        starts_at=slot.starts_at,
        duration_minutes=_minutes(slot),
        room=session.room,
        type=slot.kind.label,
        track=session.track,
        language=session.language,
        origin=own,
        session=reference,
    )


def _minutes(item: ReleasedSession | ReleasedSlot) -> int:
    return round((item.ends_at - item.starts_at).total_seconds() / 60)


def _origin(session: ReleasedSession, page: str, people: Iterable[ReleasedPerson]) -> Origin:
    written = tuple({p.id: written_person(p, session.origin) for p in people}.values())
    if session.origin.is_imported:
        return msgspec.structs.replace(session.origin, people=written)
    return Origin(guid=event_guid(session.id), code=session.code, url=page, people=written)


def _frame(
    programme: ReleasedProgramme,
    events: tuple[ExchangeEvent, ...],
    given: ExchangeFrame | None,
    pages: str,
) -> ExchangeFrame:
    meeting = programme.meeting
    blank = ExchangeFrame(
        meeting.slug, meeting.title, meeting.zone, meeting.starts_on, meeting.ends_on
    )
    frame = given or blank
    return msgspec.structs.replace(
        frame,
        title=meeting.title,
        zone=meeting.zone,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        version=programme.name,
        url=frame.url or pages,
        day_change_hour=meeting.day_change_hour,
        tracks=_tracks(frame.tracks, events),
        rooms=_rooms(programme, frame.rooms),
        days=_days(meeting, frame.days, events),
    )


def _tracks(
    known: tuple[ExchangeTrack, ...], events: Iterable[ExchangeEvent]
) -> tuple[ExchangeTrack, ...]:
    """The tracks that a file described; without a file, those that are used."""
    used = sorted({event.track for event in events if event.track})
    return known or tuple(ExchangeTrack(name) for name in used)


def _rooms(programme: ReleasedProgramme, known: Iterable[ExchangeRoom]) -> tuple[ExchangeRoom, ...]:
    described = {room.name: room for room in known}
    return tuple(
        msgspec.structs.replace(
            described.get(room.name, ExchangeRoom(room.name)), capacity=room.capacity
        )
        for room in programme.rooms
    )


def _days(
    meeting: ReleasedMeeting, known: Iterable[ExchangeDay], events: Iterable[ExchangeEvent]
) -> tuple[ExchangeDay, ...]:
    """The days of the file, and every other day with events, from change hour to change hour."""
    bounds = {day.date: (day.start, day.end) for day in known}
    for event in events:
        day = programme_day(event.starts_at.astimezone(meeting.tz), meeting.day_change_hour)
        if day not in bounds:
            bounds[day] = (_day_change(day, meeting), _day_change(_next(day), meeting))
    if not bounds:
        day = meeting.starts_on
        bounds[day] = (_day_change(day, meeting), _day_change(_next(day), meeting))
    return tuple(
        ExchangeDay(index, day, *bounds[day]) for index, day in enumerate(sorted(bounds), start=1)
    )


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _day_change(day: date, meeting: ReleasedMeeting) -> datetime:
    return datetime.combine(day, time(meeting.day_change_hour), meeting.tz).astimezone(UTC)
