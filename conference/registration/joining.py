"""Join and register: who pays dues on this order is priced as the member they become (M02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from conference.membership.rules import DuesOffer, MemberTest, Verdict
from conference.registration.catalogue import Buyer, Catalogue, Wish
from conference.web.formats import day as spoken_day

# These ask for the time before today, which no dues bring back.
_ASKS_FOR_THE_PAST = frozenset({MemberTest.CONTINUOUS_SINCE_CALL, MemberTest.TWELVE_MONTHS})


def as_joining(prices: Catalogue, wish: Wish, buyer: Buyer) -> Buyer:
    """The buyer with the membership that this wish pays for, if the meeting's test takes it (M01).

    A membership that ends before the day of the test, or that begins today where the test asks
    for the past, gives no member price; the verdict says so.
    """
    offer = prices.dues_for(wish.join_as) if wish.join_as else None
    if offer is None:
        return buyer
    held = buyer.membership
    last = held.tested_on or max(prices.days, default=offer.valid_to)
    if not held.is_member and prices.policy.member_test in _ASKS_FOR_THE_PAST:
        return buyer
    if not held.is_member and offer.valid_to < last:
        return replace(buyer, membership=_too_short(offer, last))
    return replace(buyer, membership=_joined(offer, held, last))


def _too_short(offer: DuesOffer, last: date) -> Verdict:
    sentence = (
        f"Joining as {offer.title} lasts through {spoken_day(offer.valid_to)}; the member price "
        f"needs a membership through {spoken_day(last)}."
    )
    return Verdict(False, sentence, tested_on=last)


def _joined(offer: DuesOffer, held: Verdict, last: date) -> Verdict:
    """A member stays what they are besides; dues that were open are paid now (M04)."""
    return Verdict(
        is_member=True,
        reason=f"Member as {offer.title} with this order, through {spoken_day(offer.valid_to)}.",
        membership_types=held.membership_types | {offer.type_key},
        tested_on=held.tested_on,
        is_lifetime=held.is_lifetime,
        is_provisional=held.is_provisional and offer.valid_to < last,
    )
