"""What comes of asking for a price: lines with their reasons, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conference.registration.catalogue import Category, LineKind, Wish
from conference.registration.windows import Window


class Obstacle(StrEnum):
    UNKNOWN = "unknown"
    CLOSED = "closed"
    OFFICE_ONLY = "office_only"
    MEMBERS_ONLY = "members_only"
    INCOME = "income"
    NOT_OFFERED = "not_offered"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class NotForSale:
    """Why there is no price now, beside which field, and when the next window opens if any."""

    obstacle: Obstacle
    sentence: str
    opens: Window | None = None
    field: str = "category"


@dataclass(frozen=True, slots=True)
class Line:
    """One charge with its reason; `amount` is what is paid, `tax` the part of it that is tax."""

    title: str
    reason: str
    amount: int
    kind: LineKind = LineKind.FEE
    item: str = ""
    quantity: int = 1
    tax: int = 0
    tax_points: int = 0
    tax_note: str = ""

    @property
    def net(self) -> int:
        return self.amount - self.tax


@dataclass(frozen=True, slots=True)
class Quoted:
    """A price with its reasons. `saving` is what membership saves, `forgone` what it would.

    `wish` is what was asked for, with only the codes that were used; `notes` are sentences that
    belong to no line: a code that was not used, and why.
    """

    category: Category
    window: Window
    mode: str
    currency: str
    lines: tuple[Line, ...]
    saving: int
    forgone: int
    tested_on: date | None
    expires_at: datetime
    wish: Wish
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def compared(self) -> int:
        """What a non-member pays for the same."""
        return self.total + self.saving

    @property
    def member_price(self) -> int:
        """What a member pays for the same."""
        return self.total - self.forgone


@dataclass(frozen=True, slots=True)
class Choice:
    """One category as offered to one person at one instant: a price, or why there is none."""

    category: Category
    quoted: Quoted | None
    refused: NotForSale | None
