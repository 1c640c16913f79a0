"""What the desk sends."""

from __future__ import annotations

from typing import Annotated

import msgspec

from badges.layout import DEFAULT_LAYOUT, LAYOUTS
from badges.rules import PrintReason
from conference.web import FormErrors

Name = Annotated[str, msgspec.Meta(max_length=200)]
Note = Annotated[str, msgspec.Meta(max_length=500)]
Station = Annotated[str, msgspec.Meta(max_length=40)]


class ScanForm(msgspec.Struct):
    q: Annotated[str, msgspec.Meta(max_length=200)]


class StationForm(msgspec.Struct):
    desk: Station = ""


class CheckInForm(msgspec.Struct):
    prints: bool = False


class PrintForm(msgspec.Struct):
    reason: PrintReason | None = None
    note: Note = ""


class BadgeNameForm(msgspec.Struct):
    badge_name: Name = ""


class BatchForm(msgspec.Struct):
    """Which badges, on which paper; `expected` is how many the page showed."""

    printed: str = "new"
    category: Annotated[str, msgspec.Meta(max_length=40)] = ""
    first: Annotated[str, msgspec.Meta(max_length=20)] = ""
    last: Annotated[str, msgspec.Meta(max_length=20)] = ""
    layout: str = DEFAULT_LAYOUT
    reason: PrintReason | None = None
    expected: int = -1

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
            raise FormErrors({}, {"layout": "Choose one from the list."})
