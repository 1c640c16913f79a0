"""Tax per item and per customer, rounded half-up per line (T01, T02, P15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from conference.orm.money import round_half_up

WHOLE = 10_000  # basis points: 100 %


class Customer(StrEnum):
    """Who pays, as tax sees it: a business is one that gave a VAT number."""

    ANY = "any"
    BUSINESS = "business"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """The tax of a class of items for a customer; empty country and ANY match everybody."""

    tax_class: str
    basis_points: int
    country: str = ""
    customer: Customer = Customer.ANY
    title: str = "VAT"
    note: str = ""

    def suits(self, tax_class: str, country: str, customer: Customer) -> bool:
        return (
            self.tax_class == tax_class
            and self.country in ("", country)
            and self.customer in (Customer.ANY, customer)
        )

    @property
    def weight(self) -> tuple[bool, bool]:
        """A row for a country wins over one for everywhere, then one for a kind of customer."""
        return bool(self.country), self.customer is not Customer.ANY


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount with its tax: `gross` is paid, `tax` is the part of it that is tax."""

    gross: int
    tax: int
    basis_points: int = 0
    note: str = ""

    @property
    def net(self) -> int:
        return self.gross - self.tax


@dataclass(frozen=True, slots=True)
class TaxTable:
    """The rates of a meeting. Prices are stored with the standard tax, or without any (T02)."""

    rates: tuple[TaxRate, ...] = ()
    prices_include_tax: bool = True

    def rate(self, tax_class: str, country: str = "", vat_number: str = "") -> TaxRate:
        """The most specific rate for a customer; none: no tax."""
        customer = Customer.BUSINESS if vat_number else Customer.PRIVATE
        fitting = [each for each in self.rates if each.suits(tax_class, country, customer)]
        return max(fitting, key=lambda each: each.weight, default=TaxRate(tax_class, 0))

    def standard(self, tax_class: str) -> TaxRate:
        """The rate that stored prices include: the row for everybody."""
        for_all = [each for each in self.rates if each.weight == (False, False)]
        fitting = (each for each in for_all if each.tax_class == tax_class)
        return next(fitting, TaxRate(tax_class, 0))

    def apply(self, amount: int, tax_class: str, country: str = "", vat_number: str = "") -> Taxed:
        """A stored price as this customer pays it.

        Another rate than the standard one leaves the net price as it is: 427.00 with 22 % is
        350.00 for a customer without tax.
        """
        rate = self.rate(tax_class, country, vat_number)
        if not self.prices_include_tax:
            return _on_top(amount, rate)
        standard = self.standard(tax_class)
        if rate.basis_points == standard.basis_points:
            return within(amount, rate)
        net = amount - within(amount, standard).tax
        return _on_top(net, rate)


def within(gross: int, rate: TaxRate) -> Taxed:
    """A gross amount with the part of it that is tax."""
    net = round_half_up(Fraction(gross * WHOLE, WHOLE + rate.basis_points))
    return Taxed(gross, gross - net, rate.basis_points, rate.note)


def _on_top(net: int, rate: TaxRate) -> Taxed:
    tax = round_half_up(Fraction(net * rate.basis_points, WHOLE))
    return Taxed(net + tax, tax, rate.basis_points, rate.note)


def tax_by_rate(lines: Iterable[Taxed]) -> dict[int, tuple[int, int]]:
    """Basis points -> (net, tax) summed over lines, the highest rate first."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        net, tax = found.get(line.basis_points, (0, 0))
        found[line.basis_points] = net + line.net, tax + line.tax
    return dict(sorted(found.items(), reverse=True))
