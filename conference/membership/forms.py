"""What the office sends about the roll."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from conference.membership.roll_dates import DayOrder
from conference.membership.rules import DuesRate, MembershipInfo, MembershipStatus
from conference.orm.money import minor_digits, parse_money
from conference.people.forms import checked_address
from conference.people.rules import clean
from conference.web import FormErrors

Reason = Annotated[str, msgspec.Meta(max_length=500)]
Amount = Annotated[str, msgspec.Meta(max_length=30)]


class UploadForm(msgspec.Struct):
    file: UploadFile
    day_order: DayOrder = DayOrder.UNKNOWN


class MembershipForm(msgspec.Struct):
    """A membership written by hand."""

    number: Annotated[str, msgspec.Meta(max_length=40)]
    type: Annotated[str, msgspec.Meta(max_length=40)]
    valid_from: date
    reason: Reason
    valid_to: date | None = None
    status: MembershipStatus = MembershipStatus.ACTIVE

    def __post_init__(self) -> None:
        self.number = clean(self.number)
        _check_period(self.valid_from, self.valid_to, self.status)


class ChangeForm(msgspec.Struct):
    """A new last day or status of a membership; the first day stays."""

    reason: Reason
    valid_to: date | None = None
    status: MembershipStatus = MembershipStatus.ACTIVE

    @staticmethod
    def of(held: MembershipInfo) -> dict[str, Any]:
        return {"valid_to": held.valid_to or "", "status": held.status.value}


class DuesForm(msgspec.Struct):
    """What a year of membership costs, and what joining late costs."""

    type: Annotated[str, msgspec.Meta(max_length=40)]
    year: Annotated[int, msgspec.Meta(ge=2000, le=2199)]
    amount: Amount
    late_from: date | None = None
    late_amount: Amount = ""

    def as_rate(self, currency: str) -> DuesRate:
        """Raises FormErrors for amounts that cannot be read."""
        errors: dict[str, str] = {}
        amount = _amount("amount", self.amount, currency, errors)
        late = _amount("late_amount", self.late_amount, currency, errors)
        if errors:
            raise FormErrors({}, errors)
        return DuesRate(self.type, "", self.year, amount or 0, self.late_from, late)

    @staticmethod
    def of(rate: DuesRate, currency: str) -> dict[str, Any]:
        return {
            "type": rate.type_key,
            "year": rate.year,
            "amount": _written(rate.amount, currency),
            "late_from": rate.late_from or "",
            "late_amount": _written(rate.late_amount, currency),
        }


class LookupForm(msgspec.Struct):
    """A member number and the e-mail address that the roll has with it (M08)."""

    number: Annotated[str, msgspec.Meta(max_length=40)]
    email: Annotated[str, msgspec.Meta(max_length=254)]

    def __post_init__(self) -> None:
        self.email = checked_address(self.email, "email")


class LookupCodeForm(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=40)]


class RemoveForm(msgspec.Struct):
    dues: UUID


def _amount(field: str, text: str, currency: str, errors: dict[str, str]) -> int | None:
    try:
        return parse_money(text, currency) if text else None
    except ValueError as wrong:
        errors[field] = str(wrong)
        return None


def _written(amount: int | None, currency: str) -> str:
    return "" if amount is None else str(Decimal(amount).scaleb(-minor_digits(currency)))


def _check_period(start: date, end: date | None, status: MembershipStatus) -> None:
    if end is not None and end < start:
        raise FormErrors({}, {"valid_to": "The last day is before the first."})
    if end is None and status is not MembershipStatus.LIFETIME:
        sentence = "Give the last day; only a membership for life has none."
        raise FormErrors({}, {"valid_to": sentence})
