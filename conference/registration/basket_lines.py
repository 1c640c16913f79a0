"""The lines of a basket, each with its reason: fee, extras, guests, reductions, dues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from conference.orm.money import format_money
from conference.registration.bundles import Saving, split_saving
from conference.registration.catalogue import (
    Buyer,
    Catalogue,
    Code,
    CodeKind,
    Extra,
    ExtraKind,
    Wish,
    dues_item,
)
from conference.registration.catalogue import LineKind as Kind
from conference.registration.codes import FEE, Reduction, code_words
from conference.registration.customer import Charge, bundle_class
from conference.registration.pricing import may_take, saving_words
from conference.registration.quoted import Line, Quoted
from conference.registration.windows import announced_end
from conference.web.formats import day as spoken_day


@dataclass(frozen=True, slots=True)
class Basket:
    """A wish whose names were all found, against prices as this customer pays them."""

    catalogue: Catalogue
    wish: Wish
    buyer: Buyer
    base: Quoted
    extras: tuple[tuple[Extra, int], ...]
    codes: tuple[Code, ...]
    bundles: tuple[Saving, ...] = ()

    def each(self, extra: Extra) -> int:
        return extra.amounts[self.base.window.key]

    @property
    def is_waived(self) -> bool:
        """Members for life pay no fee where the society says so (M10)."""
        is_free = self.catalogue.policy.lifetime_is_free
        is_member_price = self.base.category.is_for_members
        return is_free and is_member_price and self.buyer.membership.is_lifetime

    @property
    def fee(self) -> int:
        return 0 if self.is_waived else self.base.lines[0].amount

    @property
    def one_of_each(self) -> dict[str, int]:
        """What one of each extra costs; guests pay in full, whatever else is taken (P10)."""
        return {e.key: self.each(e) for e, _ in self.extras if e.kind is not ExtraKind.GUEST}

    @property
    def reducible(self) -> dict[str, int]:
        """What a code finds of each extra: all of them, less what a bundle has taken off."""
        one_of_each = self.one_of_each
        left = {e.key: n * one_of_each[e.key] for e, n in self.extras if e.key in one_of_each}
        for bundle, saved in self.bundles:
            shares = split_saving(saved, {key: one_of_each[key] for key in bundle.extras})
            left.update({key: left[key] - share for key, share in shares.items()})
        return left

    @property
    def openers(self) -> tuple[Code, ...]:
        """The codes without which this buyer could not take the category."""
        if may_take(self.base.category, self.buyer):
            return ()
        return tuple(each for each in self.codes if each.kind is CodeKind.OPENS)


def charges_of(basket: Basket, reductions: tuple[Reduction, ...]) -> Iterator[Charge]:
    """Every line before its tax: the fee, extras and guests, bundles, codes, dues."""
    yield from _fee_charges(basket, reductions)
    groups = {key: f"bundle:{bundle.key}" for bundle, _ in basket.bundles for key in bundle.extras}
    for extra, quantity in basket.extras:
        if extra.kind is ExtraKind.GUEST:
            yield from _guest_charges(basket, extra)
        else:
            line = _extra_line(basket, extra, quantity)
            yield Charge(line, extra.tax_class, groups.get(extra.key, f"extra:{extra.key}"))
    for bundle, saved in basket.bundles:
        reason, item = "Together at one price.", f"bundle:{bundle.key}"
        line = Line(bundle.title, reason, -saved, Kind.EXTRA, item)
        yield Charge(line, bundle_class(basket.catalogue, bundle.extras), item)
    for each in reductions:
        if each.item != FEE:
            line = _code_line(basket, each, Kind.EXTRA)
            tax_class = bundle_class(basket.catalogue, frozenset({each.item}))
            yield Charge(line, tax_class, groups.get(each.item, f"extra:{each.item}"))
    yield from _dues_charges(basket)


def _fee_charges(basket: Basket, reductions: tuple[Reduction, ...]) -> Iterator[Charge]:
    tax_class = basket.base.category.tax_class
    off_the_fee = [each for each in reductions if each.item == FEE]
    fee = basket.base.lines[0]
    if basket.wish.day:
        fee = replace(fee, title=f"{fee.title}, {spoken_day(basket.wish.day)}")
    if off_the_fee or basket.is_waived:
        # The saving is that of the whole basket then, not the one between two list prices.
        words = saving_words(fee.amount, basket.base.saving, basket.base.currency)
        fee = replace(fee, reason=fee.reason.removesuffix(words).rstrip())
    yield Charge(fee, tax_class, "fee")
    if fee.amount and basket.is_waived:
        reason = "Members for life pay no fee at this meeting."
        waiver = Line("Fee waived", reason, -fee.amount, item="waiver:lifetime")
        yield Charge(waiver, tax_class, "fee")
    for code in basket.openers:
        reason = f"Code {code.code}: opens this category."
        yield Charge(Line(code.title, reason, 0, item=f"code:{code.code}"), tax_class, "fee")
    for each in off_the_fee:
        yield Charge(_code_line(basket, each, Kind.FEE), tax_class, "fee")


def _extra_line(basket: Basket, extra: Extra, quantity: int) -> Line:
    each = basket.each(extra)
    title = extra.title if quantity == 1 else f"{quantity} × {extra.title}"
    reason = _period_words(basket, extra)
    if quantity > 1:
        price = format_money(each, basket.base.currency)
        reason = f"{quantity} × {price}. {reason}".rstrip()
    return Line(title, reason, quantity * each, Kind.EXTRA, extra.key, quantity)


def _guest_charges(basket: Basket, extra: Extra) -> Iterator[Charge]:
    for key, name in sorted(basket.wish.guests):
        if key == extra.key:
            title = f"{extra.title}: {name.strip()}"
            reason = f"Comes with you. {_period_words(basket, extra)}".rstrip()
            line = Line(title, reason, basket.each(extra), Kind.GUEST, key)
            yield Charge(line, extra.tax_class, f"guest:{key}")


def _period_words(basket: Basket, extra: Extra) -> str:
    """Until when this price holds, where another period has another price or none (P13)."""
    windows = basket.catalogue.table.windows
    prices = {extra.amounts.get(each.key) for each in windows}
    if len(prices) <= 1:
        return ""
    return f"Price until {announced_end(basket.base.window)}."


def _code_line(basket: Basket, reduction: Reduction, kind: Kind) -> Line:
    code = reduction.code
    reason = f"Code {code.code}: {code_words(code, basket.base.currency)}."
    return Line(code.title, reason, -reduction.amount, kind, f"code:{code.code}")


def _dues_charges(basket: Basket) -> Iterator[Charge]:
    wish = basket.wish
    offer = basket.catalogue.dues_for(wish.join_as) if wish.join_as else None
    if offer:
        reason = f"Membership from {spoken_day(offer.valid_from)} to {spoken_day(offer.valid_to)}."
        title = f"Membership dues: {offer.title}"
        line = Line(title, reason, offer.amount, Kind.DUES, dues_item(offer))
        yield Charge(line, "dues", "dues")
