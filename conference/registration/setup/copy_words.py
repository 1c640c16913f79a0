"""What copying a part would change, thing by thing, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from conference.orm.money import format_money
from conference.registration.catalogue import MODE_WORDS
from conference.registration.changes.rules.terms import KIND_WORDS, Rung
from conference.registration.policy import Policy
from conference.registration.setup.price_setup import Copied, PriceSetup, windows_after
from conference.registration.taxes import TaxRate
from conference.registration.windows import Window, announced_end, announced_start


def tell_periods(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    here = {each.key: each for each in target.windows}
    for each in moved.windows:
        yield Copied(each.title, _window_words(here.get(each.key)), _window_words(each))


def _window_words(window: Window | None) -> str:
    return f"{announced_start(window)} to {announced_end(window)}" if window else ""


def tell_categories(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    for key, each in moved.categories.items():
        before = target.categories.get(key)
        yield _compared(each.category.title, before, each, moved.currency)


def _compared(title: str, before: object, after: object, currency: str) -> Copied:
    """A thing of many fields: what is new in it, by field."""
    if before is None:
        return Copied(title, "", "new")
    was, becomes = _flat(before, currency), _flat(after, currency)
    other = [name for name in becomes if was.get(name) != becomes[name]]
    return Copied(
        title,
        ", ".join(f"{n} {was.get(n)}" for n in other),
        ", ".join(f"{n} {becomes[n]}" for n in other),
    )


def _flat(thing: object, currency: str) -> dict[str, str]:
    """The fields of a dataclass and of those in it, in words."""
    found: dict[str, str] = {}
    for each in fields(thing):  # type: ignore[arg-type]
        value = getattr(thing, each.name)
        if hasattr(value, "__dataclass_fields__"):
            found |= _flat(value, currency)
        else:
            found[each.name.replace("_", " ")] = _plain(each.name, value, currency)
    return found


def _plain(name: str, value: object, currency: str) -> str:
    if isinstance(value, frozenset):
        return " ".join(sorted(value)) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {format_money(each, currency)}" for key, each in value.items())
    if name == "amount" and isinstance(value, int):
        return format_money(value, currency)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def tell_amounts(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    windows = {each.key: each.title for each in windows_after(moved, target)}
    for (category, window, mode), amount in moved.amounts.items():
        before = target.amounts.get((category, window, mode))
        setting = moved.categories.get(category)
        title = f"{setting.category.title if setting else category}, {windows.get(window, window)}"
        yield Copied(
            f"{title}, {MODE_WORDS.get(mode, mode)}",
            "" if before is None else format_money(before, target.currency),
            format_money(amount, moved.currency),
        )


def tell_extras(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    for key, each in moved.extras.items():
        yield _compared(each.extra.title, target.extras.get(key), each, moved.currency)


def tell_bundles(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    here = {each.key: each for each in target.bundles}
    for each in moved.bundles:
        yield _compared(each.title, here.get(each.key), each, moved.currency)


def tell_rules(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    for each in fields(Policy):
        if each.name != "prices_include_tax":
            before, after = getattr(target.policy, each.name), getattr(moved.policy, each.name)
            yield Copied(
                each.name.replace("_", " "),
                _plain(each.name, before, ""),
                _plain(each.name, after, ""),
            )


def tell_refunds(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    for kind, steps in moved.ladders.items():
        before = _ladder_words(target.ladders.get(kind, ()), target.currency)
        yield Copied(KIND_WORDS[kind], before, _ladder_words(steps, moved.currency))


def _ladder_words(steps: tuple[Rung, ...], currency: str) -> str:
    ordered = sorted(steps, key=lambda each: each.until_days, reverse=True)
    return "; ".join(
        f"{e.percent} % until {e.until_days} days before"
        + (f", less {format_money(e.fee, currency)}" if e.fee else "")
        for e in ordered
    )


def tell_taxes(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    here = {_rate_name(each): each for each in target.rates}
    for each in moved.rates:
        name = _rate_name(each)
        yield Copied(name, _rate_words(here.get(name)), _rate_words(each))
    kept = {_rate_name(each) for each in moved.rates}
    for name in sorted(here.keys() - kept) if moved.rates else ():
        yield Copied(name, _rate_words(here[name]), "")
    if moved.rates:
        words = ["without tax", "with tax"]
        yield Copied(
            "Prices are written",
            words[target.policy.prices_include_tax],
            words[moved.policy.prices_include_tax],
        )


def _rate_name(rate: TaxRate) -> str:
    where = rate.country or "any country"
    return f"{rate.tax_class}, {where}, {rate.customer.value}"


def _rate_words(rate: TaxRate | None) -> str:
    return f"{rate.basis_points / 100:g} % {rate.title}" if rate else ""


def tell_income(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    if moved.incomes and moved.incomes != target.incomes:
        before = (
            f"{len(target.incomes)} countries, {target.income_source}" if target.incomes else ""
        )
        after = f"{len(moved.incomes)} countries, {moved.income_source}"
        yield Copied("List", before, after + (" (other groups)" if before == after else ""))


def _list_words(setup: PriceSetup) -> str:
    return f"{len(setup.incomes)} countries, {setup.income_source}"


def tell_partners(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    for society, name in moved.partners.items():
        yield Copied(name, "partner" if society in target.partners else "", "partner")


def tell_places(moved: PriceSetup, target: PriceSetup) -> Iterator[Copied]:
    for key, words in (("meeting", "In the house"), ("virtual", "Virtual")):
        if key in moved.places:
            yield Copied(words, str(target.places.get(key, "")), str(moved.places[key]))
