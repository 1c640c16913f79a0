"""The price of everything somebody wishes: one pure function, each line with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conference.registration.basket_lines import Basket, charges_of
from conference.registration.bundles import best_bundles
from conference.registration.catalogue import (
    Buyer,
    Catalogue,
    Code,
    CodeKind,
    Extra,
    Wish,
    normal_code,
)
from conference.registration.codes import Reduction, best_codes, find_code_fault, reductions_of
from conference.registration.customer import customer_prices, with_taxes
from conference.registration.joining import as_joining
from conference.registration.pricing import may_take, opened, quote
from conference.registration.quoted import NotForSale, Obstacle, Quoted
from conference.registration.rules import pool_key
from conference.registration.wishes import find_wish_fault, wanted_extras


def price_basket(
    catalogue: Catalogue, wish: Wish, buyer: Buyer, now: datetime
) -> Quoted | NotForSale:
    """The price of a wish: fee, extras, guests and dues, less bundles and codes, each line taxed.

    The total is never negative, equals the sum of its lines and does not depend on the order in
    which things were chosen. Never raises: what is not for sale says why, beside which field.
    """
    prices = customer_prices(catalogue, wish.bill_country, wish.vat_number, wish.category)
    buyer = as_joining(prices, wish, buyer)
    typed = {normal_code(text): text for text in wish.codes if normal_code(text)}
    codes = {text: prices.code(key) for key, text in sorted(typed.items())}
    known = tuple(each for each in codes.values() if each)
    base = _base(prices, wish, buyer, known, now)
    if isinstance(base, NotForSale):
        return base
    for text, code in codes.items():
        if fault := find_code_fault(code, wish.category, now):
            return NotForSale(Obstacle.CHOICE, f"{fault} You typed “{text}”.", field="codes")
    if refused := find_wish_fault(prices, wish, base.window):
        return refused
    basket = Basket(prices, wish, buyer, base, _chosen(prices, wish), known)
    return _priced(replace(basket, bundles=best_bundles(prices.bundles, basket.one_of_each)))


def places_needed(wish: Wish) -> dict[str, int]:
    """Pool key -> how many places of it the wish takes, if that pool has a limit (R04)."""
    needed = {pool_key(wish.mode): 1, f"category:{wish.category}": 1}
    needed.update({f"extra:{key}": n for key, n in wanted_extras(wish).items() if n > 0})
    needed.update({f"code:{normal_code(each)}": 1 for each in wish.codes})
    return needed


def _base(
    prices: Catalogue, wish: Wish, buyer: Buyer, codes: tuple[Code, ...], now: datetime
) -> Quoted | NotForSale:
    """The fee alone, in a price list whose category a code may have opened."""
    table, category = prices.table, prices.table.category(wish.category)
    opens = {each.opens for each in codes if each.kind is CodeKind.OPENS and each.holds_at(now)}
    if category and category.key in opens and not may_take(category, buyer):
        table = opened(table, category.key)
    found = quote(table, wish.category, wish.mode, buyer=buyer, now=now)
    if isinstance(found, NotForSale):
        return found
    # What was asked for is the category as the society made it, whoever opened it.
    return replace(found, category=category or found.category)


def _chosen(prices: Catalogue, wish: Wish) -> tuple[tuple[Extra, int], ...]:
    """The extras in the society's order, with how many of each."""
    wanted = wanted_extras(wish)
    return tuple((each, wanted[each.key]) for each in prices.extras if each.key in wanted)


def _priced(basket: Basket) -> Quoted:
    base, wish, category = basket.base, basket.wish, basket.base.category.key
    reductions = best_codes(basket.codes, category, basket.fee, basket.reducible)
    used = {each.code.code for each in reductions} | {each.code for each in basket.openers}
    charges = charges_of(basket, reductions)
    lines = with_taxes(charges, basket.catalogue, wish.bill_country, wish.vat_number)
    mine = basket.fee - _off(reductions)
    ends = [each.ends_at for each in basket.codes if each.code in used and each.ends_at]
    return replace(
        base,
        lines=lines,
        saving=max(0, min(_compared(basket, _twins(basket)), default=mine) - mine),
        forgone=max(0, mine - min(_compared(basket, [base.category.member_twin]), default=mine)),
        expires_at=min([base.expires_at, *ends]),
        wish=replace(wish, codes=tuple(sorted(used))),
        notes=tuple(_why_unused(basket, each) for each in basket.codes if each.code not in used),
    )


def _off(reductions: tuple[Reduction, ...]) -> int:
    return sum(each.amount for each in reductions)


def _twins(basket: Basket) -> list[str]:
    """The categories of those who are no members and would take this one if they were."""
    mine = basket.base.category.key
    return [each.key for each in basket.catalogue.table.categories if each.member_twin == mine]


def _compared(basket: Basket, categories: list[str]) -> list[int]:
    """What the same basket costs in other categories, less what all of them pay alike."""
    table, base = basket.catalogue.table, basket.base
    fees = {key: table.amount(key, base.window, base.mode) for key in categories if key}
    return [
        fee - _off(best_codes(basket.codes, key, fee, basket.reducible))
        for key, fee in fees.items()
        if fee is not None
    ]


def _why_unused(basket: Basket, code: Code) -> str:
    if code.kind is CodeKind.OPENS:
        return f"Code {code.code} is not needed: this category is open to you."
    category = basket.base.category.key
    if not reductions_of([code], category, basket.fee, basket.reducible):
        return f"Code {code.code} takes nothing off what you chose."
    return f"Code {code.code} is not used: one code at a time, and another saves more."
