"""What browsers send about cards."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from conference.orm.money import parse_money
from conference.web import FormErrors


class CardRefundForm(msgspec.Struct):
    """So much goes back to the card; `key` was made with the form and makes it go once (T05)."""

    key: Annotated[str, msgspec.Meta(max_length=40)]
    amount: Annotated[str, msgspec.Meta(max_length=30)] = ""

    def in_minor(self, currency: str) -> int:
        """The amount in minor units. Raises FormErrors."""
        try:
            amount = parse_money(self.amount, currency)
        except ValueError as error:
            raise FormErrors(self, {"amount": str(error)}) from None
        if not 0 < amount < 10**12:
            sentence = "Write an amount of more than zero."
            raise FormErrors(self, {"amount": sentence})
        return amount


class DuplicatesForm(msgspec.Struct):
    """The card payments that shall go back whole."""

    checkout: list[UUID] = msgspec.field(default_factory=list)


class PretendForm(msgspec.Struct):
    """What the visitor of the pretended card page does there."""

    choice: Literal["pay", "decline", "leave"]
