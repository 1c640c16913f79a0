"""What a kiosk's screen sends, and what staff send about it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from badges.desk.pins import find_pin_fault
from badges.kiosk.rules import AutoPrint
from conference.web import FormErrors

Code = Annotated[str, msgspec.Meta(max_length=200)]


class ScanForm(msgspec.Struct):
    q: Code


class NameForm(msgspec.Struct):
    badge_name: Annotated[str, msgspec.Meta(max_length=200)] = ""


class PressForm(msgspec.Struct):
    """One press of the button; `request` was made with the page and makes it count once."""

    request: UUID


class PinForm(msgspec.Struct):
    pin: Annotated[str, msgspec.Meta(max_length=20)]


class KioskForm(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(max_length=60)]
    pin: Annotated[str, msgspec.Meta(max_length=20)]
    station: UUID | None = None
    printing: AutoPrint = AutoPrint.ONCE

    def __post_init__(self) -> None:
        if fault := find_pin_fault(self.pin):
            raise FormErrors({}, {"pin": fault})
