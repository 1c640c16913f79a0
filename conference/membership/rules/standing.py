"""Dated memberships and the days that they cover. None is a boolean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

DAY = timedelta(days=1)


class MembershipStatus(StrEnum):
    APPLICANT = "applicant"
    ACTIVE = "active"
    GRACE = "grace"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    LIFETIME = "lifetime"


IN_GOOD_STANDING = frozenset({MembershipStatus.ACTIVE, MembershipStatus.LIFETIME})

STATUS_WORDS: dict[MembershipStatus, tuple[str, str]] = {
    MembershipStatus.APPLICANT: ("Applicant", "info"),
    MembershipStatus.ACTIVE: ("Active", "good"),
    MembershipStatus.GRACE: ("Dues open", "warn"),
    MembershipStatus.LAPSED: ("Lapsed", "bad"),
    MembershipStatus.SUSPENDED: ("Suspended", "bad"),
    MembershipStatus.LIFETIME: ("For life", "good"),
}


@dataclass(frozen=True, slots=True)
class MembershipInfo:
    """A dated entitlement of a person. `valid_to` is the last day; None: for life (M10)."""

    id: UUID
    person: UUID
    number: str
    type_key: str
    type_title: str
    valid_from: date
    valid_to: date | None
    status: MembershipStatus
    source: str = "import"

    @property
    def is_in_good_standing(self) -> bool:
        return self.status in IN_GOOD_STANDING

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def is_active(memberships: Iterable[MembershipInfo], on_day: date) -> bool:
    """A person is a member on a day that a membership in good standing covers (M01)."""
    return any(each.is_in_good_standing and each.covers(on_day) for each in memberships)


def standing_on(membership: MembershipInfo, day: date) -> tuple[str, str]:
    """What a membership is on a day, as a word and the tone of its badge."""
    if not membership.is_in_good_standing:
        return STATUS_WORDS[membership.status]
    if membership.valid_from > day:
        return "Begins later", "info"
    if not membership.covers(day):
        return "Ended", "bad"
    return STATUS_WORDS[membership.status]


def covered_through(memberships: Iterable[MembershipInfo], day: date) -> date | None:
    """The last day of unbroken cover from `day` on; None: for life. `day` - 1 if not covered."""
    end = day - DAY
    for each in sorted(memberships, key=lambda one: one.valid_from):
        if each.valid_from > end + DAY:
            break
        if each.valid_to is None:
            return None
        end = max(end, each.valid_to)
    return end


def covered_from(memberships: Iterable[MembershipInfo], day: date) -> date:
    """The first day of unbroken cover up to `day`; `day` + 1 if it is not covered."""
    start = day + DAY
    for each in sorted(memberships, key=_end_of, reverse=True):
        if _end_of(each) < start - DAY:
            break
        start = min(start, each.valid_from)
    return start


def _end_of(membership: MembershipInfo) -> date:
    return membership.valid_to or date.max
