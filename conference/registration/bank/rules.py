"""What a bank entry can be, what an order still takes, and what was taken from which entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from conference.registration.rules import Balance, OrderState

NOON = time(12)


class EntryState(StrEnum):
    """Open: to be matched. Matched: all of it paid orders. Debits are only listed."""

    OPEN = "open"
    MATCHED = "matched"
    IGNORED = "ignored"
    DEBIT = "debit"


ENTRY_WORDS: Mapping[EntryState, tuple[str, str]] = {
    EntryState.OPEN: ("To match", "warn"),
    EntryState.MATCHED: ("Matched", "good"),
    EntryState.IGNORED: ("Set aside", "info"),
    EntryState.DEBIT: ("Debit", "info"),
}


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came, as far as matching looks at it. `amount`: what is not allocated yet."""

    id: UUID
    booked_on: date
    amount: int
    currency: str
    payer: str = ""
    remittance: str = ""
    charges: int = 0
    is_reversal: bool = False
    statement: UUID | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An order, as far as matching looks at it; `names`: who orders, who comes, who is billed."""

    code: str
    state: OrderState
    balance: Balance
    currency: str
    names: tuple[str, ...] = ()

    @property
    def due(self) -> int:
        return self.balance.due

    @property
    def is_closed(self) -> bool:
        """No money is expected: expired, or cancelled with nothing kept."""
        if self.state is OrderState.EXPIRED:
            return True
        return self.state is OrderState.CANCELLED and not self.due


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a credit that pays an order."""

    code: str
    amount: int


def received_at(booked_on: date, zone: str) -> datetime:
    """Noon of the booking day where the meeting is, as the instant of the payment.

    A bank says a day and no hour: noon is that day in every rule that asks for days (P04).
    """
    return datetime.combine(booked_on, NOON, ZoneInfo(zone)).astimezone(UTC)


def rest(amount: int, allocated: Iterable[int]) -> int:
    """What of an entry's amount is still to be matched; never negative."""
    return max(0, amount - sum(allocated))
