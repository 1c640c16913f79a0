"""The QR codes of certificates: an address that ends in the certificate's code.

A file of many certificates holds many addresses of one length that differ in the code only. For a
fixed version, level and mask a symbol is an affine function over GF(2) of the payload's bits, so
the `qrcode` library gives the symbol of one address and what each bit of the code changes in it;
the others follow by XOR. A few are simply asked of the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from badges.papers.content import CODE_LENGTH

QUIET_ZONE = 4  # modules, on every side
MASK = 2  # any mask is legal; a fixed one keeps the function affine
MANY = 100  # from so many on the table is the faster way
ASCII_BITS = 7


@dataclass(frozen=True, slots=True)
class Symbol:
    """Square, row by row, the first module in the highest bit; 1 is dark."""

    side: int
    modules: int

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """(column, row, length) of dark neighbours in a row."""
        bits = f"{self.modules:0{self.side * self.side}b}"
        for row in range(self.side):
            line = bits[row * self.side : (row + 1) * self.side]
            column = line.find("1")
            while column >= 0:
                end = line.find("0", column)
                end = self.side if end < 0 else end
                yield column, row, end - column
                column = line.find("1", end)


def symbols_of(addresses: Sequence[str]) -> list[Symbol]:
    """The symbol of each address."""
    make = _from_table(addresses) if len(addresses) >= MANY else None
    return [make(each) if make else symbol_of(each) for each in addresses]


@lru_cache(maxsize=256)
def symbol_of(address: str, version: int | None = None) -> Symbol:
    """One symbol from the library, at level M and as small as the address allows."""
    code = qrcode.QRCode(
        version=version, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK
    )
    code.add_data(QRData(address.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=version is None)
    bits = "".join("1" if module else "0" for row in code.modules for module in row)
    return Symbol(len(code.modules), int(bits, 2))


def _from_table(addresses: Sequence[str]) -> Callable[[str], Symbol] | None:
    """How to make each from the table; None when they differ in more than the code."""
    prefixes = {each[:-CODE_LENGTH] for each in addresses}
    if len(prefixes) != 1 or not addresses[0].isascii():
        return None
    prefix = prefixes.pop()
    empty, changes = _table(prefix)

    def make(address: str) -> Symbol:
        modules = empty.modules
        for place, sign in enumerate(address[-CODE_LENGTH:].encode()):
            for bit in range(ASCII_BITS):
                if (sign ^ ord("0")) >> bit & 1:
                    modules ^= changes[place][bit]
        return Symbol(empty.side, modules)

    return make


@lru_cache(maxsize=8)
def _table(prefix: str) -> tuple[Symbol, tuple[tuple[int, ...], ...]]:
    """The symbol of a code of noughts, and what each bit of each character changes in it."""
    noughts = "0" * CODE_LENGTH
    empty = symbol_of(prefix + noughts)
    version = (empty.side - 17) // 4

    def change(place: int, bit: int) -> int:
        sign = chr(ord("0") ^ 1 << bit)
        code = noughts[:place] + sign + noughts[place + 1 :]
        return symbol_of(prefix + code, version).modules ^ empty.modules

    return empty, tuple(
        tuple(change(place, bit) for bit in range(ASCII_BITS)) for place in range(CODE_LENGTH)
    )
