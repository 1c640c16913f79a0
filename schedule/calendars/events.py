"""What a calendar says of a released session, talk or poster, and of a presenter's own tasks.

It depends on the release and the configured address alone, never on the clock or the request: an
unchanged item gives the same bytes, so a calendar app that polls gets a 304.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from conference.web import formats
from schedule.calendars.writing import CalendarSite, EventFacts, one_line, plain, shortened
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import ItemStatus, SlotKind

SUMMARY_LENGTH = 120
TEXT_LENGTH = 500
LISTED_TALKS = 60
Item = ReleasedSession | ReleasedSlot


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an event takes from around its item: where it is, and where calendars live."""

    site: CalendarSite
    slug: str
    zone: str
    venue: str
    floor: str
    released_at: datetime | None = None

    @classmethod
    def of(
        cls, programme: ReleasedProgramme, item: Item, site: CalendarSite, floors: dict[str, str]
    ) -> Surroundings:
        """Those of an item; `floors` by room."""
        meeting, floor = programme.meeting, floors.get(item.room, "")
        # An item without a stamp is as old as its release; any other does not know its release.
        unstamped = None if item.changed_at else programme.released_at
        return cls(site, meeting.slug, meeting.zone, meeting.venue, floor, unstamped)


@dataclass(frozen=True, slots=True)
class Own:
    """What the event of one person says besides: a note, and a word among the categories."""

    note: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class AbstractText:
    """The beginning of an abstract, and when it came out: the event is as new as that."""

    text: str = ""
    shown_from: datetime | None = None


PUBLIC = Own()
NO_TEXT = AbstractText()


def floors_of(programme: ReleasedProgramme) -> dict[str, str]:
    """The floor of each room by the room's name."""
    return {room.name: room.floor for room in programme.rooms}


def session_facts(session: ReleasedSession, around: Surroundings, own: Own = PUBLIC) -> EventFacts:
    """A session as one event; its talks are listed in the description."""
    heading = " · ".join(part for part in (session.kind_label, session.track) if part)
    about = (
        heading,
        f"Sponsored by {session.sponsor}" if session.sponsor else "",
        _people("Chair", session.chairs),
        _people("With", session.speakers),
        session.subtitle,
    )
    text = _short(session.summary or session.description)
    texts = (own.note, _lines(about), text, _talks(session, around.zone))
    words = (session.kind_label, session.track, own.word)
    return _facts(session, session, around, texts, words)


def slot_facts(
    session: ReleasedSession,
    slot: ReleasedSlot,
    around: Surroundings,
    abstract: AbstractText = NO_TEXT,
    own: Own = PUBLIC,
) -> EventFacts:
    """A talk, or a poster in its presenting window (B02), with the session it is in."""
    # A cancelled talk stays as it was: what its session is called now would change its bytes.
    is_live = slot.status is not ItemStatus.CANCELLED
    home, track = (f"In: {session.title}", session.track) if is_live else ("", "")
    about = (_people("With", slot.people), home, _place_word(slot))
    words = (slot.kind.label, track, own.word)
    text = _short(abstract.text) if is_live else ""
    facts = _facts(session, slot, around, (own.note, _lines(about), text), words)
    if not text or abstract.shown_from is None or abstract.shown_from <= facts.stamp:
        return facts
    return replace(facts, stamp=abstract.shown_from)


def hanging_facts(
    session: ReleasedSession,
    slot: ReleasedSlot,
    around: Surroundings,
    *,
    is_set_up: bool,
    own: Own = PUBLIC,
) -> EventFacts | None:
    """The time in which a poster goes up or comes down (B04); None where none is planned."""
    times = (
        (session.set_up_from, session.set_up_until)
        if is_set_up
        else (session.tear_down_from, session.tear_down_until)
    )
    if times[0] is None or times[1] is None:
        return None
    doing, key = ("Set up poster", "setup") if is_set_up else ("Take down poster", "teardown")
    return _facts(
        session,
        slot,
        around,
        (own.note, _lines((f"In: {session.title}", _place_word(slot)))),
        (slot.kind.label, own.word),
        task=_Task(f"-{key}", f"{doing}: {slot.title}", times[0], times[1]),
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """An event beside an item's own: what its UID ends in, what it is called, when."""

    ending: str
    title: str
    starts_at: datetime
    ends_at: datetime


def _facts(
    session: ReleasedSession,
    item: Item,
    around: Surroundings,
    texts: tuple[str, ...],
    words: tuple[str, ...],
    task: _Task | None = None,
) -> EventFacts:
    starts_at, ends_at = (task.starts_at, task.ends_at) if task else times_of(item)
    is_cancelled = item.status is ItemStatus.CANCELLED
    address = _address(session, item, around)
    stream = "" if task or is_cancelled else _stream(session, around)
    when = span_words(starts_at, ends_at, around.zone)
    streamed = f"Streamed for registered people: {stream}" if stream else ""
    paragraphs = (when, *texts, streamed, address)
    stamp = item.changed_at or around.released_at
    assert stamp is not None
    return EventFacts(
        uid=f"{item.code}{task.ending if task else ''}.{around.slug}@{around.site.host}",
        sequence=item.sequence,
        stamp=stamp,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=_summary(task.title if task else item.title, is_cancelled),
        description=plain("\n\n".join(part for part in paragraphs if part)),
        url=address,
        location=_location(item.room, around),
        categories=tuple(word for word in words if word),
        conference=stream,
        is_cancelled=is_cancelled,
    )


def times_of(item: Item) -> tuple[datetime, datetime]:
    """When somebody is to be met there: a poster's presenting window (B02), else its hours."""
    if isinstance(item, ReleasedSlot) and item.presents_from and item.presents_until:
        return item.presents_from, item.presents_until
    return item.starts_at, item.ends_at


def span_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "Mon 2 Nov 2026, 09:30–10:00 PST (Los Angeles)"; both zones when the clocks change within,
    both days when it lasts into the next."""
    days = [formats.local_day(at, zone) for at in (starts_at, ends_at)]
    start, end = formats.clock(starts_at, zone), formats.clock(ends_at, zone)
    if _clocks_change(starts_at, ends_at, zone):
        start += f" {_abbreviation(starts_at, zone)}"
    if days[0] != days[1] and (ends_at - starts_at).total_seconds() > 12 * 3600:
        end = f"{days[1]}, {end}"
    return f"{days[0]}, {start}–{end} {formats.zone_name(ends_at, zone)}"


def _clocks_change(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    return _abbreviation(starts_at, zone) != _abbreviation(ends_at, zone)


def _abbreviation(at: datetime, zone: str) -> str:
    return formats.zone_name(at, zone).split(" (")[0]


def _address(session: ReleasedSession, item: Item, around: Surroundings) -> str:
    page = around.site.address(around.slug, "programme", "sessions", session.code)
    return page if item is session else f"{page}#{item.code}"


def _stream(session: ReleasedSession, around: Surroundings) -> str:
    """The public page that leads registered people to the stream, never the stream's address."""
    if not session.is_streamed:
        return ""
    return around.site.address(around.slug, "programme", "sessions", session.code, "stream")


def _summary(title: str, is_cancelled: bool) -> str:
    """The title alone; Google hides cancelled events, others do not say that they are."""
    return shortened(one_line(f"CANCELLED: {title}" if is_cancelled else title), SUMMARY_LENGTH)


def _location(room: str, around: Surroundings) -> str:
    parts = (room, around.floor, around.venue) if room else ()
    return one_line(", ".join(part for part in parts if part))


def _place_word(slot: ReleasedSlot) -> str:
    number = f"{slot.kind.label} {slot.number}" if slot.number else ""
    return ", ".join(part for part in (number, f"Board {slot.board}" if slot.board else "") if part)


def _people(word: str, people: Iterable[ReleasedPerson]) -> str:
    names = ", ".join(person.name for person in people)
    return f"{word}: {names}" if names else ""


def _talks(session: ReleasedSession, zone: str) -> str:
    """The live talks with their local times; posters are only counted."""
    live = session.live_slots
    talks = sorted(
        (slot for slot in live if slot.kind is not SlotKind.POSTER),
        key=lambda slot: (slot.starts_at, slot.code),
    )
    names_zone = _clocks_change(session.starts_at, session.ends_at, zone)
    lines = [_talk(slot, zone, names_zone=names_zone) for slot in talks[:LISTED_TALKS]]
    if len(talks) > LISTED_TALKS:
        lines.append(f"and {len(talks) - LISTED_TALKS} more")
    posters = len(live) - len(talks)
    if posters:
        lines.append(f"{posters} poster{'s' if posters > 1 else ''}")
    return "\n".join(lines)


def _talk(slot: ReleasedSlot, zone: str, *, names_zone: bool) -> str:
    names = ", ".join(person.name for person in slot.people)
    at = formats.clock(slot.starts_at, zone)
    when = f"{at} {_abbreviation(slot.starts_at, zone)}" if names_zone else at
    return f"{when} {slot.title}{f' — {names}' if names else ''}"


def _short(text: str) -> str:
    return shortened(plain(text).strip(), TEXT_LENGTH)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
