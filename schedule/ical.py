"""iCalendar (RFC 5545, 7986): a released session or talk as an event, events as a calendar.

Bytes depend on the release and the configured address alone, never on the clock or the request:
an unchanged release gives the same bytes, so a calendar app that polls gets a 304.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from conference.web import formats
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, SlotKind

PRODID = "-//Plenary//Programme//EN"
MEDIA_TYPE = "text/calendar"  # Litestar adds the charset to a text type
POLL_EVERY = timedelta(hours=1)
SUMMARY_LENGTH = 120
TEXT_LENGTH = 500
LISTED_TALKS = 60
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class CalendarSite:
    """Where the calendars live: configuration, so that UIDs do not follow the request's host."""

    base_url: str

    @property
    def host(self) -> str:
        """The part of a UID after the @."""
        return urlsplit(self.base_url).hostname or "localhost"

    def address(self, *parts: str) -> str:
        """An absolute address."""
        return "/".join((self.base_url.rstrip("/"), *parts))


@dataclass(frozen=True, slots=True)
class CalendarHead:
    """What a calendar says of itself; `key` makes its own fixed UID."""

    key: str
    name: str
    zone: str
    source: str


def calendar_bytes(head: CalendarHead, site: CalendarSite, events: Iterable[bytes]) -> bytes:
    """A whole calendar around rendered events."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("uid", f"{head.key}@{site.host}")
    calendar.add("name", _line(head.name))
    calendar.add("x-wr-calname", _line(head.name))
    calendar.add("x-wr-timezone", head.zone)
    calendar.add("color", "teal")
    calendar.add("source", head.source, parameters={"VALUE": "URI"})
    # RFC 7986 gives REFRESH-INTERVAL no default type: without VALUE=DURATION it is invalid.
    calendar.add("refresh-interval", POLL_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return b"".join((calendar.to_ical().removesuffix(_END), *events, _END))


def session_event(
    programme: ReleasedProgramme, session: ReleasedSession, site: CalendarSite, alarm: int = 0
) -> bytes:
    """A session as one event; its talks are listed in the description."""
    heading = " · ".join(part for part in (session.kind_label, session.track) if part)
    people = (
        _people("Chair", session.chairs),
        _people("With", session.speakers),
        session.subtitle,
    )
    text = _short(session.summary or session.description)
    about = "\n".join(part for part in (heading, *people) if part)
    talks = _talks(programme, session)
    return _event(
        programme,
        session,
        session,
        site,
        alarm,
        texts=(about, text, talks),
        categories=[session.kind_label, session.track],
    )


def slot_event(
    programme: ReleasedProgramme,
    session: ReleasedSession,
    slot: ReleasedSlot,
    site: CalendarSite,
    alarm: int = 0,
) -> bytes:
    """One talk or poster as an event of its own, with the session it is in."""
    board = f"Board {slot.board}" if slot.board else ""
    # A cancelled talk stays as it was: what its session is called now would change its bytes.
    is_live = slot.status is not ItemStatus.CANCELLED
    home, track = (f"In: {session.title}", session.track) if is_live else ("", "")
    about = (_people("With", slot.people), home, board)
    return _event(
        programme,
        session,
        slot,
        site,
        alarm,
        texts=("\n".join(part for part in about if part),),
        categories=[slot.kind.label, track],
    )


def meeting_event(
    *, uid: str, title: str, days: tuple[date, date], site: CalendarSite, slug: str, stamp: datetime
) -> bytes:
    """The meeting itself, all day: for a calendar without events, since RFC 5545 wants one."""
    event = Event()
    event.add("uid", f"{uid}@{site.host}")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("summary", _line(title)[:SUMMARY_LENGTH])
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    programme = site.address(slug, "programme")
    event.add("description", f"You have starred nothing yet. The programme: {programme}")
    event.add("url", programme)
    return bytes(event.to_ical())


def _event(
    programme: ReleasedProgramme,
    session: ReleasedSession,
    item: ReleasedSession | ReleasedSlot,
    site: CalendarSite,
    alarm: int,
    *,
    texts: tuple[str, ...],
    categories: list[str],
) -> bytes:
    event, meeting = Event(), programme.meeting
    stamp = (item.changed_at or programme.released_at).astimezone(UTC)
    cancelled = item.status is ItemStatus.CANCELLED
    address = _address(session, item, meeting.slug, site)
    event.add("uid", f"{item.code}.{meeting.slug}@{site.host}")
    event.add("sequence", item.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", item.starts_at.astimezone(UTC))
    event.add("dtend", item.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", _summary(item.title, cancelled))
    event.add("categories", [_line(word) for word in categories if word])
    place = _location(programme, item.room)
    if place:
        event.add("location", place)
    when = _local_time(item, meeting.zone)
    event.add("description", _text("\n\n".join(part for part in (when, *texts, address) if part)))
    event.add("url", address)
    if alarm and not cancelled:
        event.add_component(_alarm(item.title, alarm))
    return bytes(event.to_ical())


def _alarm(title: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(title))
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm


def _address(
    session: ReleasedSession, item: ReleasedSession | ReleasedSlot, slug: str, site: CalendarSite
) -> str:
    page = site.address(slug, "programme", "sessions", session.code)
    return page if item is session else f"{page}#{item.code}"


def _summary(title: str, cancelled: bool) -> str:
    """The title alone, at most 120 characters; Google hides cancelled events, others do not say."""
    whole = _line(f"CANCELLED: {title}" if cancelled else title)
    return whole if len(whole) <= SUMMARY_LENGTH else whole[: SUMMARY_LENGTH - 1].rstrip() + "…"


def _location(programme: ReleasedProgramme, room: str) -> str:
    if not room:
        return ""
    floors = {each.name: each.floor for each in programme.rooms}
    parts = (room, floors.get(room, ""), programme.meeting.venue)
    return _line(", ".join(part for part in parts if part))


def _local_time(item: ReleasedSession | ReleasedSlot, zone: str) -> str:
    """ "Mon 2 Nov 2026, 09:30–10:00 PST (Los Angeles)"."""
    start, end = formats.clock(item.starts_at, zone), formats.clock(item.ends_at, zone)
    before, after = formats.zone_name(item.starts_at, zone), formats.zone_name(item.ends_at, zone)
    if before != after:  # clocks change during the item
        start += f" {before.split(' (')[0]}"
    return f"{formats.local_day(item.starts_at, zone)}, {start}–{end} {after}"


def _people(word: str, people: Iterable[ReleasedPerson]) -> str:
    names = ", ".join(person.name for person in people)
    return f"{word}: {names}" if names else ""


def _talks(programme: ReleasedProgramme, session: ReleasedSession) -> str:
    """The live talks with their local times; posters are only counted."""
    live = session.live_slots
    talks = sorted(
        (slot for slot in live if slot.kind is not SlotKind.POSTER),
        key=lambda slot: (slot.starts_at, slot.code),
    )
    lines = [_talk(slot, programme.meeting.zone) for slot in talks[:LISTED_TALKS]]
    posters = len(live) - len(talks)
    if posters:
        lines.append(f"{posters} poster{'s' if posters > 1 else ''}")
    return "\n".join(lines)


def _talk(slot: ReleasedSlot, zone: str) -> str:
    names = ", ".join(person.name for person in slot.people)
    return f"{formats.clock(slot.starts_at, zone)} {slot.title}{f' — {names}' if names else ''}"


def _short(text: str) -> str:
    plain = _text(text).strip()
    return plain if len(plain) <= TEXT_LENGTH else plain[: TEXT_LENGTH - 1].rstrip() + "…"


def _text(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\r\n", "\n"))


def _line(text: str) -> str:
    return " ".join(_text(text).split())
