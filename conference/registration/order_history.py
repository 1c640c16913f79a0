"""The history of an order: what was done to it, by whom, why, and what it moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from conference.orm.money import format_money
from conference.orm.tables import AuditEntry
from conference.registration.order_queries import OrderDetail


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done to an order, by whom and why."""

    at: datetime
    verb: str
    by_name: str
    subject: str
    changes: tuple[str, ...]
    reason: str


async def history_of(meeting: UUID, order: OrderDetail) -> list[HistoryLine]:
    """Everything that the audit trail says of an order and its registration, oldest first."""
    rows = (
        await AuditEntry.select()
        .where(
            AuditEntry.meeting == meeting,
            AuditEntry.subject.is_in([order.code, *(each.code for each in order.registrations)]),
        )
        .order_by(AuditEntry.at)
        .order_by(AuditEntry.id)
    )
    return [_history_line(row, order.currency) for row in rows]


def _history_line(row: Mapping[str, Any], currency: str) -> HistoryLine:
    changes = json.loads(row["changes"])
    states = [f"{change[0] or 'new'} → {change[1]}" for change in [changes.get("state")] if change]
    return HistoryLine(
        at=row["at"],
        verb=row["verb"].replace("_", " ").capitalize(),
        by_name=row["actor_name"],
        subject=f"{row['subject_kind']} {row['subject']}",
        changes=(*(each.replace("_", " ") for each in states), *_moved(changes, currency)),
        reason=row["reason"],
    )


def _moved(changes: Mapping[str, Any], currency: str) -> Iterator[str]:
    """What was charged and paid before and after."""
    for name, word in (("total", "charged"), ("paid", "paid")):
        match changes.get(name):
            case [int(before), int(after)] if before != after:
                amounts = (format_money(each, currency) for each in (before, after))
                yield f"{word} {' → '.join(amounts)}"
