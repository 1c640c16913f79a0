"""The badge's QR code: 16 characters of Crockford's base 32 in version 1, level Q (21 modules).

For a fixed version, level, mask and length a QR symbol is an affine function over GF(2) of the
payload bits: Reed-Solomon is linear, and the mask and the function patterns are constants. In
alphanumeric mode each pair of characters is one 11-bit number, and every power of two below 2**11
is the number of some pair, so the `qrcode` library gives the whole basis in 89 calls, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil, floor

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_ALPHA_NUM, QRData

LENGTH = 16
MODULES = 21
QUIET_ZONE = 4  # modules, on every side
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PAIR_BITS = 11
MASK = 0  # any mask is legal; this one has the lowest mean penalty over random tokens
SIDE = MODULES + 2 * QUIET_ZONE  # modules of the whole code
MM_PER_INCH = 25.4
SMALLEST_MODULE_MM = 0.5
SMALLEST_MM = SIDE * SMALLEST_MODULE_MM  # 14.5; on whole dots a little more
OFFICE_DOTS = 300  # per inch: of what prints sheets, or half or a quarter of its dots


@dataclass(frozen=True, slots=True)
class Bar:
    """Dark modules side by side in one row; rows are counted from the top."""

    column: int
    row: int
    length: int


@dataclass(frozen=True, slots=True)
class Raster:
    """Where a code lies on the dots of one printer: its corner and its side, in millimetres."""

    x: float
    y: float
    module: float

    @property
    def side(self) -> float:
        return self.module * SIDE


@cache
def _symbol(text: str) -> int:
    """The symbol as one integer, row by row, the first module in the highest bit; 1 is dark."""
    code = qrcode.QRCode(version=1, error_correction=ERROR_CORRECT_Q, border=0, mask_pattern=MASK)
    code.add_data(QRData(text.encode("ascii"), mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=False)
    return int("".join("1" if module else "0" for row in code.modules for module in row), 2)


def _pair(number: int) -> str:
    return ALPHANUMERIC[number // 45] + ALPHANUMERIC[number % 45]


@cache
def _basis() -> tuple[int, tuple[tuple[int, ...], ...]]:
    """The symbol of sixteen noughts, and what each bit of each pair changes in it."""
    empty = _symbol("0" * LENGTH)
    pairs = range(LENGTH // 2)
    return empty, tuple(
        tuple(
            _symbol("00" * pair + _pair(1 << bit) + "00" * (LENGTH // 2 - pair - 1)) ^ empty
            for bit in range(PAIR_BITS)
        )
        for pair in pairs
    )


@cache
def _change(pair: int, text: str) -> int:
    """What a pair of characters at this place changes in the symbol of sixteen noughts."""
    number = ALPHANUMERIC.index(text[0]) * 45 + ALPHANUMERIC.index(text[1])
    changes = 0
    for bit, change in enumerate(_basis()[1][pair]):
        if number >> bit & 1:
            changes ^= change
    return changes


def symbol(token: str) -> int:
    """The 21 x 21 modules of a token as one integer, see `_symbol`.

    Raises ValueError for anything that is not 16 characters of the alphanumeric set.
    """
    if len(token) != LENGTH:
        raise ValueError(f"a badge token has {LENGTH} characters, not {len(token)}")
    modules = _basis()[0]
    for pair in range(LENGTH // 2):
        modules ^= _change(pair, token[2 * pair : 2 * pair + 2])
    return modules


def stretches(modules: str) -> Iterator[tuple[int, int]]:
    """Where the dark modules of a row begin, and how many stand side by side there."""
    column = modules.find("1")
    while column >= 0:
        end = modules.find("0", column)
        end = len(modules) if end < 0 else end
        yield column, end - column
        column = modules.find("1", end)


def bars(token: str) -> Iterator[Bar]:
    """The dark modules of a token, neighbours in a row merged into one bar."""
    rows = f"{symbol(token):0{MODULES * MODULES}b}"
    for row in range(MODULES):
        modules = rows[row * MODULES : (row + 1) * MODULES]
        yield from (Bar(column, row, length) for column, length in stretches(modules))


def module_dots(side_mm: float, dots_per_inch: int) -> int:
    """How many whole dots a module takes: as many as fit the side, never under half a millimetre.

    A box smaller than that is overstepped: a code that no scanner reads helps nobody.
    """
    dot = MM_PER_INCH / dots_per_inch
    return max(ceil(SMALLEST_MODULE_MM / dot), floor(side_mm / SIDE / dot + 1e-6))


def on_dots(x: float, y: float, width: float, height: float, dots_per_inch: int) -> Raster:
    """The code in the middle of a box on the page, its corner and its modules on whole dots."""
    dot = MM_PER_INCH / dots_per_inch
    module = module_dots(min(width, height), dots_per_inch) * dot
    left, top = x + (width - module * SIDE) / 2, y + (height - module * SIDE) / 2
    return Raster(round(left / dot) * dot, round(top / dot) * dot, module)
