"""The forms of an extra and of a bundle (P11, P13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conference.registration.catalogue import MODE_WORDS, Bundle, Catalogue, Extra, ExtraKind
from conference.registration.setup.limits import LIMIT, MOST
from conference.registration.setup.reading import Reading, Values, money_words
from conference.registration.windows import Window

KIND_WORDS: Mapping[ExtraKind, str] = {
    ExtraKind.EVENT: "Social event",
    ExtraKind.WORKSHOP: "Workshop or course",
    ExtraKind.GUEST: "Accompanying person",
    ExtraKind.GOODS: "Thing to take away",
    ExtraKind.SERVICE: "Service",
}


@dataclass(frozen=True, slots=True)
class ExtraSetting:
    """An extra with its place in the list and how many there are; None: no limit."""

    extra: Extra
    position: int
    limit: int | None


def price_field(window: str) -> str:
    """The field of the price in one period."""
    return f"price-{window}"


def extra_values(setting: ExtraSetting, currency: str) -> dict[str, object]:
    """A stored extra as its form shows it."""
    extra = setting.extra
    prices = {
        price_field(key): money_words(amount, currency) for key, amount in extra.amounts.items()
    }
    return {
        "title": extra.title,
        "explanation": extra.explanation,
        "kind": extra.kind.value,
        "most": extra.most,
        "modes": sorted(extra.modes),
        "categories": sorted(extra.categories),
        "tax_class": extra.tax_class,
        "is_on_sale": extra.is_on_sale,
        "position": setting.position,
        LIMIT: "" if setting.limit is None else setting.limit,
        **prices,
    }


def read_extra(
    values: Values, key: str, catalogue: Catalogue, tax_classes: set[str]
) -> ExtraSetting:
    """The extra that a form describes. Raises FormErrors with every field's sentence."""
    form, table = Reading(values), catalogue.table
    amounts = {
        each.key: form.optional_money(price_field(each.key), catalogue.currency)
        for each in table.windows
    }
    kind = form.choice("kind", set(ExtraKind))
    modes = form.choices("modes", MODE_WORDS)
    if not modes:
        form.refuse("modes", "Choose who may take it.")
    extra = Extra(
        key=key,
        title=form.text("title", 120, "Give the extra a title."),
        kind=ExtraKind(kind) if kind in set(ExtraKind) else ExtraKind.EVENT,
        explanation=form.text("explanation", 300),
        most=form.whole("most", 1, 99),
        modes=modes,
        categories=form.choices("categories", {each.key for each in table.categories}),
        tax_class=form.choice("tax_class", tax_classes),
        is_on_sale=form.flag("is_on_sale"),
        amounts={window: amount for window, amount in amounts.items() if amount is not None},
    )
    setting = ExtraSetting(
        extra, form.whole("position", 0, 999), form.optional_whole(LIMIT, 0, MOST)
    )
    form.check()
    return setting


def bundle_values(bundle: Bundle, currency: str) -> dict[str, object]:
    """A stored bundle as its form shows it."""
    return {
        "title": bundle.title,
        "extras": sorted(bundle.extras),
        "amount": money_words(bundle.amount, currency),
    }


def read_bundle(values: Values, key: str, catalogue: Catalogue) -> Bundle:
    """The bundle that a form describes: two or more extras of one tax class, none for guests.

    Raises FormErrors with every field's sentence.
    """
    form = Reading(values)
    keys = form.choices("extras", {each.key for each in catalogue.extras})
    bundle = Bundle(
        key=key,
        title=form.text("title", 120, "Give the bundle a title."),
        extras=keys,
        amount=form.money("amount", catalogue.currency),
    )
    if sentence := find_bundle_fault(bundle, catalogue):
        form.refuse("extras", sentence)
    form.check()
    return bundle


def amounts_of(catalogue: Catalogue, keys: frozenset[str], window: Window) -> dict[str, int]:
    """What each of these extras costs in a period; those that are not sold then are left out."""
    return {
        each.key: each.amounts[window.key]
        for each in catalogue.extras
        if each.key in keys and window.key in each.amounts
    }


def find_bundle_fault(bundle: Bundle, catalogue: Catalogue) -> str:
    """Why these extras cannot be one bundle; empty: they can (P11, T01)."""
    extras = [each for each in catalogue.extras if each.key in bundle.extras]
    if len(extras) < 2:
        return "Choose two or more extras."
    if any(each.kind is ExtraKind.GUEST for each in extras):
        return "Accompanying persons pay one by one; leave them out."
    if len({each.tax_class for each in extras}) > 1:
        return "These extras are taxed differently; a bundle has one tax class."
    return ""
