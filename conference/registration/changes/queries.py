"""What a person may change, which registrations are theirs, and what was given up before."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration import queries as registrations
from conference.registration.changes.held_queries import (
    charges_of_codes,
    held_registration,
    terms_of,
)
from conference.registration.changes.rules.possible import Possible, possible_changes
from conference.registration.changes.rules.rebooking import GivenUpFee, given_up_fee
from conference.registration.queries import RegistrationInfo
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
    charges = await charges_of_codes([row["code"] for row in rows])
    found = (given_up_fee(row["code"], row["mode"], charges.get(row["code"], [])) for row in rows)
    return tuple(chain.from_iterable(found))
