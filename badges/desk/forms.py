"""What the desk and an attendee send."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from badges.admission.rules import Refusal
from badges.printing.rules import PrintReason
from conference.web.forms import FormErrors

Name = Annotated[str, msgspec.Meta(max_length=200)]
Note = Annotated[str, msgspec.Meta(max_length=500)]
Station = Annotated[str, msgspec.Meta(max_length=40)]
Pin = Annotated[str, msgspec.Meta(max_length=12)]


class ScanForm(msgspec.Struct):
    q: Name


class StationForm(msgspec.Struct):
    desk: Station = ""
    station: UUID | None = None


class CheckInForm(msgspec.Struct):
    prints: bool = False
    request: UUID | None = None


class PrintForm(msgspec.Struct):
    reason: PrintReason | None = None
    note: Note = ""
    request: UUID | None = None
    supervisor: UUID | None = None
    pin: Pin = ""
    agreed: int | None = None


class FeeWay(StrEnum):
    """How the fee of a lost badge goes away."""

    SLIP = "slip"
    WAIVED = "waived"


class FeeBackForm(msgspec.Struct):
    """The fee of a lost badge is taken back; who waives it is a supervisor."""

    item: Annotated[str, msgspec.Meta(max_length=60)]
    way: FeeWay
    why: Note
    supervisor: UUID | None = None
    pin: Pin = ""


class BadgeNameForm(msgspec.Struct):
    badge_name: Name = ""


class LetInForm(msgspec.Struct):
    """A supervisor lets go what stops a person; who is signed in as one needs no PIN."""

    refusal: Refusal
    why: Note
    supervisor: UUID | None = None
    pin: Pin = ""


class CollectorForm(msgspec.Struct):
    collector: Name
    told: Note


class NameCollectorForm(msgspec.Struct):
    collector: Name


class HandOutForm(msgspec.Struct):
    id_was_seen: bool = False


class NoteForm(msgspec.Struct):
    desk_note: Note


class PinForm(msgspec.Struct):
    """A supervisor's own PIN, typed twice."""

    pin: Pin
    again: Pin

    def __post_init__(self) -> None:
        if self.pin != self.again:
            raise FormErrors({}, {"again": "This is not the same PIN. Type it once more."})


class CalculatorForm(msgspec.Struct):
    """How many people come in how many minutes, and how long one of them takes."""

    people: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    minutes: Annotated[int, msgspec.Meta(ge=1, le=1_440)]
    seconds: Annotated[int, msgspec.Meta(ge=1, le=3_600)]
    wait: Annotated[int, msgspec.Meta(ge=0, le=3_600)]
