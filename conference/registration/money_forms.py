"""What the office sends about money: amounts as people write them, dates, references."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.orm.money import parse_money
from conference.registration.payment_actions import NewPayment
from conference.registration.rules import PaymentMethod
from conference.web import FormErrors

ONE_DAY = timedelta(days=1)  # where the money came it may be tomorrow already
NOT_YET = "This day has not come yet. Write the day on which the money came or went."


class MoneyForm(msgspec.Struct):
    """One payment or refund; `key` was made with the form and makes it count once (T05)."""

    received_on: date
    key: Annotated[str, msgspec.Meta(max_length=60)]
    method: PaymentMethod | None = None
    amount: Annotated[str, msgspec.Meta(max_length=30)] = ""
    reference: Annotated[str, msgspec.Meta(max_length=120)] = ""

    def __post_init__(self) -> None:
        errors = {}
        if not self.amount:
            errors["amount"] = "Write the amount, for example 450.00."
        if self.method is None:
            errors["method"] = "Choose how it was paid."
        if errors:
            raise FormErrors({}, errors)

    def as_payment(self, meeting: MeetingInfo, now: datetime) -> NewPayment:
        """Raises FormErrors for an amount that cannot be read or is not more than zero, and for
        a day that has not begun anywhere yet."""
        if self.received_on > meeting.local(now).date() + ONE_DAY:
            raise FormErrors(self, {"received_on": NOT_YET})
        try:
            amount = parse_money(self.amount, meeting.currency)
        except ValueError as error:
            raise FormErrors(self, {"amount": str(error)}) from None
        if not 0 < amount < 10**12:
            sentence = "Write an amount of more than zero."
            raise FormErrors(self, {"amount": sentence})
        assert self.method is not None
        return NewPayment(
            amount=amount,
            method=self.method,
            received_at=datetime.combine(self.received_on, time(12), meeting.tz).astimezone(UTC),
            idempotency_key=self.key,
            reference=self.reference,
        )


class ReasonForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""

    def __post_init__(self) -> None:
        if not self.reason:
            raise FormErrors({}, {"reason": "Write the reason; it is kept in the history."})
