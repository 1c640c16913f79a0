"""A registration with everything that a change of it depends on, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from conference.membership.rules import Verdict
from conference.registration.catalogue import Buyer, Catalogue, Category, LineKind, Wish
from conference.registration.changes.rules.terms import Terms
from conference.registration.quoted import Line
from conference.registration.rules import RegistrationState
from conference.registration.windows import Window

OPEN_STATES = (RegistrationState.PENDING_PAYMENT, RegistrationState.CONFIRMED)
WAIVER = "waiver:"  # a charge that need not be paid, before the item of the charge
LIFETIME_WAIVER = f"{WAIVER}lifetime"


@dataclass(frozen=True, slots=True)
class HeldGuest:
    """An accompanying person; `extra` is the key of what was charged for them."""

    id: UUID
    extra: str
    name: str


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How many places of a group may still get another name (R02)."""

    size: int
    renamed: int
    percent: int
    until: date | None

    @property
    def most(self) -> int:
        return self.size * self.percent // 100

    def counts_on(self, day: date) -> bool:
        """Whether a renaming on this day is counted: before the deadline none is."""
        return self.until is not None and day > self.until


@dataclass(frozen=True, slots=True)
class Held:
    """A registration before a change. `lines` are what it is still charged for, summed per item;
    `counted_fee` is the fee from which a cancellation is counted.

    `total` and `paid` are those of its order, which may hold other registrations too; `bought` is
    the period whose price it has, `buyer` who its person is today.
    """

    code: str
    name: str
    state: RegistrationState
    category: str
    mode: str
    day: date | None
    lines: tuple[Line, ...]
    guests: tuple[HeldGuest, ...]
    total: int
    paid: int
    bill_country: str
    vat_number: str
    bought: Window | None
    catalogue: Catalogue
    terms: Terms
    today: date
    counted_fee: int = 0
    needs_proof: bool = False
    buyer: Buyer | None = None
    group: GroupRule | None = None
    has_come: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it can be changed at all: it holds a place and the meeting has not passed."""
        return self.state in OPEN_STATES

    @property
    def is_over(self) -> bool:
        return bool(self.catalogue.days) and self.today > self.catalogue.days[-1]

    @property
    def first_day(self) -> date:
        return self.terms.starts_on

    def days_before(self, days: int) -> date:
        """The last day of a right that ends so many days before the meeting."""
        return self.first_day - timedelta(days=days)

    @property
    def charged(self) -> int:
        return sum(line.amount for line in self.lines)

    def paid_for(self, lines: Iterable[Line]) -> int:
        """What was paid for some of its lines: money counts for the rest of the order first."""
        part = sum(line.amount for line in lines)
        return max(0, min(self.paid - (self.total - part), part))

    @property
    def has_paid(self) -> bool:
        """Whether any money has come for it."""
        return self.paid_for(self.lines) > 0

    def of_kind(self, *kinds: LineKind) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind in kinds)

    @property
    def fee(self) -> int:
        return sum(line.amount for line in self.of_kind(LineKind.FEE))

    @property
    def extras(self) -> dict[str, Line]:
        """The extras that are held, by key; what reduces them is left out."""
        extras = self.of_kind(LineKind.EXTRA)
        return {line.item: line for line in extras if ":" not in line.item and line.quantity > 0}

    @property
    def codes(self) -> tuple[str, ...]:
        """The discount codes that were used."""
        items = {line.item for line in self.lines if line.item.startswith("code:")}
        return tuple(sorted(item.removeprefix("code:") for item in items))

    @property
    def wish(self) -> Wish:
        """What is booked, as places are counted; codes keep theirs whatever changes."""
        return Wish(
            self.category,
            self.mode,
            self.day,
            extras=tuple((key, line.quantity) for key, line in self.extras.items()),
            guests=tuple((guest.extra, guest.name) for guest in self.guests),
            bill_country=self.bill_country,
            vat_number=self.vat_number,
        )

    @property
    def price_class(self) -> Category | None:
        return self.catalogue.table.category(self.category)

    def as_booked(self, category: str) -> Buyer:
        """The buyer who may have this category: what was tested once is not tested again (M05)."""
        found = self.catalogue.table.category(category)
        types = found.membership_types if found else frozenset()
        is_lifetime = any(line.item == LIFETIME_WAIVER for line in self.lines)
        reason = "Membership as it was tested then." if types else ""
        return Buyer(Verdict(True, reason, types, None, is_lifetime), is_office=True)
