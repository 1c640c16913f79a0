"""Amounts as Stripe counts them, which is not always as ISO 4217 and we do.

Stripe, "Supported currencies": the zero-decimal currencies, the three-decimal ones (rounded to
tens), every other one in hundredths, also where our amounts have no decimals (RSD, ISK).
"""

from __future__ import annotations

from conference.orm.money import format_money, minor_digits

# Without ISK and UGX, which Stripe counts in hundredths.
ZERO_DECIMAL = frozenset((
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
))  # fmt: skip
THREE_DECIMAL = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
LARGEST = 99_999_999  # eight digits, for most currencies


class AmountNotCarded(ValueError):
    """A card cannot be charged with this amount; the text says why, for a person."""


def card_digits(currency: str) -> int:
    """How many decimals Stripe's amounts have in the currency."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def card_amount(amount: int, currency: str) -> int:
    """Our minor units as Stripe's. Raises AmountNotCarded."""
    shift = card_digits(currency) - minor_digits(currency)
    scaled, rest = _shifted(amount, shift)
    is_whole = rest == 0 and (card_digits(currency) < 3 or scaled % 10 == 0)
    if not is_whole:
        raise AmountNotCarded(
            f"Cards cannot be charged with exactly {format_money(amount, currency)}: in {currency} "
            "the last decimal must be 0. Please pay in another way."
        )
    if not 0 < scaled <= LARGEST:
        raise AmountNotCarded(
            f"Cards cannot be charged with {format_money(amount, currency)}. "
            "Please pay in another way."
        )
    return scaled


def own_amount(amount: int, currency: str) -> int:
    """Stripe's amount in our minor units: `own_amount(card_amount(x, c), c) == x`.

    What our units cannot hold is cut off, which no charge of ours has.
    """
    return _shifted(amount, minor_digits(currency) - card_digits(currency))[0]


def _shifted(amount: int, digits: int) -> tuple[int, int]:
    """The amount with the decimal point moved, and what is lost by it."""
    return (amount * 10**digits, 0) if digits >= 0 else divmod(amount, 10**-digits)
