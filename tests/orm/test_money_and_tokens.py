"""Money in minor units; codes that survive being typed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.orm import money, tokens


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (123450, "USD", "1,234.50 USD"),
        (45000, "JPY", "45,000 JPY"),
        (0, "EUR", "0.00 EUR"),
        (-990, "EUR", "-9.90 EUR"),
        (1234567, "KWD", "1,234.567 KWD"),
    ],
)
def test_format_money(amount: int, currency: str, text: str) -> None:
    assert money.format_money(amount, currency) == text


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD", "USD"]))
def test_parse_money_reads_what_format_money_writes(amount: int, currency: str) -> None:
    assert money.parse_money(money.format_money(amount, currency), currency) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("405,00", 40500),
        ("1.234,5", 123450),
        ("1,234", 123400),
        ("450.", 45000),
        ("-9,90", -990),
        ("１２．５", 1250),
    ],
)
def test_parse_money_reads_a_decimal_comma(text: str, amount: int) -> None:
    assert money.parse_money(text, "EUR") == amount


@pytest.mark.parametrize(
    "text", ["", "free", "1.005", "NaN", "1e400000", "1e9", "1_000", "1,23,4", "1,2,3.00", "."]
)
def test_parse_money_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        money.parse_money(text, "EUR")


def test_round_half_up_and_the_tax_example() -> None:
    assert money.round_half_up(Decimal("2.5")) == 3
    assert money.round_half_up(Fraction(-5, 2)) == -3
    assert 35000 + money.percent_of(35000, Decimal(22)) == 42700  # T02: 350.00 at 22 % is 427.00


def test_normalise_maps_what_people_misread() -> None:
    assert tokens.normalise(" abcO-i1l2 ") == "ABC01112"


@given(st.text(), st.integers(1, 51))
def test_derive_is_stable_and_in_the_alphabet(part: str, length: int) -> None:
    token = tokens.derive("secret", "badge", part, length=length)
    assert token == tokens.derive("secret", "badge", part, length=length)
    assert len(token) == length
    assert set(token) <= set(tokens.ALPHABET)


def test_derive_differs_by_purpose_part_and_secret() -> None:
    made = {
        tokens.derive("s", "badge", "a", "b"),
        tokens.derive("s", "badge", "ab"),
        tokens.derive("s", "ticket", "a", "b"),
        tokens.derive("t", "badge", "a", "b"),
    }
    assert len(made) == 4
