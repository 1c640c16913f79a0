"""Calendars of a programme: nothing known yet, after a release that changed little, and kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5

import msgspec

from conference.meetings.rules import MeetingInfo
from schedule.calendars.choices import Choice
from schedule.calendars.feeds import PrivateFeed, private_ics, private_tag, public_calendar
from schedule.calendars.texts import ShownTexts
from schedule.calendars.writing import CalendarSite
from schedule.queries.releases import CurrentRelease
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
    ReleasedSlot,
)
from schedule.rules.vocabulary import SessionKind, SlotKind
from tests.bench.programme import plain_calendar
from tests.bench.timing import Table, in_turns

SPACE = UUID("bec40000-0000-4000-8000-000000000000")
RELEASED = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
OPENING = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
TALKS_IN_A_SESSION, SESSIONS_AT_ONCE, CHANGED = 10, 5, 20
STARS = 30
TALKS = Choice(talks=True)
WORDS = "Interferon λ signals in the gut; what follows depends on dose, time and tissue. " * 10
_serial = count()


async def bench_feeds(*, sizes: tuple[int, ...], rounds: int) -> list[Table]:
    """The feed of all talks and a private one, for programmes of several sizes."""
    return [await _feeds(talks, rounds) for talks in sizes]


async def _feeds(talks: int, rounds: int) -> Table:
    programme = programme_of(talks)
    kept, site = _current(programme), CalendarSite("https://bench.test")
    codes = [slot.code for each in programme.sessions for slot in each.slots]
    texts = ShownTexts(RELEASED, dict.fromkeys(codes, WORDS))
    feed = _feed(codes[:: max(1, talks // STARS)], programme)

    async def floor() -> None:
        plain_calendar(kept)

    async def cold() -> None:  # another site: nothing of it is known
        other = CalendarSite(f"https://bench{next(_serial)}.test")
        public_calendar(_current(programme), other, TALKS)

    async def cold_texts() -> None:
        other = CalendarSite(f"https://bench{next(_serial)}.test")
        public_calendar(_current(programme), other, TALKS, texts)

    async def next_release() -> None:
        public_calendar(_current(_changed(programme)), site, TALKS)

    async def warm() -> None:
        public_calendar(kept, site, TALKS)

    async def private() -> None:
        private_ics(kept, feed, site)

    async def private_known() -> None:
        private_tag(kept, feed, site)

    public_calendar(kept, site, TALKS)
    works = {
        "nothing known yet": cold,
        "nothing known, texts out": cold_texts,
        "next release, 1 in 20 changed": next_release,
        "kept": warm,
        f"private, {len(feed.stars)} stars": private,
        "private, known (304)": private_known,
    }
    rows = await in_turns(floor, works, count=1, rounds=rounds)
    floor_words = "a bare icalendar loop over the same talks, without texts"
    return Table(f"Calendars of {talks} talks", "feeds", floor_words, rows)


def programme_of(talks: int) -> ReleasedProgramme:
    """A released programme with this many talks, five sessions at a time."""
    meeting = ReleasedMeeting(
        "bench", "Signals 2027", "Europe/London", date(2027, 10, 17), date(2027, 10, 20), "Hall"
    )
    sessions = range(-(-talks // TALKS_IN_A_SESSION))
    return ReleasedProgramme(
        meeting=meeting,
        number=1,
        name="Version 1",
        released_at=RELEASED,
        sessions=tuple(_session(number, talks) for number in sessions),
        rooms=tuple(ReleasedRoom(f"Hall {n}", "Level 1") for n in range(SESSIONS_AT_ONCE)),
    )


def _session(number: int, talks: int) -> ReleasedSession:
    start = OPENING + timedelta(minutes=120 * (number // SESSIONS_AT_ONCE))
    room = f"Hall {number % SESSIONS_AT_ONCE}"
    first = number * TALKS_IN_A_SESSION
    own = range(first, min(first + TALKS_IN_A_SESSION, talks))
    return ReleasedSession(
        code=f"S{number:05}",
        id=uuid5(SPACE, f"session {number}"),
        kind=SessionKind.SYMPOSIUM,
        title=f"Symposium {number}: signals, α to ω",
        starts_at=start,
        ends_at=start + timedelta(minutes=100),
        room=room,
        track=f"Track {number % 7}",
        slots=tuple(_slot(each, start, each - first, room) for each in own),
        changed_at=RELEASED,
    )


def _slot(number: int, start: datetime, place: int, room: str) -> ReleasedSlot:
    begins = start + timedelta(minutes=10 * place)
    who = ReleasedPerson(uuid5(SPACE, f"person {number}"), f"Żofia Ångström {number}", "Łódź")
    return ReleasedSlot(
        code=f"T{number:05}",
        id=uuid5(SPACE, f"slot {number}"),
        kind=SlotKind.TALK,
        title=f"Talk {number}: interferon λ in the gut, and what follows; part two",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=10),
        room=room,
        people=(who,),
        abstract_code=f"A{number:05}",
        changed_at=RELEASED,
    )


def _changed(programme: ReleasedProgramme) -> ReleasedProgramme:
    """A release later, one talk in twenty with another title; everything read anew."""
    serial = next(_serial)
    sessions = []
    for session in msgspec.json.decode(
        msgspec.json.encode(programme), type=ReleasedProgramme
    ).sessions:
        slots = tuple(
            slot
            if int(slot.code[1:]) % CHANGED
            else msgspec.structs.replace(slot, title=f"{slot.title}, revised {serial}")
            for slot in session.slots
        )
        sessions.append(msgspec.structs.replace(session, slots=slots))
    return msgspec.structs.replace(programme, sessions=tuple(sessions))


def _current(programme: ReleasedProgramme) -> CurrentRelease:
    return CurrentRelease(uuid5(SPACE, str(next(_serial))), programme, [])


def _feed(stars: list[str], programme: ReleasedProgramme) -> PrivateFeed:
    meeting: Any = programme.meeting  # a release says all of its meeting that a feed asks
    whose: MeetingInfo = meeting
    return PrivateFeed(
        id=uuid5(SPACE, "feed"),
        person=uuid5(SPACE, "person 3"),
        meeting=whose,
        opened_at=RELEASED,
        address="https://bench.test/calendar/TOKEN.ics",
        stars=frozenset(stars),
    )
