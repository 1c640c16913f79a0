"""Money is integer minor units with a currency; never a float (P15)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import format_decimal, get_currency_precision

LARGEST_DIGITS = 15  # far beyond any fee, and safe in a BIGINT


def minor_digits(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217)."""
    return int(get_currency_precision(currency))


def format_money(amount: int, currency: str) -> str:
    """ "1,234.50 USD", "45,000 JPY": the amount in major units, then the currency's code."""
    digits = minor_digits(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    major = Decimal(amount).scaleb(-digits)
    return f"{format_decimal(major, pattern, locale='en')} {currency}"


def parse_money(text: str, currency: str) -> int:
    """Minor units of "1,234.50" or "1234.5"; raises ValueError with a sentence for a person."""
    plain = text.strip().removesuffix(currency).replace(",", "").replace(" ", "")
    digits = minor_digits(currency)
    try:
        minor = Decimal(plain).scaleb(digits)
    except ArithmeticError:
        raise ValueError("Write the amount as digits, for example 450.00.") from None
    if not minor.is_finite() or abs(minor) >= 10**LARGEST_DIGITS:
        raise ValueError("Write the amount as digits, for example 450.00.")
    if minor != minor.to_integral_value():
        raise ValueError(f"{currency} has {digits} decimals; write no more than that.")
    return int(minor)


def round_half_up(value: Decimal | Fraction) -> int:
    """The nearest integer; a half goes away from zero (P15)."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_of(amount: int, percent: Decimal) -> int:
    """A percentage of an amount of minor units, rounded half-up once."""
    return round_half_up(Decimal(amount) * percent / 100)
