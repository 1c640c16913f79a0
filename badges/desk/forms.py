"""What the desk sends."""

from __future__ import annotations

from typing import Annotated

import msgspec

from badges.printing.rules import PrintReason

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
