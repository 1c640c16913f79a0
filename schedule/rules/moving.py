"""What a move on the board makes of the draft; whether it clashes is shown, never forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from schedule.rules.changes import DraftStep
from schedule.rules.conflicts import Conflict
from schedule.rules.nearby import conflict_changes
from schedule.rules.programme import PlannedRoom, PlannedSession, Programme
from schedule.rules.trail import when_in_words
from schedule.rules.vocabulary import ItemStatus, SessionKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session stands; without a start it lies in the tray of those without a time."""

    starts_at: datetime | None = None
    room: UUID | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a move will write, and its words."""

    steps: tuple[DraftStep, ...]
    words: str


def check_place(programme: Programme, session: PlannedSession, place: Place) -> list[Conflict]:
    """The conflicts that this place would bring: told before a move, which is allowed anyway."""
    after = placed(programme, session, place)
    return list(conflict_changes(programme, [DraftStep(session, after)]).appeared)


def placed(programme: Programme, session: PlannedSession, place: Place) -> PlannedSession:
    """The session at its place; on another day its set-up and tear-down times follow."""
    after = replace(
        session,
        starts_at=place.starts_at,
        room=place.room,
        room_name=_room_name(programme, place.room),
    )
    days = _days_between(session.starts_at, place.starts_at, programme.tz)
    return _hung_later(after, days, programme.tz) if days else after


def move(programme: Programme, session: PlannedSession, place: Place) -> Planned:
    """One session to a place, or back into the tray."""
    after = placed(programme, session, place)
    if place.starts_at is None:
        words = f"“{session.title}” back among the sessions without a time"
    else:
        words = f"“{session.title}” moved to {place_in_words(programme, place)}"
    return _planned([(session, after)], words)


def resize(session: PlannedSession, minutes: int) -> Planned:
    """Another length; its talks stay as long as they are."""
    after = replace(session, duration_minutes=minutes)
    words = f"“{session.title}” lasts {minutes} min, before {session.duration_minutes}"
    return _planned([(session, after)], words)


def shift(sessions: Sequence[PlannedSession], minutes: int) -> Planned:
    """All of them later or earlier; those without a time and cancelled ones stay."""
    moving = [each for each in sessions if each.starts_at and not is_cancelled(each)]
    pairs = [(each, _shifted(each, minutes)) for each in moving]
    word = "later" if minutes > 0 else "earlier"
    return _planned(pairs, f"{named(moving)} {abs(minutes)} min {word}")


def swap(programme: Programme, day: date, one: UUID, other: UUID) -> Planned:
    """What is in one room on a day goes into the other and the other way round."""
    target = {one: other, other: one}
    names = {room: _room_name(programme, room) for room in target}
    pairs = [
        (each, replace(each, room=target[each.room], room_name=names[target[each.room]]))
        for each in sessions_of_day(programme, day)
        if each.room in target and not is_cancelled(each)
    ]
    noon = datetime.combine(day, datetime.min.time(), programme.tz) + timedelta(hours=12)
    on_day = when_in_words(noon, programme.tz).rpartition(" ")[0]
    return _planned(pairs, f"{names[one]} and {names[other]} swapped on {on_day}")


def sessions_of_day(programme: Programme, day: date) -> list[PlannedSession]:
    """Those that start on a day by the venue's clock."""
    zone = programme.tz
    return [
        each
        for each in programme.sessions
        if each.starts_at and each.starts_at.astimezone(zone).date() == day
    ]


def copy_into(
    source: PlannedSession, rooms: Iterable[PlannedRoom], codes: Iterable[str]
) -> Planned:
    """The same break in more rooms at the same time."""
    made = [
        replace(source, id=uuid4(), code=code, room=room.id, room_name=room.name, version=1)
        for room, code in zip(rooms, codes, strict=False)
    ]
    words = f"“{source.title}” also in {', '.join(each.room_name for each in made)}"
    return Planned(tuple(DraftStep(None, each) for each in made), words)


def new_break(programme: Programme, place: Place, minutes: int, title: str, code: str) -> Planned:
    """A break at a place."""
    made = PlannedSession(
        id=uuid4(),
        code=code,
        title=title,
        kind=SessionKind.BREAK,
        room=place.room,
        room_name=_room_name(programme, place.room),
        starts_at=place.starts_at,
        duration_minutes=minutes,
    )
    words = f"“{title}” added, {place_in_words(programme, place)}"
    return Planned((DraftStep(None, made),), words)


def is_cancelled(session: PlannedSession) -> bool:
    """A cancelled session is moved by nothing: people see it struck through where it was."""
    return session.status is ItemStatus.CANCELLED


def named(sessions: Sequence[PlannedSession]) -> str:
    """ "“Signals”" or "3 sessions"."""
    if len(sessions) == 1:
        return f"“{sessions[0].title}”"
    return f"{len(sessions)} sessions"


def place_in_words(programme: Programme, place: Place) -> str:
    """ "Mon 18 Oct 2027 10:30, Hall B"."""
    room = _room_name(programme, place.room)
    when = when_in_words(place.starts_at, programme.tz) if place.starts_at else "without a time"
    return f"{when}, {room}" if room else when


def _planned(pairs: Iterable[tuple[PlannedSession, PlannedSession]], words: str) -> Planned:
    steps = (DraftStep(before, after) for before, after in pairs if before != after)
    return Planned(tuple(steps), words)


def _shifted(session: PlannedSession, minutes: int) -> PlannedSession:
    assert session.starts_at is not None
    return replace(session, starts_at=session.starts_at + timedelta(minutes=minutes))


def _room_name(programme: Programme, room: UUID | None) -> str:
    return next((each.name for each in programme.rooms if each.id == room), "")


def _days_between(one: datetime | None, other: datetime | None, zone: ZoneInfo) -> int:
    if one is None or other is None:
        return 0
    return (other.astimezone(zone).date() - one.astimezone(zone).date()).days


def _hung_later(session: PlannedSession, days: int, zone: ZoneInfo) -> PlannedSession:
    return replace(
        session,
        set_up_from=_days_later(session.set_up_from, days, zone),
        set_up_until=_days_later(session.set_up_until, days, zone),
        tear_down_from=_days_later(session.tear_down_from, days, zone),
        tear_down_until=_days_later(session.tear_down_until, days, zone),
    )


def _days_later(at: datetime | None, days: int, zone: ZoneInfo) -> datetime | None:
    """The same time on the wall clock: a day on which clocks change is longer or shorter."""
    if at is None:
        return None
    local = at.astimezone(zone)
    return (local + timedelta(days=days)).astimezone(at.tzinfo)
