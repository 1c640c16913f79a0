"""Somebody described in a few words, as the price tester asks: what would they pay?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership.rules import (
    MembershipInfo,
    MembershipStatus,
    Verdict,
    judge_membership,
)
from conference.registration.basket import price_basket
from conference.registration.catalogue import Buyer, Catalogue, Category, Wish
from conference.registration.pricing import suggested
from conference.registration.quoted import Choice, Quoted

NOBODY = UUID(int=0)
LONG_AGO = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Described:
    """A person of whom only this is known. A member without a last day is one for life."""

    member_type: str = ""
    member_until: date | None = None
    country: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """Every category as somebody would get it in one mode, and the one that is suggested."""

    mode: str
    choices: tuple[Choice, ...]
    chosen: Choice | None


def imagine_buyer(
    described: Described,
    types: Mapping[str, str],
    meeting: MeetingInfo,
    catalogue: Catalogue,
    at: datetime,
) -> Buyer:
    """The buyer that a description makes, judged by the meeting's own test of membership (M01)."""
    return Buyer(
        membership=_judged(described, types, meeting, catalogue, at),
        country=described.country,
        income=catalogue.incomes.get(described.country, ""),
        roles=frozenset({described.role} if described.role else ()),
    )


def _judged(
    described: Described,
    types: Mapping[str, str],
    meeting: MeetingInfo,
    catalogue: Catalogue,
    at: datetime,
) -> Verdict:
    policy = catalogue.policy
    return judge_membership(
        [_membership(described, types, at)] if described.member_type else [],
        last_day=meeting.ends_on,
        now=at,
        zone=meeting.tz,
        test=policy.member_test,
        since=policy.call_opened_on,
        accept_grace_until=policy.dues_cutoff_on,
    )


def _membership(described: Described, types: Mapping[str, str], at: datetime) -> MembershipInfo:
    key = described.member_type
    for_life = described.member_until is None
    return MembershipInfo(
        id=NOBODY,
        person=NOBODY,
        number="(imagined)",
        type_key=key,
        type_title=types.get(key, key),
        valid_from=(at - LONG_AGO).date(),
        valid_to=described.member_until,
        status=MembershipStatus.LIFETIME if for_life else MembershipStatus.ACTIVE,
    )


def try_prices(catalogue: Catalogue, wish: Wish, buyer: Buyer, at: datetime) -> Tried:
    """The wish in every category, or in the one it names: a price, or why there is none."""
    named = catalogue.table.category(wish.category)
    categories = (named,) if named else catalogue.table.categories
    choices = tuple(_try(catalogue, wish, each, buyer, at) for each in categories)
    return Tried(wish.mode, choices, suggested(choices))


def _try(
    catalogue: Catalogue, wish: Wish, category: Category, buyer: Buyer, at: datetime
) -> Choice:
    day = (wish.day or next(iter(catalogue.days), None)) if category.is_one_day else None
    asked = Wish(
        category.key,
        wish.mode,
        day,
        wish.extras,
        wish.guests,
        wish.codes,
        wish.join_as,
        wish.bill_country,
        wish.vat_number,
    )
    found = price_basket(catalogue, asked, buyer, at)
    if isinstance(found, Quoted):
        return Choice(category, found, None)
    return Choice(category, None, found)
