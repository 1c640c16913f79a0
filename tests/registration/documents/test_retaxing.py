"""Laws of taxing lines anew: the net stays, the tax is the new customer's, to the cent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conference.registration.catalogue import Catalogue, LineKind, PriceTable
from conference.registration.documents.retaxing import Retaxing, TaxedAs
from conference.registration.quoted import Line
from conference.registration.taxes import TaxTable
from tests.registration.documents.conftest import FEE, RATES

CATALOGUE = Catalogue(PriceTable("EUR", (), (), {}), taxes=TaxTable(RATES))
TO_GERMANY = Retaxing(CATALOGUE, "DE", "DE 1")
FROM_GERMANY = Retaxing(CATALOGUE, "GB", "", before=TaxedAs("DE", "DE 1"))

untaxed = st.lists(
    st.integers(1, 100_000).map(lambda net: Line("Fee", "", net, LineKind.FEE, "regular")),
    min_size=1,
    max_size=5,
)


@given(untaxed)
def test_retaxed_keeps_the_net_and_adds_the_tax(lines: list[Line]) -> None:
    after = FROM_GERMANY.retaxed(lines)
    assert [line.net for line in after] == [line.net for line in lines]
    assert all(line.tax_points == 2200 for line in after)
    assert all(abs(100 * line.tax - 22 * line.net) <= 50 for line in after)


@given(untaxed)
def test_retaxed_there_and_back_costs_what_it_did(lines: list[Line]) -> None:
    taxed = FROM_GERMANY.retaxed(lines)
    assert FROM_GERMANY.retaxed(TO_GERMANY.retaxed(taxed)) == taxed


@given(untaxed)
def test_retaxed_by_the_same_rate_changes_nothing(lines: list[Line]) -> None:
    taxed = FROM_GERMANY.retaxed(lines)
    assert FROM_GERMANY.retaxed(taxed) == taxed


@given(untaxed)
def test_retaxed_leaves_no_tax_on_nothing(lines: list[Line]) -> None:
    """A code that takes everything off takes all the tax off too."""
    free = Line("Code", "", -sum(e.amount for e in lines), LineKind.FEE, "code:FREE")
    after = FROM_GERMANY.retaxed([*lines, free])
    assert sum(line.amount for line in after) == sum(line.tax for line in after) == 0


def test_retaxed_prints_the_words_of_the_rate() -> None:
    (line,) = TO_GERMANY.retaxed([FEE])
    assert (line.amount, line.tax, line.tax_note) == (350_00, 0, RATES[1].note)


def test_priced_is_like_a_stored_price() -> None:
    fee = Line("Change", "", 24_40, LineKind.CHARGE, "invoice:1")
    assert FROM_GERMANY.priced(fee).tax == 4_40
    assert TO_GERMANY.priced(fee).amount == 20_00
