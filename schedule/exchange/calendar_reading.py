"""A programme from a calendar file (.ics): each VEVENT is a session, found again by its UID."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from schedule.exchange.errors import UnreadableProgramme
from schedule.exchange.fields import (
    YEARS,
    is_web_address,
    made_up_guid,
    one_line,
    plain_text,
    read_guid,
)
from schedule.exchange.incoming import NOWHERE, Incoming, ProgrammeFile
from schedule.exchange.model import Notes
from schedule.rules.origin import Origin
from schedule.rules.programme import PlannedSession
from schedule.rules.vocabulary import ItemStatus, SessionKind, session_kind_of
from schedule.rules.wall_clock import TwiceThatDay, instant_at

_OURS = re.compile(r"([0-9A-Z]{1,12})\.[a-z0-9-]+@.*")
_CANCELLED = "CANCELLED: "
_TIMES = frozenset({"starts_at", "duration_minutes"})
_PLACE = _TIMES | {"room_name", "status"}
_TELLS = _PLACE | {"title", "description"}
_LONGEST = 99 * 60
MOST_EVENTS = 10_000


def read_calendar(data: bytes, zone: str, notes: Notes) -> ProgrammeFile:
    """The events of a calendar. Times in UTC or with a known TZID are instants; floating ones are
    the venue's; an event that lasts all day has no time. Raises UnreadableProgramme."""
    if data.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise UnreadableProgramme(f"A calendar may have {MOST_EVENTS:,} events at most.")
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        said = str(error)[:200]
        raise UnreadableProgramme(f"This is not a well-formed calendar: {said}.") from error
    reader = _CalendarReader(ZoneInfo(zone), notes)
    events = [e for each in calendars for e in each.walk("VEVENT") if isinstance(e, Event)]
    sessions = tuple(session for event in events for session in reader.session(event))
    if not sessions:
        raise UnreadableProgramme("There is no event in this calendar that can be used.")
    notes.add("times", f"Times without a zone are read as {zone}.")
    return ProgrammeFile(None, sessions, len(sessions), zone)


@dataclass(frozen=True, slots=True)
class _Times:
    starts_at: datetime | None
    minutes: int = 0


class _NoTime(ValueError):
    """An event whose time cannot be used; the message is a sentence."""


@dataclass(slots=True)
class _CalendarReader:
    zone: ZoneInfo
    notes: Notes
    guids: set[str] = field(default_factory=set)

    def session(self, event: Event) -> Iterator[Incoming]:
        """One session; none, with a note, for an event that cannot be used."""
        title = one_line(event.get("SUMMARY")) or "Untitled"
        where = f"event “{title[:60]}”"
        try:
            times = self._times(event, where)
        except _NoTime as wrong:
            self.notes.add(where, f"{wrong} The event was left out.")
            return
        if event.get("RRULE") or event.get("RDATE"):
            self.notes.add(where, "an event that repeats was read once, at its first time")
        incoming = self._incoming(event, title, times)
        if incoming.guid in self.guids:
            self.notes.add(where, "a UID is there twice; the first event was taken")
            return
        self.guids.add(incoming.guid)
        yield incoming

    def _incoming(self, event: Event, title: str, times: _Times) -> Incoming:
        uid = one_line(event.get("UID"))
        ours = _OURS.fullmatch(uid)
        again = str(event.get("RECURRENCE-ID").dt) if event.get("RECURRENCE-ID") else ""
        identity = uid or f"{title}{times.starts_at}"
        guid = (read_guid(uid) if not again else None) or made_up_guid("ics", identity, again)
        is_cancelled = one_line(event.get("STATUS")).upper() == "CANCELLED"
        kind, label, track = _categories(event)
        url = plain_text(event.get("URL"))
        session = PlannedSession(
            NOWHERE,
            ours[1] if ours else "",
            title.removeprefix(_CANCELLED) if is_cancelled else title,
            kind=kind,
            type_label=label,
            track=track,
            room_name=one_line(event.get("LOCATION")).partition(",")[0].strip(),
            starts_at=times.starts_at,
            duration_minutes=times.minutes,
            status=ItemStatus.CANCELLED if is_cancelled else ItemStatus.CONFIRMED,
            origin=Origin(guid=guid, url=url if is_web_address(url) else ""),
        )
        if not ours:
            session = replace(session, description=plain_text(event.get("DESCRIPTION")))
        told = _PLACE if ours else _TELLS
        if times.starts_at is None:
            told -= _TIMES
        return Incoming(guid, session, told, known_as=ours[1] if ours else "")

    def _times(self, event: Event, where: str) -> _Times:
        start = _value(event, "DTSTART")
        if start is None:
            raise _NoTime("It has no start.")
        if not isinstance(start, datetime):
            self.notes.add(where, "an event that lasts all day was read without a time")
            return _Times(None)
        starts_at = self._instant(event, "DTSTART", start, where)
        end, length = _value(event, "DTEND"), _value(event, "DURATION")
        if isinstance(end, datetime):
            length = self._instant(event, "DTEND", end, where) - starts_at
        if not isinstance(length, timedelta):
            return _Times(starts_at)
        minutes = round(length.total_seconds() / 60)
        if not 0 <= minutes <= _LONGEST:
            raise _NoTime("Its end does not fit its start.")
        return _Times(starts_at, minutes)

    def _instant(self, event: Event, name: str, at: datetime, where: str) -> datetime:
        if at.year not in YEARS:
            raise _NoTime(f"The year {at.year} is no year of a meeting.")
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        if tzid := event[name].params.get("TZID"):
            text = f"the zone “{tzid}” is not known; its times were read as {self.zone}"
            self.notes.add(where, text)
        found = instant_at(at.date(), at.time(), self.zone)
        if isinstance(found, datetime):
            return found
        if isinstance(found, TwiceThatDay):
            self.notes.add(where, f"{found} The first was taken.")
            return found.earlier.astimezone(UTC)
        raise _NoTime(str(found))


def _value(event: Event, name: str) -> date | datetime | timedelta | None:
    """A date, time or duration of the event; nothing where it is not one."""
    given: Any = event.get(name)
    value = getattr(given, "dt", None)
    return value if isinstance(value, date | timedelta) else None


def _categories(event: Event) -> tuple[SessionKind, str, str]:
    """The kind that a category means, its word where it is not ours, and the first other one."""
    given: Any = event.get("CATEGORIES", [])
    groups = given if isinstance(given, list) else [given]
    words = [one_line(word) for group in groups for word in getattr(group, "cats", [])]
    kinds = [(session_kind_of(word), word) for word in words if word]
    kind, word = next(
        (pair for pair in kinds if pair[0] is not SessionKind.OTHER), (SessionKind.OTHER, "")
    )
    label = "" if word.lower() == kind.label.lower() else word
    track = next((word for found, word in kinds if found is SessionKind.OTHER), "")
    return kind, label, "" if track == SessionKind.OTHER.label else track
