"""Temporary badges: numbered, valid one day, given out while nothing can be printed. Pure (G08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from badges.faces.rules import grouped
from conference.orm import tokens

AT_ONCE = 50
MOST_AT_ONCE = 200
LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class TemporaryBadge:
    """One numbered badge, and whose it is; `holder` and `code` are of its registration."""

    id: UUID
    meeting: UUID
    number: int
    serial: UUID
    token_hash: str
    registration: UUID | None = None
    code: str = ""
    holder: str = ""
    linked_at: datetime | None = None
    linked_by: str = ""
    ended_at: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Whether it can be handed out and linked."""
        return self.registration is None and self.ended_at is None

    @property
    def is_in_force(self) -> bool:
        """Whether scanning it opens its person."""
        return self.registration is not None and self.ended_at is None

    def token(self, secret: str) -> str:
        """The 16 characters of its QR code, derived: printing it again is the same badge."""
        return tokens.derive(secret, "temporary-badge", self.id, self.serial, length=16)

    def readable(self, secret: str) -> str:
        return grouped(self.token(secret))


def read_number(text: str) -> int | None:
    """The number that was typed ("17", "No. 17"); None when it is something else, as a code is."""
    digits = text.strip().lower().removeprefix("no").lstrip(".").strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
        return int(digits)
    return None


def is_over(linked_at: datetime, now: datetime, zone: str) -> bool:
    """Whether the one day is past: the meeting's local day on which it was linked."""
    local = ZoneInfo(zone)
    return linked_at.astimezone(local).date() < now.astimezone(local).date()
