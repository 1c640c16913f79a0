"""The payment reference of an order, and finding it in what a bank hands on.

The reference is ISO 11649: RF, two check digits (mod 97), the order's code. Banks check it when it
is typed, and a mistyped one is noticed here instead of paying somebody else's order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from conference.orm.tokens import ALPHABET

ORDER_CODE_LENGTH = 8
SHORTEST_NUMBER = 5  # letters and digits of an invoice number that is looked for
NUMBER_PARTS = 3  # INV, 2027, 42
_MARK = "RF"
_LOOKALIKES = str.maketrans("OIL", "011")
_GAPS = re.compile(r"[\W_]+")
_RF = re.compile(rf"RF(\d\d)(?=([{ALPHABET}]{{{ORDER_CODE_LENGTH}}}))")
_PARTS = re.compile(r"[A-Z]+|\d+")


InvoiceIndex = Mapping[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class FoundReferences:
    """What a transfer's text names: known orders, and references that no known order has.

    `mistyped` holds references whose check digits do not fit, `foreign` those that fit and belong
    to no order of the meeting. `by_invoice`: the orders that only an invoice's number names.
    """

    codes: tuple[str, ...] = ()
    by_invoice: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def payment_reference(order_code: str) -> str:
    """ "RF65 7K3M 9QXA": what to write on a transfer, in groups of four (ISO 11649)."""
    whole = f"{_MARK}{check_digits(order_code)}{order_code}"
    return " ".join(whole[start : start + 4] for start in range(0, len(whole), 4))


def check_digits(order_code: str) -> str:
    """The two digits that make RF, digits and code divide by 97 with the remainder 1."""
    return f"{98 - _remainder(f'{order_code}{_MARK}00'):02}"


def is_valid_reference(text: str) -> bool:
    """Whether a reference, however spaced, has the check digits of its code."""
    squeezed = squeeze(text)
    code = squeezed[4:]
    return squeezed.startswith(_MARK) and bool(code) and _remainder(f"{code}{squeezed[:4]}") == 1


def squeeze(text: str) -> str:
    """Upper case, without spaces, line breaks and punctuation, O as 0, I and L as 1."""
    return _GAPS.sub("", text.upper()).translate(_LOOKALIKES)


def find_references(
    text: str, known: Collection[str], invoices: InvoiceIndex | None = None
) -> FoundReferences:
    """The orders that a text names, each once, in the order of the text.

    `known`: the codes of the meeting's orders. Spaces, line breaks, case, O for 0 and I or L for
    1 do not matter.
    """
    squeezed = squeeze(text)
    codes = tuple(dict.fromkeys(code for code in _windows(squeezed) if code in known))
    named = _invoiced(text, invoices) if invoices else ()
    strange = [each for each in _unknown_references(squeezed) if each[4:] not in known]
    return FoundReferences(
        codes=codes,
        by_invoice=tuple(dict.fromkeys(code for code in named if code not in codes)),
        mistyped=tuple(each for each in strange if not is_valid_reference(each)),
        foreign=tuple(each for each in strange if is_valid_reference(each)),
    )


def invoice_index(numbers: Mapping[str, str]) -> InvoiceIndex:
    """The number of each invoice, as people write it -> the code of its order.

    "ICIS-INV-2027-00042" is found as INV 2027/42, inv2027-00042 and INV202700042.
    """
    index = {}
    for number, code in numbers.items():
        parts = _PARTS.findall(number.upper())[-NUMBER_PARTS:]
        glued = _PARTS.findall("".join(parts))
        for spelling in (parts, glued):
            if len("".join(spelling)) >= SHORTEST_NUMBER:
                index[tuple(part.lstrip("0") or "0" for part in spelling)] = code
    return index


def _windows(squeezed: str) -> Iterator[str]:
    for start in range(len(squeezed) - ORDER_CODE_LENGTH + 1):
        yield squeezed[start : start + ORDER_CODE_LENGTH]


def _unknown_references(squeezed: str) -> list[str]:
    return list(dict.fromkeys(f"RF{found[1]}{found[2]}" for found in _RF.finditer(squeezed)))


def _invoiced(text: str, invoices: InvoiceIndex) -> Iterator[str]:
    parts = _invoice_parts(text)
    for start in range(len(parts)):
        for length in range(NUMBER_PARTS, 0, -1):
            if code := invoices.get(parts[start : start + length]):
                yield code
                break


def _invoice_parts(text: str) -> tuple[str, ...]:
    return tuple(part.lstrip("0") or "0" for part in _PARTS.findall(text.upper()))


def _remainder(text: str) -> int:
    """Mod 97 of the digits, where A is 10 and Z is 35."""
    return int("".join(str(int(char, 36)) for char in text)) % 97
