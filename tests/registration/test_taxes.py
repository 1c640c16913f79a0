"""Laws of tax: to the cent, per line, per item and per customer (T01, T02, P15)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.taxes import Customer, Taxed, TaxRate, TaxTable, tax_by_rate

ITALIAN = TaxTable((TaxRate("registration", 2200), TaxRate("dinner", 1000)))
NET = replace(ITALIAN, prices_include_tax=False)

amounts = st.integers(0, 10_000_000)
points = st.integers(0, 10_000)
rates = st.builds(
    TaxRate,
    st.sampled_from(["registration", "dinner"]),
    points,
    st.sampled_from(["", "DE", "IT"]),
    st.sampled_from(list(Customer)),
)
tables = st.builds(TaxTable, st.lists(rates, max_size=6).map(tuple), st.booleans())
customers = st.tuples(st.sampled_from(["", "DE", "IT", "JP"]), st.sampled_from(["", "VAT 1"]))
lines = st.lists(st.builds(Taxed, st.integers(-99_999, 99_999), st.integers(-9_999, 9_999), points))


@pytest.mark.parametrize(
    ("net", "tax_class", "gross"),
    [(350_00, "registration", 427_00), (580_00, "registration", 707_60), (50_00, "dinner", 55_00)],
)
def test_apply_puts_the_tax_on_top_of_net_prices(net: int, tax_class: str, gross: int) -> None:
    """T02: 350.00 at 22 % is 427.00, 580.00 is 707.60."""
    taxed = NET.apply(net, tax_class)
    assert (taxed.gross, taxed.net, taxed.tax) == (gross, net, gross - net)


def test_apply_finds_the_tax_in_prices_that_include_it() -> None:
    taxed = ITALIAN.apply(427_00, "registration")
    assert (taxed.gross, taxed.net, taxed.tax, taxed.basis_points) == (427_00, 350_00, 77_00, 2200)


def test_apply_leaves_the_net_price_to_a_customer_with_another_rate() -> None:
    business = TaxRate("registration", 0, "", Customer.BUSINESS, note="Reverse charge.")
    table = replace(ITALIAN, rates=(*ITALIAN.rates, business))
    taxed = table.apply(427_00, "registration", "DE", "DE 1")
    assert (taxed.gross, taxed.tax, taxed.note) == (350_00, 0, "Reverse charge.")
    assert table.apply(427_00, "registration", "DE").gross == 427_00  # without a VAT number


def test_apply_rounds_a_half_up() -> None:
    """P15: 0.05 at 10 % is half a cent of tax, which is a cent."""
    assert replace(NET, rates=(TaxRate("x", 1000),)).apply(5, "x").tax == 1


def test_rate_prefers_the_country_then_the_kind_of_customer() -> None:
    table = TaxTable(
        (
            TaxRate("x", 100),
            TaxRate("x", 200, customer=Customer.BUSINESS),
            TaxRate("x", 300, "DE"),
            TaxRate("x", 400, "DE", Customer.BUSINESS),
        )
    )
    found = [
        table.rate("x", country, number).basis_points
        for country, number in (("IT", ""), ("IT", "1"), ("DE", ""), ("DE", "1"))
    ]
    assert found == [100, 200, 300, 400]
    assert table.rate("other").basis_points == 0


@given(tables, amounts, customers)
def test_apply_splits_what_is_paid_into_net_and_tax(
    table: TaxTable, amount: int, customer: tuple[str, str]
) -> None:
    taxed = table.apply(amount, "registration", *customer)
    assert taxed.gross == taxed.net + taxed.tax
    assert 0 <= taxed.tax <= taxed.gross


@given(tables, amounts, customers)
def test_apply_is_right_to_half_a_cent(
    table: TaxTable, amount: int, customer: tuple[str, str]
) -> None:
    """The tax of the net is never further from the truth than the rounding of one line."""
    taxed = table.apply(amount, "registration", *customer)
    exact = Fraction(taxed.net * taxed.basis_points, 10_000)
    assert abs(taxed.tax - exact) <= Fraction(1, 2) + Fraction(taxed.basis_points, 20_000)


@given(amounts, points, st.booleans())
def test_apply_keeps_the_price_that_is_stored(amount: int, basis: int, includes: bool) -> None:
    """Who has the standard rate pays a gross price as it stands, and a net price as its net."""
    taxed = TaxTable((TaxRate("x", basis),), includes).apply(amount, "x")
    assert (taxed.gross if includes else taxed.net) == amount


@given(tables, amounts, amounts, customers)
def test_apply_never_makes_the_dearer_cheaper(
    table: TaxTable, one: int, other: int, customer: tuple[str, str]
) -> None:
    low, high = sorted((one, other))
    assert (
        table.apply(low, "registration", *customer).gross
        <= table.apply(high, "registration", *customer).gross
    )


@given(tables, customers)
def test_rate_does_not_depend_on_the_order_of_rates_that_differ(
    table: TaxTable, customer: tuple[str, str]
) -> None:
    unique = {(e.tax_class, e.country, e.customer): e for e in table.rates}.values()
    forwards = TaxTable(tuple(unique)).rate("registration", *customer)
    backwards = TaxTable(tuple(reversed(list(unique)))).rate("registration", *customer)
    assert forwards == backwards


@given(lines)
def test_tax_by_rate_adds_up_to_the_lines_in_any_order(found: list[Taxed]) -> None:
    sums = tax_by_rate(found)
    assert sum(net + tax for net, tax in sums.values()) == sum(line.gross for line in found)
    assert sum(tax for _, tax in sums.values()) == sum(line.tax for line in found)
    assert list(sums) == sorted(sums, reverse=True)
    assert tax_by_rate(reversed(found)) == sums
