"""What must always be true of badges and arrivals."""

from __future__ import annotations

from badges.tables import Badge, BadgePrint, CheckIn
from conference.orm import invariant
from conference.registration.rules import RegistrationState


@invariant("one-check-in", "Nobody is in twice: one active check-in a registration.")
async def one_check_in() -> list[str]:
    rows = await CheckIn.raw(
        "SELECT registration, COUNT(*) AS times FROM badges_check_in"
        " WHERE undone_at IS NULL GROUP BY registration HAVING COUNT(*) > 1"
    )
    twice = [f"Registration {row['registration']} is in {row['times']} times." for row in rows]
    lost = await CheckIn.raw(
        "SELECT id FROM badges_check_in WHERE (undone_at IS NULL) <> (active_key IS NOT NULL)"
    )
    return twice + [f"Check-in {row['id']} is both undone and active, or neither." for row in lost]


@invariant("own-badge-code", "No two badges, and no badge and a void print, share a code.")
async def own_badge_code() -> list[str]:
    rows = await Badge.raw(
        "SELECT p.id FROM badges_badge_print p JOIN badges_badge b ON b.token_hash = p.token_hash"
        " WHERE b.id <> p.badge"
    )
    return [f"Print {row['id']} carries the code of another badge." for row in rows]


@invariant("check-in-confirmed", "Nobody comes in after their registration was cancelled.")
async def check_in_confirmed() -> list[str]:
    rows = await CheckIn.select(CheckIn.registration.code.as_alias("code")).where(
        CheckIn.active_key.is_not_null(),
        CheckIn.registration.state == RegistrationState.CANCELLED.value,
        CheckIn.at > CheckIn.registration.cancelled_at,
    )
    return [f"Registration {row['code']} is cancelled and yet came in later." for row in rows]


@invariant(
    "print-of-a-badge", "Every print belongs to a badge, and says when it was not the first."
)
async def print_of_a_badge() -> list[str]:
    orphans = await BadgePrint.raw(
        "SELECT p.id FROM badges_badge_print p LEFT JOIN badges_badge b ON b.id = p.badge"
        " WHERE b.id IS NULL"
    )
    return [f"Print {row['id']} belongs to no badge." for row in orphans]
