"""What the pages of print stations send."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from badges.printing.carriers.carrying import wrong_destination
from badges.printing.rules import PrintPath
from badges.printing.stations.queries import StationInfo
from badges.stock.catalogue import DEFAULT_STOCK
from badges.stock.stock import Flip
from conference.web import FormErrors

Millimetres = Annotated[float, msgspec.Meta(ge=-20, le=20)]


class StationForm(msgspec.Struct):
    """A printer with its stock; offsets in millimetres."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    path: PrintPath = PrintPath.BROWSER
    destination: Annotated[str, msgspec.Meta(max_length=300)] = ""
    stock: Annotated[str, msgspec.Meta(max_length=40)] = DEFAULT_STOCK
    layout: Annotated[str, msgspec.Meta(max_length=40)] = ""
    offset_x: Millimetres = 0.0
    offset_y: Millimetres = 0.0
    dots_per_inch: Annotated[int, msgspec.Meta(ge=0, le=1200)] = 0
    flip: Flip = Flip.NONE
    is_served: bool = False

    def __post_init__(self) -> None:
        if wrong := wrong_destination(self.path, self.destination):
            raise FormErrors({}, {"destination": wrong})


def form_of(station: StationInfo) -> StationForm:
    """A station as its form shows it."""
    names = ("name", "path", "destination", "stock", "layout", "dots_per_inch", "flip", "is_served")
    values = {name: getattr(station, name) for name in names}
    return StationForm(**values, offset_x=station.offset_x / 10, offset_y=station.offset_y / 10)


class UseForm(msgspec.Struct):
    station: UUID | None = None


class PauseForm(msgspec.Struct):
    pause: bool = False


class MoveForm(msgspec.Struct):
    station: UUID


class TestForm(msgspec.Struct):
    request: UUID


class FeeForm(msgspec.Struct):
    """What a lost badge costs, in major units as typed."""

    lost_fee: Annotated[str, msgspec.Meta(max_length=20)] = ""
    full_price: Annotated[str, msgspec.Meta(max_length=20)] = ""
