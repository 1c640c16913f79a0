"""What the pack would hold now, and when each of its files was last made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.emergency.files import PackFile
from badges.temporary.queries import temporary_badges
from badges.temporary.rules import TemporaryBadge
from conference.meetings.rules import AttendanceMode
from conference.orm.tables import AuditEntry
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration


@dataclass(frozen=True, slots=True)
class LastMade:
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Pack:
    """`people` have a place in the hall; `new` of them were confirmed after the badges' file."""

    people: int
    new: int
    made: Mapping[PackFile, LastMade]
    temporary: Sequence[TemporaryBadge]

    @property
    def free(self) -> int:
        return sum(badge.is_free for badge in self.temporary)

    @property
    def linked(self) -> int:
        return sum(badge.is_in_force for badge in self.temporary)


async def pack_of(meeting: UUID) -> Pack:
    """Five or six statements, however many people there are."""
    made = {file: last for file in PackFile if (last := await _last_made(meeting, file))}
    since = made.get(PackFile.BADGES)
    people = await _count_confirmed(meeting)
    new = await _count_confirmed(meeting, Registration.confirmed_at > since.at) if since else 0
    return Pack(people, new, made, await temporary_badges(meeting))


async def _last_made(meeting: UUID, file: PackFile) -> LastMade | None:
    row = (
        await AuditEntry.select(AuditEntry.at, AuditEntry.actor_name)
        .where(AuditEntry.meeting == meeting, AuditEntry.verb == file.value)
        .order_by(AuditEntry.at, ascending=False)
        .first()
    )
    return LastMade(row["at"], row["actor_name"]) if row else None


async def _count_confirmed(meeting: UUID, *more: Any) -> int:
    found: int = await Registration.count().where(
        Registration.meeting == meeting,
        Registration.state == RegistrationState.CONFIRMED.value,
        Registration.mode == AttendanceMode.IN_PERSON.value,
        *more,
    )
    return found
