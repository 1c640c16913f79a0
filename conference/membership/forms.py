"""What the office sends about the roll."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar.datastructures import UploadFile

from conference.membership.roll_dates import DayOrder
from conference.membership.rules import MembershipInfo, MembershipStatus
from conference.people.rules import clean
from conference.web import FormErrors

Reason = Annotated[str, msgspec.Meta(max_length=500)]


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


def _check_period(start: date, end: date | None, status: MembershipStatus) -> None:
    if end is not None and end < start:
        raise FormErrors({}, {"valid_to": "The last day is before the first."})
    if end is None and status is not MembershipStatus.LIFETIME:
        sentence = "Give the last day; only a membership for life has none."
        raise FormErrors({}, {"valid_to": sentence})
