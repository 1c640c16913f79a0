"""Which price somebody at the desk pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conference.registration.basket import price_basket
from conference.registration.catalogue import Buyer, Catalogue, Wish
from conference.registration.quoted import Quoted


def members_wish(wish: Wish, catalogue: Catalogue, buyer: Buyer, now: datetime) -> Wish:
    """The category that a member takes instead of the one chosen; the same one for all others.

    The desk chooses among the prices of strangers, for it does not know who is a member (M01).
    """
    chosen = catalogue.table.category(wish.category)
    if chosen is None or not chosen.member_twin or not buyer.membership.is_member:
        return wish
    instead = replace(wish, category=chosen.member_twin)
    return instead if isinstance(price_basket(catalogue, instead, buyer, now), Quoted) else wish
