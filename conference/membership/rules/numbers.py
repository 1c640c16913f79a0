"""Member numbers: how they are compared, and which one is next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_PATTERN = re.compile(r"(.*?)([0-9]+)", re.DOTALL)
LONGEST = 40


def number_key(number: str) -> str:
    """A member number as it is compared: no spaces, no leading zeros, capitals."""
    key = "".join(number.split()).upper()
    return (key.lstrip("0") or "0") if key.isdecimal() else key


def next_number(numbers: Iterable[str]) -> str:
    """The next free number in the society's own pattern: after SOS-0041 comes SOS-0042.

    The pattern is what most numbers begin with; "1" begins a roll that has none.
    """
    taken = [" ".join(number.split()) for number in numbers]
    found = [match for each in taken if (match := _PATTERN.fullmatch(each))]
    if not found:
        return _first_free("", 1, 1, taken)
    prefixes = Counter(match[1] for match in found if len(match[1]) < LONGEST // 2)
    prefix = min(prefixes, key=lambda each: (-prefixes[each], each), default="")
    digits = [match[2] for match in found if match[1] == prefix]
    highest = max((int(each) for each in digits), default=0)
    return _first_free(prefix, highest + 1, max(map(len, digits), default=1), taken)


def _first_free(prefix: str, number: int, width: int, taken: Iterable[str]) -> str:
    keys = {number_key(each) for each in taken}
    while number_key(f"{prefix}{number:0{width}}") in keys:
        number += 1
    return f"{prefix}{number:0{width}}"
