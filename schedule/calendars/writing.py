"""iCalendar text (RFC 5545, 7986), written by hand: an event and a whole calendar as bytes.

Objects of the icalendar library cost 25 times as much. What is written here is byte for byte what
the library would write; a property test holds that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

PRODID = "-//Plenary//Programme//EN"
MEDIA_TYPE = "text/calendar"  # Litestar adds the charset to a text type
POLL_EVERY = "PT1H"
COLOUR = "teal"
_STREAM = "CONFERENCE;FEATURE=VIDEO;LABEL=Stream;VALUE=URI"
_OCTETS = 74  # of a line's 75, one is the space of a continued line
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_END_EVENT = b"END:VEVENT\r\n"


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


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What one event says; texts are plain, `stamp` is the release that last changed it."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    url: str
    location: str = ""
    categories: tuple[str, ...] = ()
    conference: str = ""
    is_cancelled: bool = False


def calendar_bytes(head: CalendarHead, site: CalendarSite, events: Iterable[bytes]) -> bytes:
    """A whole calendar around written events."""
    name = one_line(head.name)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"COLOR:{COLOUR}",
        # RFC 7986 gives REFRESH-INTERVAL no default type: without VALUE=DURATION it is invalid.
        f"REFRESH-INTERVAL;VALUE=DURATION:{POLL_EVERY}",
        f"SOURCE;VALUE=URI:{head.source}",
        f"UID:{_escaped(f'{head.key}@{site.host}')}",
        f"X-PUBLISHED-TTL:{POLL_EVERY}",
        f"X-WR-TIMEZONE:{head.zone}",
    )
    return b"".join((*map(_folded, lines), *events, b"END:VCALENDAR\r\n"))


def event_bytes(event: EventFacts) -> bytes:
    """One event, its instants in UTC (N01) and its status in words too (S06)."""
    stamp = _instant(event.stamp)
    words = ",".join(_escaped(one_line(word)) for word in event.categories if word)
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(event.summary)}",
        f"DTSTART:{_instant(event.starts_at)}",
        f"DTEND:{_instant(event.ends_at)}",
        f"DTSTAMP:{stamp}",
        f"UID:{_escaped(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"CATEGORIES:{words}" if words else "",
        f"{_STREAM}:{event.conference}" if event.conference else "",
        f"DESCRIPTION:{_escaped(event.description)}",
        f"LAST-MODIFIED:{stamp}",
        f"LOCATION:{_escaped(event.location)}" if event.location else "",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        f"URL:{event.url}",
        "END:VEVENT",
    ]
    return b"".join(_folded(line) for line in lines if line)


def all_day_event(
    *, uid: str, days: tuple[date, date], summary: str, description: str, url: str, stamp: datetime
) -> bytes:
    """Whole days that block nobody's time; the last day is included."""
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(summary)}",
        f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}",
        f"DTEND;VALUE=DATE:{days[1] + timedelta(days=1):%Y%m%d}",
        f"DTSTAMP:{_instant(stamp)}",
        f"UID:{_escaped(uid)}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
        f"URL:{url}",
        "END:VEVENT",
    )
    return b"".join(map(_folded, lines))


def with_alarm(event: bytes, title: str, minutes: int) -> bytes:
    """A written event with a reminder so many minutes before it; 0 minutes: as it was."""
    if not minutes:
        return event
    lines = (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(one_line(title))}",
        f"TRIGGER:-PT{minutes}M",
        "END:VALARM",
    )
    return b"".join((event.removesuffix(_END_EVENT), *map(_folded, lines), _END_EVENT))


def plain(text: str) -> str:
    """The text without control characters, its lines ended by newlines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join(plain(text).split())


def shortened(text: str, length: int) -> str:
    """At most so many characters; what was cut ends in an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _instant(value: datetime) -> str:
    at = value.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no character and no escape is cut in two."""
    whole = line.encode()
    if len(whole) <= _OCTETS:
        return whole + b"\r\n"
    pieces, start, size = [], 0, len(whole)
    while size - start > _OCTETS:
        end = start + _OCTETS
        while whole[end] & 0xC0 == 0x80:  # inside a character of UTF-8
            end -= 1
        if whole[end - 1] in b"\\^":
            end -= 1
        pieces.append(whole[start:end])
        start = end
    pieces.append(whole[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
