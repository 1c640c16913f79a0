"""What somebody at the desk may take, and which price they pay. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from conference.registration.basket import price_basket
from conference.registration.catalogue import Buyer, Catalogue, Category, Wish
from conference.registration.quoted import Quoted

IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True)
class Offer:
    """A category with today's price for whoever stands there."""

    key: str
    title: str
    price: int
    is_one_day: bool
    is_for_members: bool


def offers_to(
    buyer: Buyer, catalogue: Catalogue, first_day: date, now: datetime
) -> tuple[Offer, ...]:
    """What is on sale to this buyer now, in the price list's order (P02).

    A member is not shown the categories that members take at their own price (M01).
    """
    found = list(_on_sale(buyer, catalogue, first_day, now))
    mine = {category.key for category, _ in found}
    is_twice = buyer.membership.is_member
    return tuple(
        offer for category, offer in found if not (is_twice and category.member_twin in mine)
    )


def _on_sale(
    buyer: Buyer, catalogue: Catalogue, first_day: date, now: datetime
) -> Iterator[tuple[Category, Offer]]:
    for each in catalogue.table.categories:
        day = first_day if each.is_one_day else None
        priced = price_basket(catalogue, Wish(each.key, IN_PERSON, day=day), buyer, now)
        if isinstance(priced, Quoted):
            yield (
                each,
                Offer(each.key, each.title, priced.total, each.is_one_day, each.is_for_members),
            )


def members_wish(wish: Wish, catalogue: Catalogue, buyer: Buyer, now: datetime) -> Wish:
    """The category that a member takes instead of the one chosen; the same one for all others.

    Whoever chose before the address was known chose among the prices of strangers (M01).
    """
    chosen = catalogue.table.category(wish.category)
    if chosen is None or not chosen.member_twin or not buyer.membership.is_member:
        return wish
    instead = replace(wish, category=chosen.member_twin)
    return instead if isinstance(price_basket(catalogue, instead, buyer, now), Quoted) else wish
