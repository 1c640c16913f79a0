"""The catalogue as one customer pays it: every amount with that customer's tax (T01, T02)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from conference.registration.catalogue import Catalogue, Code, CodeKind
from conference.registration.quoted import Line
from conference.registration.taxes import within

STANDARD_CLASS = "registration"


@dataclass(frozen=True, slots=True)
class Charge:
    """A line before its tax. Lines of one `group` are an item and what is taken off it."""

    line: Line
    tax_class: str
    group: str


def customer_prices(
    catalogue: Catalogue, country: str, vat_number: str, category: str = ""
) -> Catalogue:
    """Every stored price turned into what this customer pays, tax included.

    A sum that a code takes off the fee is taxed like the fee of the `category` that is asked for.
    """

    def gross(amount: int, tax_class: str) -> int:
        return catalogue.taxes.apply(amount, tax_class, country, vat_number).gross

    classes = {each.key: each.tax_class for each in catalogue.table.categories}
    fee_class = classes.get(category, STANDARD_CLASS)
    amounts = {
        cell: gross(amount, classes[cell[0]]) for cell, amount in catalogue.table.amounts.items()
    }
    extras = tuple(
        replace(e, amounts={w: gross(a, e.tax_class) for w, a in e.amounts.items()})
        for e in catalogue.extras
    )
    return replace(
        catalogue,
        table=replace(catalogue.table, amounts=amounts),
        extras=extras,
        bundles=tuple(
            replace(b, amount=gross(b.amount, bundle_class(catalogue, b.extras)))
            for b in catalogue.bundles
        ),
        codes=tuple(_taxed(each, gross(each.value, fee_class)) for each in catalogue.codes),
        dues=tuple(replace(each, amount=gross(each.amount, "dues")) for each in catalogue.dues),
    )


def bundle_class(catalogue: Catalogue, extras: frozenset[str]) -> str:
    """The tax class of a bundle: that of its extras, which share one."""
    first = catalogue.extra_named(min(extras)) if extras else None
    return first.tax_class if first else STANDARD_CLASS


def with_taxes(
    charges: Iterable[Charge], catalogue: Catalogue, country: str, vat_number: str
) -> tuple[Line, ...]:
    """The lines, each with the part of its amount that is tax, rounded half-up (P15).

    What is taken off an item takes the tax along that the rest no longer bears: rounding twice
    never leaves a cent of tax on nothing.
    """
    gross: dict[str, int] = defaultdict(int)
    tax: dict[str, int] = defaultdict(int)
    lines = []
    for each in charges:
        rate = catalogue.taxes.rate(each.tax_class, country, vat_number)
        amount, group = each.line.amount, each.group
        if amount < 0:
            part = within(gross[group] + amount, rate).tax - tax[group]
        else:
            part = within(amount, rate).tax
        gross[group] += amount
        tax[group] += part
        lines.append(replace(each.line, tax=part, tax_points=rate.basis_points, tax_note=rate.note))
    return tuple(lines)


def _taxed(code: Code, gross: int) -> Code:
    return replace(code, value=gross) if code.kind in (CodeKind.AMOUNT, CodeKind.PRICE) else code
