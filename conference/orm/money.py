"""Money is integer minor units with a currency; never a float (P15)."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import format_decimal, get_currency_precision

LARGEST_DIGITS = 15  # far beyond any fee, and safe in a BIGINT
_WITH_POINT = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?|-?\.[0-9]+")
_WITH_COMMA = re.compile(r"-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]{1,2}")
_NO_AMOUNT = "Write the amount as digits, for example 450.00."


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
    """Minor units of "1,234.50", "1234.5" or "1.234,50": a comma before one or two last digits is
    a decimal one. Raises ValueError with a sentence for a person."""
    digits = minor_digits(currency)
    plain = "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())
    minor = _major(plain.removesuffix(currency)).scaleb(digits)
    if abs(minor) >= 10**LARGEST_DIGITS:
        raise ValueError(_NO_AMOUNT)
    if minor != minor.to_integral_value():
        raise ValueError(f"{currency} has {digits} decimals; write no more than that.")
    return int(minor)


def _major(plain: str) -> Decimal:
    if len(plain) <= 2 * LARGEST_DIGITS:
        if _WITH_POINT.fullmatch(plain):
            return Decimal(plain.replace(",", ""))
        if _WITH_COMMA.fullmatch(plain):
            return Decimal(plain.replace(".", "").replace(",", "."))
    raise ValueError(_NO_AMOUNT)


def round_half_up(value: Decimal | Fraction) -> int:
    """The nearest integer; a half goes away from zero (P15)."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_of(amount: int, percent: Decimal) -> int:
    """A percentage of an amount of minor units, rounded half-up once."""
    return round_half_up(Decimal(amount) * percent / 100)
