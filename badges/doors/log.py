"""What was scanned at a door, and where a device said something else than we would have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.doors.door import Direction, Door, Look, Outcome
from badges.doors.rules import goes_through
from badges.tables import Scan
from conference.web import formats
from conference.web.sheets import csv_of

SHOWN = 200
HEADINGS = (
    "Time", "Direction", "Answer", "What was said", "Let in despite", "Reason", "Said offline",
    "Disagrees", "Registration", "Name", "Category", "Station", "By", "Received",
)  # fmt: skip
OF: Any = Scan.registration  # Piccolo's types reach one foreign key deep


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One scan as a list shows it."""

    id: UUID
    at: datetime
    received_at: datetime
    direction: Direction
    outcome: Outcome
    look: Look
    word: str
    said: str
    answered: str
    despite: str
    reason: str
    passed: bool
    station: str
    by_name: str
    code: str
    name: str
    category: str

    @property
    def sign(self) -> str:
        return "✓" if self.passed else "✕"

    @property
    def is_late(self) -> bool:
        """Whether it was made while the device was offline."""
        return bool(self.answered)


def disagrees(door: Door, line: ScanLine) -> bool:
    """Whether a device let somebody in, or did not, against what we answer."""
    if not line.answered:
        return False
    device = goes_through(door, Outcome(line.answered))
    return device is not goes_through(door, line.outcome)


async def scans_of(door: Door, limit: int = 0) -> tuple[ScanLine, ...]:
    """The scans at a door, the last first; all of them without a limit. One statement."""
    query = (
        Scan.select(
            Scan.id, Scan.at, Scan.received_at, Scan.direction, Scan.outcome, Scan.look, Scan.word,
            Scan.said, Scan.answered, Scan.despite, Scan.reason, Scan.passed, Scan.station,
            Scan.by_name, Scan.registration.code.as_alias("code"),
            OF.person.badge_name.as_alias("badge_name"),
            OF.person.registered_name.as_alias("registered_name"),
            OF.category.title.as_alias("category"), Scan.guest.name.as_alias("guest_name"),
        )
        .where(Scan.point == door.id)
        .order_by(Scan.at, ascending=False)
        .order_by(Scan.id)
    )  # fmt: skip
    rows = await (query.limit(limit) if limit else query)
    return tuple(_line(row) for row in rows)


def _line(row: dict[str, Any]) -> ScanLine:
    names = [row.pop(name) for name in ("guest_name", "badge_name", "registered_name")]
    own = {
        "direction": Direction(row["direction"]),
        "outcome": Outcome(row["outcome"]),
        "look": Look(row["look"]),
        "code": row["code"] or "",
        "name": next((name for name in names if name), ""),
        "category": row["category"] or "",
    }
    return ScanLine(**{**row, **own})


def log_csv(door: Door, lines: Iterable[ScanLine]) -> bytes:
    """Every scan with who, when, what was answered, and what a device had said."""
    return csv_of(HEADINGS, ([*_cells(door, each)] for each in lines))


def _cells(door: Door, line: ScanLine) -> Iterable[str]:
    yield formats.instant(line.at, door.zone)
    yield line.direction.value
    yield line.word
    yield line.said
    yield Outcome(line.despite).label if line.despite else ""
    yield line.reason
    yield Outcome(line.answered).label if line.answered else ""
    yield "yes" if disagrees(door, line) else ""
    yield from (line.code, line.name, line.category, line.station, line.by_name)
    yield formats.instant(line.received_at, door.zone)
