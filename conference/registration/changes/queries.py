"""What a person may change, which registrations are theirs, and what was given up before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration import queries as registrations
from conference.registration.catalogue import LineKind
from conference.registration.changes.held_queries import (
    held_registration,
    lines_of_codes,
    terms_of,
)
from conference.registration.changes.rules.possible import Possible, possible_changes
from conference.registration.changes.rules.rebooking import GivenUpFee
from conference.registration.changes.rules.refunds import GIVEN_UP
from conference.registration.queries import RegistrationInfo
from conference.registration.quoted import Line
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration

__all__ = ["given_up_fees", "my_changes", "registration_for", "terms_of"]


async def my_changes(
    info: RegistrationInfo, meeting: MeetingInfo, now: datetime
) -> tuple[Possible, ...]:
    """What somebody can do with a registration now, and until when."""
    found = await held_registration(info, meeting, now)
    return possible_changes(found.held, now)


async def registration_for(person: UUID, code: str) -> RegistrationInfo | None:
    """A registration that a person may change: their own, or one on an order that they pay."""
    row = (
        await Registration.select(Registration.id)
        .where(
            Registration.code == registrations.readable(code),
            (Registration.person == person) | (Registration.order.person == person),
        )
        .first()
    )
    return await registrations.registration_info(row["id"]) if row else None


async def given_up_fees(meeting: UUID, person: UUID) -> tuple[GivenUpFee, ...]:
    """What a person gave up at the meeting before: whoever books again gains nothing (M03)."""
    rows = await Registration.select(Registration.code, Registration.mode).where(
        Registration.meeting == meeting,
        Registration.person == person,
        Registration.state == RegistrationState.CANCELLED.value,
        Registration.confirmed_at.is_not_null(),
    )
    lines = await lines_of_codes([row["code"] for row in rows])
    return tuple(_given_up(row["code"], row["mode"], lines.get(row["code"], [])) for row in rows)


def _given_up(code: str, mode: str, lines: Collection[Line]) -> GivenUpFee:
    """The fee as it stood when it was given up, and what was kept of it then."""
    fee_lines = [line for line in lines if line.kind is LineKind.FEE]
    stays = sum(line.amount for line in fee_lines)
    given_up = -sum(line.amount for line in fee_lines if line.reason == GIVEN_UP)
    kept = sum(line.amount for line in lines if line.item == f"kept:{LineKind.FEE}")
    return GivenUpFee(code, mode, stays + given_up, stays + kept)
