"""What a desk sends about money."""

from __future__ import annotations

from typing import Annotated

import msgspec

from conference.orm.money import parse_money
from conference.registration.cash.rules import Count, Handed
from conference.registration.rules import PaymentMethod
from conference.web import FormErrors

Amount = Annotated[str, msgspec.Meta(max_length=30)]
LONGEST_DESK = 40


class DeskForm(msgspec.Struct):
    desk: Annotated[str, msgspec.Meta(max_length=LONGEST_DESK)]


class TakeForm(msgspec.Struct):
    """One payment; `key` was made with the form and makes it count once (T05)."""

    key: Annotated[str, msgspec.Meta(max_length=60)]
    amount: Amount
    method: PaymentMethod
    given: Amount = ""

    def as_handed(self, currency: str) -> Handed:
        """Raises FormErrors for amounts that cannot be read."""
        amounts = _read_amounts(self, currency, "amount", "given")
        return Handed(amounts["amount"], self.method, amounts["given"])


class CountForm(msgspec.Struct):
    """What lies in the drawer and what the terminal says. `seen`: the sum that was expected."""

    cash: Amount
    card: Amount
    seen: int
    float_amount: Amount = ""
    note: Annotated[str, msgspec.Meta(max_length=300)] = ""

    def as_counts(self, currency: str) -> tuple[Count, ...]:
        """Raises FormErrors for amounts that cannot be read."""
        amounts = _read_amounts(self, currency, "cash", "card", "float_amount")
        return (
            Count(PaymentMethod.CASH, amounts["cash"], amounts["float_amount"]),
            Count(PaymentMethod.CARD_TERMINAL, amounts["card"]),
        )


class WhyForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=300)]


def _read_amounts(form: msgspec.Struct, currency: str, *names: str) -> dict[str, int]:
    amounts, errors = {}, {}
    for name in names:
        try:
            amounts[name] = parse_money(getattr(form, name) or "0", currency)
        except ValueError as error:
            errors[name] = str(error)
        if amounts.get(name, 0) < 0:
            errors[name] = "Write an amount without a minus."
    if errors:
        raise FormErrors(form, errors)
    return amounts
