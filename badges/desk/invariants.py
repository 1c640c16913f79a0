"""What must always be true of arrivals, of those let in by a supervisor, and of who collects."""

from __future__ import annotations

from badges.admission.rules import OVERRIDABLE
from badges.tables import CheckIn, Override, PickUp
from conference.orm import invariant
from conference.registration.rules import RegistrationState

_COUNTS = "undone_at IS NULL AND duplicate_of IS NULL"


@invariant("one-check-in", "Nobody is in twice: one check-in of a registration counts.")
async def one_check_in() -> list[str]:
    rows = await CheckIn.raw(
        f"SELECT registration, COUNT(*) AS times FROM badges_check_in WHERE {_COUNTS}"  # noqa: S608
        " GROUP BY registration HAVING COUNT(*) > 1"
    )
    twice = [f"Registration {row['registration']} is in {row['times']} times." for row in rows]
    lost = await CheckIn.raw(
        f"SELECT id FROM badges_check_in WHERE ({_COUNTS}) <> (active_key IS NOT NULL)"  # noqa: S608
    )
    wrong = "neither counts nor is taken back or a duplicate, or is two of these."
    return twice + [f"Check-in {row['id']} {wrong}" for row in lost]


@invariant("duplicate-check-in", "A duplicate names an earlier check-in of the same person.")
async def duplicate_check_in() -> list[str]:
    rows = await CheckIn.raw(
        "SELECT d.id FROM badges_check_in d JOIN badges_check_in f ON f.id = d.duplicate_of"
        " WHERE f.registration <> d.registration OR f.at > d.at OR f.id = d.id"
    )
    return [f"Check-in {row['id']} is no duplicate of the one it names." for row in rows]


@invariant("check-in-confirmed", "Nobody comes in after their registration was cancelled.")
async def check_in_confirmed() -> list[str]:
    """Unless a supervisor let them, or a device without a network could not know."""
    rows = await CheckIn.raw(
        "SELECT r.code FROM badges_check_in c JOIN conference_registration r"
        " ON r.id = c.registration WHERE c.active_key IS NOT NULL AND c.received_at IS NULL"
        " AND r.state = {} AND c.at > r.cancelled_at"
        " AND r.id NOT IN (SELECT registration FROM badges_override WHERE refusal = 'cancelled')",
        RegistrationState.CANCELLED.value,
    )
    return [f"Registration {row['code']} is cancelled and yet came in later." for row in rows]


@invariant("override-says-why", "An override names a refusal that may be let go, and a reason.")
async def override_says_why() -> list[str]:
    rows = await Override.select(
        Override.registration.code.as_alias("code"), Override.refusal, Override.reason
    )
    return [
        f"The override of {row['code']} names {row['refusal'] or 'nothing'} and says "
        f"“{row['reason']}”."
        for row in rows
        if row["refusal"] not in OVERRIDABLE or not row["reason"].strip()
    ]


@invariant("collected-with-id", "Nobody collected a badge for another without their ID seen (G06).")
async def collected_with_id() -> list[str]:
    rows = await PickUp.select(PickUp.registration.code.as_alias("code")).where(
        PickUp.collected_at.is_not_null(), PickUp.id_was_seen.eq(False)
    )
    return [f"The badge of {row['code']} was collected and no ID was seen." for row in rows]
