"""What must always be true of temporary badges (G08)."""

from __future__ import annotations

from badges.tables import TemporaryBadge
from conference.orm import invariant


@invariant("one-temporary-number", "No two temporary badges of a meeting share a number.")
async def one_temporary_number() -> list[str]:
    rows = await TemporaryBadge.raw(
        "SELECT number, COUNT(*) AS times FROM badges_temporary_badge"
        " GROUP BY meeting, number HAVING COUNT(*) > 1"
    )
    return [f"Temporary badge {row['number']} exists {row['times']} times." for row in rows]


@invariant("own-temporary-code", "No temporary badge shares its code with another or a true badge.")
async def own_temporary_code() -> list[str]:
    twice = await TemporaryBadge.raw(
        "SELECT MIN(number) AS number FROM badges_temporary_badge"
        " GROUP BY token_hash HAVING COUNT(*) > 1"
    )
    of_badges = await TemporaryBadge.raw(
        "SELECT t.number FROM badges_temporary_badge t"
        " WHERE EXISTS (SELECT 1 FROM badges_badge b WHERE b.token_hash = t.token_hash)"
        " OR EXISTS (SELECT 1 FROM badges_badge_print p WHERE p.token_hash = t.token_hash)"
    )
    return [
        f"The code of temporary badge {row['number']} is on another badge."
        for row in [*twice, *of_badges]
    ]


@invariant("one-temporary-badge", "Nobody has two temporary badges in force, or another meeting's.")
async def one_temporary_badge() -> list[str]:
    twice = await TemporaryBadge.raw(
        "SELECT MIN(r.code) AS code FROM badges_temporary_badge t"
        " JOIN conference_registration r ON r.id = t.registration"
        " WHERE t.ended_at IS NULL GROUP BY t.registration HAVING COUNT(*) > 1"
    )
    elsewhere = await TemporaryBadge.raw(
        "SELECT r.code FROM badges_temporary_badge t"
        " JOIN conference_registration r ON r.id = t.registration WHERE r.meeting <> t.meeting"
    )
    return [f"{row['code']} has two temporary badges in force." for row in twice] + [
        f"{row['code']} has another meeting's temporary badge." for row in elsewhere
    ]
