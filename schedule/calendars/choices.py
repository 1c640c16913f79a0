"""What of a programme one may subscribe to: everything, a day, a track, a room, a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from conference.people.rules import fold
from conference.web.formats import day as day_name
from schedule.rules.listing import programme_day, programme_days
from schedule.rules.released import ReleasedProgramme, ReleasedSession

ALARMS = (0, 5, 10, 15, 30)


def alarm_asked(text: str) -> int:
    """The minutes of an alarm that was asked for; 0 for none and for anything not offered."""
    return int(text) if text.isdecimal() and len(text) < 3 and int(text) in ALARMS else 0


class Scope(StrEnum):
    """Which part of the programme a calendar holds; the value is its folder in the address."""

    ALL = "programme"
    DAY = "days"
    TRACK = "tracks"
    ROOM = "rooms"
    PERSON = "people"
    ITEM = "sessions"


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of the programme by its key: a date, a slug, a person's id, a code."""

    scope: Scope = Scope.ALL
    key: str = ""
    talks: bool = False
    alarm: int = 0

    @property
    def has_talks(self) -> bool:
        """Whether single talks or posters are among its events."""
        return self.talks or self.scope in (Scope.ITEM, Scope.PERSON)

    @property
    def path(self) -> str:
        """The address under the meeting's, with its options."""
        file = (
            "programme.ics" if self.scope is Scope.ALL else f"programme/{self.scope}/{self.key}.ics"
        )
        return with_options(file, {"talks": int(self.talks), "alarm": self.alarm})


def with_options(address: str, options: Mapping[str, object]) -> str:
    """The address with those of the options that are not empty."""
    asked = "&".join(f"{name}={value}" for name, value in options.items() if value)
    return f"{address}?{asked}" if asked else address


def slug_of(name: str) -> str:
    """The name in an address: letters and digits without accents, with hyphens between them.

    What has no such letters (免疫) is told apart by a digest of the name.
    """
    plain = fold(name)
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if words and not any(char.isalnum() and not char.isascii() for char in plain):
        return words
    return "-".join(part for part in (words, _digest(name)) if part)


def slugs_of(names: Iterable[str]) -> dict[str, str]:
    """Names by slug; of two names with one slug the later in the alphabet gets a digest too."""
    found: dict[str, str] = {}
    for name in sorted({name for name in names if name}):
        slug = slug_of(name)
        found[f"{slug}-{_digest(name)}" if slug in found else slug] = name
    return found


def tracks_of(programme: ReleasedProgramme) -> dict[str, str]:
    """The tracks of a release by slug; those of cancelled sessions too, whose calendars stay."""
    return slugs_of(session.track for session in programme.sessions)


def rooms_of(programme: ReleasedProgramme) -> dict[str, str]:
    """The rooms of a release by slug, and those that only its sessions name."""
    return slugs_of(
        (*(room.name for room in programme.rooms), *(each.room for each in programme.sessions))
    )


def sessions_of(programme: ReleasedProgramme, choice: Choice) -> list[ReleasedSession] | None:
    """The sessions of everything, a day, a track or a room; None if there is no such part."""
    everything = list(programme.sessions)
    if choice.scope is Scope.ALL:
        return everything
    if choice.scope is Scope.DAY:
        return _of_day(everything, _day_of(choice.key, programme), programme)
    names = tracks_of(programme) if choice.scope is Scope.TRACK else rooms_of(programme)
    if (name := names.get(choice.key)) is None:
        return None
    return [e for e in everything if (e.track if choice.scope is Scope.TRACK else e.room) == name]


def title_of(programme: ReleasedProgramme, choice: Choice) -> str:
    """What a calendar of this part of the programme is called after the meeting; "" for all."""
    if choice.scope is Scope.DAY:
        return day_name(date.fromisoformat(choice.key))
    if choice.scope in (Scope.TRACK, Scope.ROOM):
        names = tracks_of(programme) if choice.scope is Scope.TRACK else rooms_of(programme)
        return names.get(choice.key, "")
    return ""


def person_asked(key: str) -> UUID | None:
    """The person whose id an address names, if it is one."""
    try:
        return UUID(key)
    except ValueError:
        return None


def _of_day(
    sessions: list[ReleasedSession], day: date | None, programme: ReleasedProgramme
) -> list[ReleasedSession] | None:
    if day is None:
        return None
    return [each for each in sessions if programme_day(each.starts_at, programme) == day]


def _day_of(key: str, programme: ReleasedProgramme) -> date | None:
    """A day of the meeting or of its programme, written as 2027-10-18 and no other way."""
    try:
        day = date.fromisoformat(key)
    except ValueError:
        return None
    meeting = programme.meeting
    is_known = meeting.starts_on <= day <= meeting.ends_on or day in programme_days(programme)
    return day if is_known and day.isoformat() == key else None


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode(), digest_size=3).hexdigest()
