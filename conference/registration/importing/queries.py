"""Reading imports of registrations: the proposal, and what is known of the people in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.membership.rules import Verdict
from conference.people import queries as people
from conference.people.rules import normal_address
from conference.registration import queries
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.importing.errors import UnknownImport
from conference.registration.importing.reading import BookingFile, RefusedLine
from conference.registration.importing.rules import Known, Outcome, ProposedBooking
from conference.registration.tables import RegistrationImport


@dataclass(frozen=True, slots=True)
class StoredBookings:
    """The part of a proposal that is kept as JSON."""

    bookings: tuple[ProposedBooking, ...]
    refusals: tuple[RefusedLine, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportInfo:
    """An import of registrations: read, applied, perhaps undone."""

    id: UUID
    file_name: str
    by_name: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    proposal: StoredBookings
    registrations: tuple[str, ...]

    def of(self, outcome: Outcome) -> tuple[ProposedBooking, ...]:
        return tuple(each for each in self.proposal.bookings if each.outcome is outcome)

    @property
    def total(self) -> int:
        return sum(each.total for each in self.of(Outcome.BOOK))

    @property
    def paid(self) -> int:
        return sum(each.row.paid for each in self.of(Outcome.BOOK))


async def known_people(
    file: BookingFile, meeting: MeetingInfo, stored: StoredCatalogue, now: datetime
) -> Known:
    """Who of a file is known, a member, or registered; a fixed number of statements."""
    held = await people.people_by_emails([row.email for row in file.rows])
    ids = {address: info.id for address, info in held.items()}
    policy = stored.catalogue.policy
    verdicts = await membership.judge_people(
        set(ids.values()),
        meeting,
        now,
        test=policy.member_test,
        since=policy.call_opened_on,
        partners=stored.partners,
        accept_grace_until=policy.dues_cutoff_on,
    )
    active = await queries.active_registrations_of_people(meeting.id, set(ids.values()))
    stranger = Verdict(False, "No membership is on the roll.")
    buyers = {}
    for row in file.rows:
        address = normal_address(row.email)
        person = held.get(address)
        country = person.country if person else row.country
        verdict = verdicts[person.id] if person else stranger
        income = stored.catalogue.incomes.get(country, "")
        buyers[address] = Buyer(verdict, country=country, income=income, is_office=True)
    registered = frozenset(address for address, id in ids.items() if id in active)
    return Known(ids, buyers, registered)


async def import_info(meeting: UUID, id: UUID) -> ImportInfo:
    """One import of the meeting. Raises UnknownImport."""
    row = (
        await RegistrationImport.select()
        .where(RegistrationImport.meeting == meeting, RegistrationImport.id == id)
        .first()
    )
    if row is None:
        raise UnknownImport
    return _info(row)


async def recent_imports(meeting: UUID, *, limit: int = 20) -> list[dict[str, Any]]:
    """The latest imports, newest first, without their lines."""
    rows: list[dict[str, Any]] = (
        await RegistrationImport.select(
            RegistrationImport.id,
            RegistrationImport.file_name,
            RegistrationImport.by_name,
            RegistrationImport.created_at,
            RegistrationImport.applied_at,
            RegistrationImport.undone_at,
        )
        .where(RegistrationImport.meeting == meeting)
        .order_by(RegistrationImport.created_at, ascending=False)
        .limit(limit)
    )
    return rows


def _info(row: Mapping[str, Any]) -> ImportInfo:
    return ImportInfo(
        id=row["id"],
        file_name=row["file_name"],
        by_name=row["by_name"],
        created_at=row["created_at"],
        applied_at=row["applied_at"],
        undone_at=row["undone_at"],
        proposal=msgspec.json.decode(row["proposal"], type=StoredBookings),
        registrations=msgspec.json.decode(row["registrations"], type=tuple[str, ...]),
    )
