"""What the pages of batches send: in an address, where a link may be old, and in a form."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec

from badges.printing.batches.choice import (
    Choice,
    Doubtful,
    Here,
    Order,
    Printed,
    Ribboned,
    Switch,
)
from badges.printing.rules import PrintReason
from badges.stock.catalogue import DEFAULT_STOCK
from badges.stock.stock import Flip

E = TypeVar("E", bound=StrEnum)
Key = Annotated[str, msgspec.Meta(max_length=40)]
Letters = Annotated[str, msgspec.Meta(max_length=20)]
SHOW = "show"
_NUMBER = re.compile(r"-?[0-9]{1,4}", re.ASCII)


class BatchForm(msgspec.Struct):
    """Which badges, on which paper; `seen` is the mark of what the page showed."""

    printed: Printed = Printed.NEW
    category: Key = ""
    first: Letters = ""
    last: Letters = ""
    here: Here = Here.ALL
    ribbon: Ribboned = Ribboned.ALL
    order: Order = Order.NAME
    doubtful: Doubtful = Doubtful.IN_ORDER
    stock: Key = DEFAULT_STOCK
    layout: Key = ""
    first_place: int = 1
    flip: Flip = Flip.NONE
    marks: Switch = Switch.ON
    reason: PrintReason | None = None
    seen: Annotated[str, msgspec.Meta(max_length=60)] = ""
    do: Annotated[str, msgspec.Meta(max_length=10)] = ""

    @property
    def choice(self) -> Choice:
        names = ("printed", "category", "first", "last", "here", "ribbon", "order", "doubtful")
        values = {name: getattr(self, name) for name in (*names, "stock", "layout", "flip")}
        return Choice(**values, first_place=self.first_place - 1, marks=self.marks is Switch.ON)


def choice_of(asked: Mapping[str, str], stocks: Collection[str]) -> Choice:
    """From an address; what it does not know is as usual, since a link may be old."""
    usual = Choice()
    stock, place = asked.get("stock", usual.stock), asked.get("first_place", "1")
    choice = Choice(
        printed=_one(Printed, asked.get("printed", ""), usual.printed),
        category=asked.get("category", "")[:40],
        first=asked.get("first", "")[:20],
        last=asked.get("last", "")[:20],
        here=_one(Here, asked.get("here", ""), usual.here),
        ribbon=_one(Ribboned, asked.get("ribbon", ""), usual.ribbon),
        order=_one(Order, asked.get("order", ""), usual.order),
        doubtful=_one(Doubtful, asked.get("doubtful", ""), usual.doubtful),
        stock=stock if stock in stocks else usual.stock,
        layout=asked.get("layout", "")[:40],
        flip=_one(Flip, asked.get("flip", ""), usual.flip),
        marks=asked.get("marks") != Switch.OFF,
    )
    return replace(choice, first_place=int(place) - 1 if _NUMBER.fullmatch(place) else 0)


def _one(kind: type[E], text: str, usual: E) -> E:
    return next((each for each in kind if each.value == text), usual)
