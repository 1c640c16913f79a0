"""What a bank's statement says, whatever file it came in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_ENTRIES = 5_000
LONGEST_PAYER, LONGEST_REMITTANCE, LONGEST_REFERENCE = 200, 2_000, 120
SHOWN_OF_A_LINE = 120


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """One booking: a credit (positive) or a debit (negative), in minor units.

    `is_reversal`: the bank takes an earlier booking back. `charges`: what it says it kept.
    """

    line: int
    booked_on: date
    amount: int
    currency: str
    payer: str = ""
    remittance: str = ""
    bank_reference: str = ""
    charges: int = 0
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that was left out, or something that does not add up. `line` 0: the whole file."""

    line: int
    sentence: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StatementFile:
    """What a file holds; `problem` if it is no statement at all."""

    entries: tuple[BookedEntry, ...] = ()
    remarks: tuple[Remark, ...] = ()
    account: str = ""
    how: str = ""
    problem: str = ""


def entry_keys(entries: Iterable[BookedEntry]) -> tuple[str, ...]:
    """A key for each entry: the same booking in two overlapping statements has the same key.

    Two bookings that do not differ in anything are told apart by their order within the file.
    """
    seen: Counter[str] = Counter()
    keys = []
    for entry in entries:
        what = _digest(
            entry.booked_on.isoformat(),
            entry.amount,
            entry.currency,
            _plain(entry.payer),
            _plain(entry.remittance),
            _plain(entry.bank_reference),
        )
        seen[what] += 1
        keys.append(_digest(what, seen[what]))
    return tuple(keys)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
