"""What a treasurer sends about bank statements and their entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from conference.membership.roll_dates import DayOrder
from conference.orm.money import parse_money
from conference.registration.bank.rules import Allocation
from conference.web import FormErrors

Reason = Annotated[str, msgspec.Meta(max_length=300)]


class StatementForm(msgspec.Struct):
    file: UploadFile
    day_order: DayOrder = DayOrder.UNKNOWN


class TickForm(msgspec.Struct):
    """`tick`: the id of an entry, a space, and the mark of the proposal that was shown."""

    tick: list[str] = []

    def ticked(self) -> dict[UUID, str]:
        """Entry -> mark; what is no id of an entry was typed by nobody and is left out."""
        return dict(_read(self.tick))


def _read(ticks: Iterable[str]) -> Iterable[tuple[UUID, str]]:
    for tick in ticks:
        id, _, mark = tick.partition(" ")
        try:
            yield UUID(id), mark
        except ValueError:
            continue


class AssignForm(msgspec.Struct):
    """An order for an entry, and how much of the entry; `place` was made with the form."""

    code: Annotated[str, msgspec.Meta(max_length=40)]
    amount: Annotated[str, msgspec.Meta(max_length=30)]
    place: int

    def as_part(self, currency: str) -> Allocation:
        """Raises FormErrors for an amount that cannot be read."""
        try:
            return Allocation(self.code, parse_money(self.amount, currency))
        except ValueError as error:
            raise FormErrors(self, {"amount": str(error)}) from None


class ReasonForm(msgspec.Struct):
    reason: Reason
