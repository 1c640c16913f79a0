"""Temporary badges and whose they are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from badges.tables import TemporaryBadge as Row
from badges.temporary.rules import TemporaryBadge
from conference.orm import tokens

OF: Any = Row.registration  # Piccolo's types reach one foreign key deep
COLUMNS = (
    Row.id,
    Row.meeting,
    Row.number,
    Row.serial,
    Row.token_hash,
    Row.registration,
    Row.registration.code.as_alias("code"),
    OF.person.registered_name.as_alias("holder"),
    Row.linked_at,
    Row.linked_by,
    Row.ended_at,
)


async def temporary_badges(meeting: UUID) -> tuple[TemporaryBadge, ...]:
    """All of a meeting by number, linked and ended ones too; one statement."""
    rows = await Row.select(*COLUMNS).where(Row.meeting == meeting).order_by(Row.number)
    return tuple(_badge(row) for row in rows)


async def temporary_badge_of(token: str) -> TemporaryBadge | None:
    """The temporary badge that carries this code, of whatever meeting; one statement.

    It opens its `registration` only if it `is_in_force`: an ended one opens nothing (G08).
    """
    return await _one(Row.token_hash == tokens.digest(token))


async def temporary_numbered(meeting: UUID, number: int) -> TemporaryBadge | None:
    """The badge with this number; one statement."""
    return await _one((Row.meeting == meeting) & (Row.number == number))


async def temporary_of_registration(registration: UUID) -> TemporaryBadge | None:
    """The temporary badge in force of this registration; one statement."""
    return await _one((Row.registration == registration) & Row.ended_at.is_null())


async def last_number(meeting: UUID) -> int:
    """The highest number that was made; 0 for none."""
    row = (
        await Row.select(Row.number)
        .where(Row.meeting == meeting)
        .order_by(Row.number, ascending=False)
        .first()
    )
    return row["number"] if row else 0


async def _one(wanted: Any) -> TemporaryBadge | None:
    row = await Row.select(*COLUMNS).where(wanted).first()
    return _badge(row) if row else None


def _badge(row: dict[str, Any]) -> TemporaryBadge:
    return TemporaryBadge(**row | {"code": row["code"] or "", "holder": row["holder"] or ""})
