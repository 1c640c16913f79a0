"""The meeting's own numbers for its programme."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from schedule.tables import ProgrammePolicy


@dataclass(frozen=True, slots=True)
class ProgrammePolicyInfo:
    """Minutes between two sessions of a room; when two items are popular; who may embed."""

    changeover_minutes: int = 5
    popular_from: int = 5
    hosts: tuple[str, ...] = ()


async def policy_of(meeting: UUID) -> ProgrammePolicyInfo:
    """The meeting's policy; the defaults where it has none; one statement."""
    row = await ProgrammePolicy.select().where(ProgrammePolicy.meeting == meeting).first()
    if row is None:
        return ProgrammePolicyInfo()
    return ProgrammePolicyInfo(
        row["changeover_minutes"], row["popular_from"], tuple(row["hosts"].split())
    )
