"""Who is a member, on which day, and why not. Memberships are dated; none is a boolean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from conference.web.formats import day as spoken_day


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

_WHY_NOT = {
    MembershipStatus.APPLICANT: "is applied for, not yet granted",
    MembershipStatus.GRACE: "has dues open",
    MembershipStatus.LAPSED: "has lapsed",
    MembershipStatus.SUSPENDED: "is suspended",
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the member test, the day it was made for, and the reason as a sentence."""

    is_member: bool
    reason: str
    membership_types: frozenset[str] = frozenset()
    tested_on: date | None = None


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


def judge_membership(
    memberships: Sequence[MembershipInfo], *, last_day: date, now: datetime, zone: ZoneInfo
) -> Verdict:
    """The member price is for those active now and, without a gap, through `last_day` (M01).

    `now` is the stated moment of the test (payment); its day is taken in the meeting's `zone`.
    """
    today = now.astimezone(zone).date()
    through = max(last_day, today)
    good = [each for each in memberships if each.is_in_good_standing]
    end = covered_through(good, today)
    if not is_active(good, today):
        return Verdict(False, _why_not_active(memberships, today), tested_on=through)
    if end is not None and end < through:
        return Verdict(False, _ends_too_soon(good, end, through), tested_on=through)
    there = [each for each in good if each.covers(through)]
    types = frozenset(each.type_key for each in there)
    return Verdict(True, _why_member(there[0]), types, through)


def covered_through(memberships: Iterable[MembershipInfo], day: date) -> date | None:
    """The last day of unbroken cover from `day` on; None: for life. `day` - 1 if not covered."""
    end = day - timedelta(days=1)
    for each in sorted(memberships, key=lambda one: one.valid_from):
        if each.valid_from > end + timedelta(days=1):
            break
        if each.valid_to is None:
            return None
        end = max(end, each.valid_to)
    return end


def _why_member(membership: MembershipInfo) -> str:
    if membership.valid_to is None:
        return f"{membership.type_title}, no. {membership.number}, for life."
    until = spoken_day(membership.valid_to)
    return f"{membership.type_title}, no. {membership.number}, valid through {until}."


def _ends_too_soon(good: Sequence[MembershipInfo], end: date, through: date) -> str:
    number = next(each.number for each in good if each.valid_to == end)
    return (
        f"Membership no. {number} ends on {spoken_day(end)}, before the meeting's last day, "
        f"{spoken_day(through)}. Renew it first to get the member price."
    )


def _why_not_active(memberships: Sequence[MembershipInfo], today: date) -> str:
    if not memberships:
        return "No membership is on the roll."
    for each in memberships:
        if each.covers(today):
            return f"Membership no. {each.number} {_WHY_NOT[each.status]}."
    coming = [each for each in memberships if each.valid_from > today]
    if coming:
        first = min(coming, key=lambda one: one.valid_from)
        return f"Membership no. {first.number} begins on {spoken_day(first.valid_from)}."
    last = max(memberships, key=lambda one: one.valid_to or date.max)
    return f"Membership no. {last.number} ended on {spoken_day(last.valid_to or today)}."
