"""What was printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from badges.faces.queries import chunks
from badges.tables import BadgePrint


@dataclass(frozen=True, slots=True)
class PrintInfo:
    at: datetime
    by_name: str
    reason: str
    note: str
    layout: str
    is_void: bool


async def prints_of(registration_id: UUID) -> tuple[PrintInfo, ...]:
    rows = (
        await BadgePrint.select(
            BadgePrint.printed_at.as_alias("at"),
            BadgePrint.by_name,
            BadgePrint.reason,
            BadgePrint.note,
            BadgePrint.layout,
            BadgePrint.token_hash,
            BadgePrint.badge.token_hash.as_alias("current"),
        )
        .where(BadgePrint.badge.registration == registration_id)
        .order_by(BadgePrint.printed_at, ascending=False)
    )
    return tuple(_print(row) for row in rows)


def _print(row: Mapping[str, Any]) -> PrintInfo:
    is_void = row["token_hash"] != row["current"]
    return PrintInfo(row["at"], row["by_name"], row["reason"], row["note"], row["layout"], is_void)


async def count_prints(ids: Collection[UUID]) -> dict[UUID, int]:
    """How often the badge of each registration was printed; absent: never."""
    found: dict[UUID, int] = {}
    for chunk in chunks(list(ids)):
        rows = (
            await BadgePrint.select(BadgePrint.badge.registration.as_alias("of"), Count())
            .where(BadgePrint.badge.registration.is_in(chunk))
            .group_by(BadgePrint.badge.registration)
        )
        found.update({row["of"]: int(row["count"]) for row in rows})
    return found
