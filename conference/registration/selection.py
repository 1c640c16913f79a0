"""The second screen: what is offered to one person, what they chose, and what it costs now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from conference.membership.rules import DuesOffer
from conference.registration.basket import places_needed, price_basket
from conference.registration.catalogue import (
    Buyer,
    Catalogue,
    CodeKind,
    Extra,
    ExtraKind,
    LineKind,
    PriceTable,
    Wish,
)
from conference.registration.chosen import Chosen, wish_of
from conference.registration.customer import customer_prices
from conference.registration.entitlements import ROLE_WORDS
from conference.registration.joining import as_joining
from conference.registration.offers import Offers, offer
from conference.registration.price_queries import Places
from conference.registration.pricing import opened
from conference.registration.quoted import Choice, NotForSale, Quoted
from conference.registration.rules import pool_key
from conference.registration.windows import Window
from conference.registration.wishes import find_wish_fault

MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class ExtraOffer:
    """An extra as this person may take it now; `left` is None where there is no limit."""

    extra: Extra
    amount: int | None
    left: int | None
    refused: str

    @property
    def is_sold_out(self) -> bool:
        return self.left is not None and self.left <= 0

    @property
    def is_guest(self) -> bool:
        return self.extra.kind is ExtraKind.GUEST

    @property
    def most(self) -> int:
        left = self.extra.most if self.left is None else min(self.left, self.extra.most)
        return max(0, min(left, MOST_OPTIONS))


@dataclass(frozen=True, slots=True)
class JoinOffer:
    """Joining on this order: what the dues cost, and what is saved after paying them (M02)."""

    dues: DuesOffer
    saving: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What the screen shows. `faults`: field -> why it cannot be had; without them `quoted` is
    the price of all that was chosen, else of what is left without the faulty fields."""

    chosen: Chosen
    wish: Wish
    offers: Offers
    extras: tuple[ExtraOffer, ...]
    joins: tuple[JoinOffer, ...]
    quoted: Quoted | None
    faults: Mapping[str, str]
    roles: frozenset[str] = frozenset()
    guests_most: int = 0
    lefts: Mapping[str, int] = field(default_factory=dict)

    def left(self, pool: str) -> int | None:
        """Places left of a pool for this person; None: no limit."""
        return self.lefts.get(pool)

    @property
    def guest_extras(self) -> tuple[ExtraOffer, ...]:
        return tuple(each for each in self.extras if each.is_guest)

    @property
    def other_extras(self) -> tuple[ExtraOffer, ...]:
        return tuple(each for each in self.extras if not each.is_guest)

    def earned_as(self, choice: Choice) -> str:
        """The roles by which a category is this person's, in words (P09)."""
        held = sorted(choice.category.granted_to & self.roles)
        return " and ".join(ROLE_WORDS.get(each, each) for each in held)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is for sale, with the places left; `held`: pools of which a place waits for them."""

    catalogue: Catalogue
    places: Mapping[str, Places]
    held: frozenset[str] = frozenset()

    def left(self, pool: str) -> int | None:
        """Places left of a pool for this person; None: no limit."""
        if pool not in self.places:
            return None
        return max(self.places[pool].left, int(pool in self.held))


def select(
    shelf: Shelf, buyer: Buyer, chosen: Chosen, now: datetime, *, country: str = "", vat: str = ""
) -> Selection:
    """The screen for what was chosen so far; what was not chosen yet is suggested (P08)."""
    meant = wish_of(chosen, shelf.catalogue, country=country, vat=vat)
    wish = meant.wish
    prices = customer_prices(shelf.catalogue, country, vat, wish.category)
    offers = offer(
        _opened_by_codes(prices, wish, now),
        shelf.places,
        as_joining(prices, wish, buyer),
        mode=wish.mode,
        category=wish.category,
        now=now,
    )
    if not wish.category and offers.chosen:
        wish = replace(wish, category=offers.chosen.category.key)
    quoted, faults = price_what_can(shelf.catalogue, wish, buyer, now)
    return Selection(
        chosen=chosen,
        wish=wish,
        offers=offers,
        extras=_extra_offers(prices, shelf, wish, offers.window),
        joins=_join_offers(shelf.catalogue, wish, buyer, now),
        quoted=quoted,
        faults={**faults, **find_shortages(shelf, wish), **meant.faults},
        roles=buyer.roles,
        guests_most=shelf.catalogue.policy.guests_most,
        lefts={pool: shelf.left(pool) or 0 for pool in shelf.places},
    )


def price_what_can(
    catalogue: Catalogue, wish: Wish, buyer: Buyer, now: datetime
) -> tuple[Quoted | None, dict[str, str]]:
    """The price of a wish without what cannot be had, and each such field with its reason.

    No faults: the price is that of the whole wish. No price: the category itself is not to be had.
    """
    faults: dict[str, str] = {}
    while True:
        found = price_basket(catalogue, wish, buyer, now)
        if not isinstance(found, NotForSale):
            return found, faults
        smaller = _without(wish, found.field, catalogue)
        if found.field in faults or smaller == wish:
            return None, {found.field: found.sentence} | faults
        faults[found.field] = found.sentence
        wish = smaller


def find_shortages(shelf: Shelf, wish: Wish) -> dict[str, str]:
    """Field -> what is said where fewer places are left than are wished for (R04)."""
    found = {}
    for pool, needed in places_needed(wish).items():
        left = shelf.left(pool)
        if left is not None and left < needed:
            found[_field_of(pool, shelf.catalogue)] = _shortage(pool, left)
    return found


def _without(wish: Wish, field: str, catalogue: Catalogue) -> Wish:
    """The wish without the field that cannot be had."""
    if field == "codes":
        return replace(wish, codes=())
    if field == "guests":
        return replace(wish, guests=())
    if field == "join_as":
        return replace(wish, join_as="")
    if field == "day":
        category = catalogue.table.category(wish.category)
        first = next(iter(catalogue.days), None)
        return replace(wish, day=first if category and category.is_one_day else None)
    key = field.removeprefix("extra-")
    return replace(
        wish,
        extras=tuple(pair for pair in wish.extras if pair[0] != key),
        guests=tuple(pair for pair in wish.guests if pair[0] != key),
    )


def _opened_by_codes(prices: Catalogue, wish: Wish, now: datetime) -> PriceTable:
    """The price list with the categories on sale that a typed code opens (P08)."""
    table = prices.table
    for code in filter(None, map(prices.code, wish.codes)):
        if code.kind is CodeKind.OPENS and code.holds_at(now):
            table = opened(table, code.opens)
    return table


def _extra_offers(
    prices: Catalogue, shelf: Shelf, wish: Wish, window: Window | None
) -> tuple[ExtraOffer, ...]:
    if window is None:
        return ()
    return tuple(
        ExtraOffer(
            extra=each,
            amount=each.amounts.get(window.key),
            left=shelf.left(f"extra:{each.key}"),
            refused=_why_not(prices, each, wish, window),
        )
        for each in prices.extras
        if each.is_on_sale
    )


def _why_not(prices: Catalogue, extra: Extra, wish: Wish, window: Window) -> str:
    """Why this extra cannot be taken beside what is chosen; empty: it can (P13)."""
    category = prices.table.category(wish.category)
    if category is None:
        return ""
    is_guest = extra.kind is ExtraKind.GUEST
    alone = Wish(
        wish.category,
        wish.mode,
        day=next(iter(prices.days), None) if category.is_one_day else None,
        extras=() if is_guest else ((extra.key, 1),),
        guests=((extra.key, "guest"),) if is_guest else (),
    )
    fault = find_wish_fault(prices, alone, window)
    return fault.sentence if fault else ""


def _join_offers(
    catalogue: Catalogue, wish: Wish, buyer: Buyer, now: datetime
) -> tuple[JoinOffer, ...]:
    """Joining as each type that makes this order cheaper, or that was chosen; the best first."""
    plain = _as_non_member(catalogue, wish)
    category = catalogue.table.category(plain.category)
    twin = catalogue.table.category(category.member_twin) if category else None
    alone, _ = price_what_can(catalogue, plain, buyer, now)
    if twin is None or alone is None:
        return ()
    found = []
    for dues in catalogue.dues:
        joined = replace(plain, category=twin.key, join_as=dues.type_key)
        priced, faults = price_what_can(catalogue, joined, buyer, now)
        if priced is None or "join_as" in faults:
            continue
        gross = sum(line.amount for line in priced.lines if line.kind is LineKind.DUES)
        saving = alone.total - priced.total
        if saving > 0 or dues.type_key == wish.join_as:
            found.append(JoinOffer(replace(dues, amount=gross), saving))
    return tuple(sorted(found, key=lambda each: (-each.saving, each.dues.title)))


def _as_non_member(catalogue: Catalogue, wish: Wish) -> Wish:
    """What would be bought without joining: the category whose member twin is taken."""
    if not wish.join_as:
        return wish
    instead = (each for each in catalogue.table.categories if each.member_twin == wish.category)
    category = next((each.key for each in instead if each.is_on_sale), wish.category)
    return replace(wish, category=category, join_as="")


def _field_of(pool: str, catalogue: Catalogue) -> str:
    kind, _, key = pool.partition(":")
    if kind == "extra":
        extra = catalogue.extra_named(key)
        return "guests" if extra and extra.kind is ExtraKind.GUEST else f"extra-{key}"
    return {"code": "codes", "category": "category"}.get(kind, "mode")


def _shortage(pool: str, left: int) -> str:
    kind = pool.partition(":")[0]
    if kind == "code":
        return "This code has been used as often as it may be."
    if kind == "category":
        return "The places of this category are all given."
    if pool in (pool_key("in_person"), pool_key("virtual")):
        return "Every place is taken. You can join the waiting list."
    return f"Only {left} left." if left else "Sold out. You can join the waiting list."
