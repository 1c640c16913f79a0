"""What was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.tables import BadgePrint


@dataclass(frozen=True, slots=True)
class PrintInfo:
    """One print; `is_void`: its code opens nothing any more (G02)."""

    at: datetime
    by_name: str
    reason: str
    note: str
    layout: str
    station: str
    revision: int
    is_void: bool


async def prints_of(registration_id: UUID) -> tuple[PrintInfo, ...]:
    """Every print of one badge, the newest first; one statement."""
    rows = (
        await BadgePrint.select(
            BadgePrint.printed_at.as_alias("at"),
            BadgePrint.by_name,
            BadgePrint.reason,
            BadgePrint.note,
            BadgePrint.layout,
            BadgePrint.station,
            BadgePrint.revision,
            BadgePrint.token_hash,
            BadgePrint.badge.token_hash.as_alias("current"),
        )
        .where(BadgePrint.badge.registration == registration_id)
        .order_by(BadgePrint.printed_at, ascending=False)
    )
    return tuple(_print(row) for row in rows)


def _print(row: Mapping[str, Any]) -> PrintInfo:
    values = {name: each for name, each in row.items() if name not in ("token_hash", "current")}
    return PrintInfo(**values, is_void=row["token_hash"] != row["current"])
