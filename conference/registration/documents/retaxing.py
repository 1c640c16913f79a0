"""The tax of lines for another customer: a corrected bill-to may change the rate (T01)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conference.registration.catalogue import Catalogue, LineKind
from conference.registration.customer import bundle_class
from conference.registration.quoted import Line
from conference.registration.taxes import Taxed, TaxTable

STANDARD_CLASS = "registration"


@dataclass(frozen=True, slots=True)
class TaxedAs:
    """What a rate asks of a customer; at first everybody is a private one of no country."""

    country: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Retaxing:
    """What is for sale, with the tax class of each thing; who is to pay, and who was `before`."""

    catalogue: Catalogue
    country: str
    vat_number: str
    before: TaxedAs = TaxedAs()

    def retaxed(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The lines as this customer pays them: the net stays, the tax follows the rate.

        A line whose rate stays is left to the cent as it was. What is taken off takes the tax
        along that the rest no longer bears, so that no cent of tax is left on nothing (P15).
        """
        nets: dict[tuple[LineKind, str], int] = defaultdict(int)
        taxes: dict[tuple[LineKind, str], int] = defaultdict(int)
        found = []
        for line in lines:
            tax_class = self._class_of(line, lines)
            group = (line.kind, tax_class)
            whole = self._on_top(nets[group] + line.net, tax_class)
            own = self._on_top(line.net, tax_class)
            tax = own.tax if line.net >= 0 else whole.tax - taxes[group]
            nets[group] += line.net
            taxes[group] += tax
            found.append(_with_tax(line, replace(own, gross=line.net + tax, tax=tax)))
        return tuple(found)

    def priced(self, line: Line) -> Line:
        """A new charge, written like a stored price, as this customer pays it (T02)."""
        taxes = self.catalogue.taxes
        taxed = taxes.apply(line.amount, STANDARD_CLASS, self.country, self.vat_number)
        return _with_tax(replace(line, tax_points=-1), taxed)

    def _on_top(self, net: int, tax_class: str) -> Taxed:
        on_top = TaxTable(self.catalogue.taxes.rates, prices_include_tax=False)
        return on_top.apply(net, tax_class, self.country, self.vat_number)

    def _class_of(self, line: Line, beside: Sequence[Line]) -> str:
        """The tax class of what a line is about; a reduction has that of what it reduces.

        What is no longer for sale is known by the rate that was charged.
        """
        alike = [e for e in beside if e.kind is line.kind and e.tax_points == line.tax_points]
        found = (_named_class(each, self.catalogue) for each in (line, *alike))
        return next((each for each in found if each), "") or self._class_with(line.tax_points)

    def _class_with(self, points: int) -> str:
        taxes, before = self.catalogue.taxes, self.before
        known = dict.fromkeys((STANDARD_CLASS, *(each.tax_class for each in taxes.rates)))
        charged = {
            each: taxes.rate(each, before.country, before.vat_number).basis_points for each in known
        }
        return next((each for each in known if charged[each] == points), STANDARD_CLASS)


def _with_tax(line: Line, taxed: Taxed) -> Line:
    points, note = taxed.basis_points, taxed.note
    if points == line.tax_points:
        return replace(line, tax_note=note)
    return replace(line, amount=taxed.gross, tax=taxed.tax, tax_points=points, tax_note=note)


def _named_class(line: Line, catalogue: Catalogue) -> str:
    if line.kind is LineKind.DUES:
        return "dues"
    if line.kind is LineKind.FEE:
        category = catalogue.table.category(line.item)
        return category.tax_class if category else ""
    if line.item.startswith("bundle:"):
        key = line.item.removeprefix("bundle:")
        bundle = next((each for each in catalogue.bundles if each.key == key), None)
        return bundle_class(catalogue, bundle.extras) if bundle else ""
    extra = catalogue.extra_named(line.item)
    return extra.tax_class if extra else ""
