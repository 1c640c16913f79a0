"""What must always be true of badges and arrivals."""

from __future__ import annotations

from badges.desk import invariants as _desk  # noqa: F401 -- registers the desk's
from badges.doors import invariants as _doors  # noqa: F401 -- registers the doors'
from badges.layouts import invariants as _layouts  # noqa: F401 -- registers those of layouts
from badges.leads import invariants as _leads  # noqa: F401 -- registers the leads'
from badges.offline import invariants as _offline  # noqa: F401 -- registers the devices'
from badges.papers import invariants as _papers  # noqa: F401 -- registers those of papers
from badges.printing import invariants as _printing  # noqa: F401 -- registers those of printing
from badges.tables import Badge, BadgePrint
from badges.temporary import invariants as _temporary  # noqa: F401 -- registers theirs
from conference.orm import invariant


@invariant("own-badge-code", "No two badges, and no badge and a void print, share a code.")
async def own_badge_code() -> list[str]:
    rows = await Badge.raw(
        "SELECT p.id FROM badges_badge_print p JOIN badges_badge b ON b.token_hash = p.token_hash"
        " WHERE b.id <> p.badge"
    )
    return [f"Print {row['id']} carries the code of another badge." for row in rows]


@invariant(
    "print-of-a-badge", "Every print belongs to a badge, and says when it was not the first."
)
async def print_of_a_badge() -> list[str]:
    orphans = await BadgePrint.raw(
        "SELECT p.id FROM badges_badge_print p LEFT JOIN badges_badge b ON b.id = p.badge"
        " WHERE b.id IS NULL"
    )
    return [f"Print {row['id']} belongs to no badge." for row in orphans]
