"""Reading proposals for many, and everybody that one may be about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.membership.rules import Verdict
from conference.registration import queries as registrations
from conference.registration.catalogue_queries import StoredCatalogue, catalogue_of
from conference.registration.changes.errors import UnknownBulkChange
from conference.registration.changes.held_queries import HeldRegistration, held_many
from conference.registration.changes.rules.bulk import BulkEntry, BulkKind, BulkSums, sum_up
from conference.registration.changes.rules.held import OPEN_STATES
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import BulkChange


@dataclass(frozen=True, slots=True)
class BulkProposal:
    """What was proposed for many, and what became of it."""

    id: UUID
    kind: BulkKind
    title: str
    by_name: str
    made_at: datetime
    applied_at: datetime | None
    entries: tuple[BulkEntry, ...]

    @property
    def sums(self) -> BulkSums:
        return sum_up(self.entries)


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One line of the list of proposals."""

    id: UUID
    title: str
    by_name: str
    made_at: datetime
    applied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """Registrations with what decides about each; verdicts only where a rule asks for them."""

    found: Mapping[UUID, HeldRegistration]
    verdicts: Mapping[UUID, Verdict]

    def verdict(self, each: HeldRegistration) -> Verdict | None:
        return self.verdicts.get(each.info.person.id)


async def everybody(kind: BulkKind, meeting: MeetingInfo, now: datetime) -> Concerned:
    """Everybody who is registered, for a proposal; some 25 statements per 5,000."""
    infos = await registrations.registrations_of_meeting(meeting.id, states=OPEN_STATES)
    return await _concerned(kind, infos, meeting, now)


async def those(
    kind: BulkKind, ids: Collection[UUID], meeting: MeetingInfo, now: datetime
) -> Concerned:
    """Some registrations as they are now, to be changed."""
    infos = list((await registrations.registrations_info(ids)).values())
    return await _concerned(kind, infos, meeting, now)


async def _concerned(
    kind: BulkKind, infos: list[RegistrationInfo], meeting: MeetingInfo, now: datetime
) -> Concerned:
    stored = await catalogue_of(meeting)
    found = await held_many(infos, meeting, stored, now)
    verdicts = await _verdicts(found, meeting, stored, now) if kind is BulkKind.DUES else {}
    return Concerned(found, verdicts)


async def _verdicts(
    found: Mapping[UUID, HeldRegistration],
    meeting: MeetingInfo,
    stored: StoredCatalogue,
    now: datetime,
) -> dict[UUID, Verdict]:
    """Who would be a member if open dues still counted today; such a verdict is provisional."""
    policy = stored.catalogue.policy
    return await membership.judge_people(
        {each.info.person.id for each in found.values()},
        meeting,
        now,
        test=policy.member_test,
        since=policy.call_opened_on,
        partners=stored.partners,
        accept_grace_until=meeting.local(now).date(),
    )


async def bulk_proposal(meeting: UUID, id: UUID) -> BulkProposal:
    """A proposal of the meeting with its lines. Raises UnknownBulkChange."""
    row = (
        await BulkChange.select().where(BulkChange.id == id, BulkChange.meeting == meeting).first()
    )
    if row is None:
        raise UnknownBulkChange
    return proposal_of_row(row)


def proposal_of_row(row: Mapping[str, Any]) -> BulkProposal:
    return BulkProposal(
        id=row["id"],
        kind=BulkKind(row["kind"]),
        title=row["title"],
        by_name=row["by_name"],
        made_at=row["created_at"],
        applied_at=row["applied_at"],
        entries=msgspec.json.decode(row["proposal"], type=tuple[BulkEntry, ...]),
    )


async def recent_bulk_changes(meeting: UUID, *, limit: int = 20) -> list[BulkLine]:
    """The latest proposals, newest first, without their lines."""
    rows = (
        await BulkChange.select(
            BulkChange.id,
            BulkChange.title,
            BulkChange.by_name,
            BulkChange.created_at.as_alias("made_at"),
            BulkChange.applied_at,
        )
        .where(BulkChange.meeting == meeting)
        .order_by(BulkChange.created_at, ascending=False)
        .limit(limit)
    )
    return [BulkLine(**row) for row in rows]
