"""Which presenting authors are registered and paid, as registration knows it (A09)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration

MANY = 5000


async def registered_and_paid(meeting: UUID, persons: Collection[UUID]) -> frozenset[UUID]:
    """Those of the persons whose registration is confirmed: it is so once the fee is paid (R02).

    One statement per 5,000 persons; somebody who still owes for an extra counts as registered.
    """
    wanted = list(dict.fromkeys(persons))
    found: set[UUID] = set()
    for start in range(0, len(wanted), MANY):
        rows = await Registration.select(Registration.person).where(
            Registration.meeting == meeting,
            Registration.state == RegistrationState.CONFIRMED.value,
            Registration.person.is_in(wanted[start : start + MANY]),
        )
        found.update(row["person"] for row in rows)
    return frozenset(found)
