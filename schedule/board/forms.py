"""What the board sends: moves, several at once, something new, and how one likes to see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from conference.web import FormErrors
from schedule.rules.vocabulary import SessionKind
from schedule.rules.wall_clock import NoSuchTime, TwiceThatDay, instant_at, is_doubled

YEARS = range(1900, 2201)  # a slip of the finger beyond them is no meeting's
STEPS = (5, 15, 30, 60)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ROOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TASTE_COOKIE = "plenary_board"
Title = Annotated[str, msgspec.Meta(max_length=300)]
Code = Annotated[str, msgspec.Meta(max_length=40)]
Length = Annotated[int, msgspec.Meta(ge=5, le=1440)]


class What(StrEnum):
    """What a move moves; `tray` is a talk that leaves the programme."""

    SESSION = "session"
    LENGTH = "length"
    SLOT = "slot"
    ABSTRACT = "abstract"
    TRAY = "tray"


class Several(StrEnum):
    """What is done with several sessions at once."""

    SHIFT = "shift"
    SWAP = "swap"
    COPY = "copy"


class PlacedForm(msgspec.Struct, kw_only=True):
    """A day and a time of the venue, and a room; all may be missing."""

    day: date | None = None
    start: str = ""
    which: str = ""
    room: UUID | None = None

    def starts_at(self, zone: ZoneInfo) -> datetime | None:
        """The instant that is meant. Raises FormErrors for a time that is none or comes twice."""
        if self.day is None and not self.start:
            return None
        if self.day is None:
            raise self.wrong(day="Choose the day as well, or leave day and time empty.")
        if not self.start:
            raise self.wrong(start="Give the time as well, or leave day and time empty.")
        if self.day.year not in YEARS:
            raise self.wrong(day=f"The year {self.day.year} is no year of a meeting. Check it.")
        found = instant_at(self.day, self._clock(), zone, self.which)
        if isinstance(found, NoSuchTime):
            raise self.wrong(start=str(found))
        if isinstance(found, TwiceThatDay):
            raise self.wrong(which=str(found))
        return found

    def _clock(self) -> time:
        try:
            return time.fromisoformat(self.start).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise self.wrong(start="Write the time as 09:30.") from None

    def wrong(self, **errors: str) -> FormErrors:
        """This form again with a sentence beside each named field."""
        return FormErrors(self, errors)


class MoveForm(PlacedForm, kw_only=True):
    """One move. `session` is what moves or holds what moves, at the `version` that was seen; `to`
    is "CODE:version" of the session that a talk or abstract goes into, `before` a talk in it."""

    what: What = What.SESSION
    session: Code = ""
    version: int = 0
    minutes: Length | None = None
    slot: Code = ""
    abstract: Code = ""
    to: Code = ""
    before: Code = ""
    look: bool = False

    @property
    def target(self) -> tuple[str, int]:
        """The code and version of `to`; ("", 0) when none is named."""
        code, _, version = self.to.partition(":")
        return code, int(version) if version.isdecimal() and len(version) < 10 else 0


class SeveralForm(msgspec.Struct, kw_only=True):
    """Several sessions, each "CODE:version", or two rooms of a day."""

    what: Several
    chosen: list[Code] = []
    minutes: Annotated[int, msgspec.Meta(ge=-1440, le=1440)] = 0
    day: str = ""
    one: UUID | None = None
    other: UUID | None = None
    seen: Annotated[str, msgspec.Meta(max_length=100_000)] = ""

    def versions(self, texts: list[str]) -> dict[str, int]:
        """The version seen of each session."""
        pairs = (text.partition(":") for text in texts)
        return {code: int(v) for code, _, v in pairs if v.isdecimal() and len(v) < 10}

    def the_day(self) -> date:
        """The day whose rooms are swapped. Raises FormErrors."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            errors = {"day": "Choose one day first."}
            raise FormErrors(self, errors) from None


class AddForm(PlacedForm, kw_only=True):
    """A new session or break at a place."""

    title: Title
    kind: SessionKind = SessionKind.BREAK
    minutes: Length = 30


class AcceptForm(msgspec.Struct, kw_only=True):
    """Why a conflict may stay; or that it is open again."""

    key: Annotated[str, msgspec.Meta(max_length=200)]
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Taste:
    """How one likes to see the board: minutes of a step, and whether small."""

    step: int = 15
    compact: bool = False

    @classmethod
    def of(cls, step: str, compact: bool) -> Taste:
        """Whatever is no step is 15 minutes."""
        known = {str(each): each for each in STEPS}
        return cls(known.get(step, 15), compact)

    @classmethod
    def read(cls, cookie: str) -> Taste:
        """What `cookie` kept."""
        step, _, compact = cookie.partition(".")
        return cls.of(step, compact == "c")

    @property
    def cookie(self) -> str:
        """As the browser keeps it."""
        return f"{self.step}.{'c' if self.compact else 'n'}"


def place_values(starts_at: datetime | None, room: UUID | None, zone: ZoneInfo) -> dict[str, str]:
    """A place as the fields of a form show it."""
    local = starts_at.astimezone(zone) if starts_at else None
    return {
        "day": local.date().isoformat() if local else "",
        "start": f"{local:%H:%M}" if local else "",
        "which": is_doubled(starts_at, zone) if starts_at else "",
        "room": str(room) if room else "",
    }


def asked_place(query: Mapping[str, str]) -> PlacedForm:
    """The place that an address names; what is no day or no room is none."""
    day, room = query.get("day", ""), query.get("room", "")
    return PlacedForm(
        day=date.fromisoformat(day) if _is_day(day) else None,
        start=query.get("start", "")[:8],
        which=query.get("which", ""),
        room=UUID(room) if _ROOM.fullmatch(room) else None,
    )


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
