"""What must always be true of doors."""

from __future__ import annotations

from badges.tables import Scan
from conference.orm import invariant


@invariant("ticket-once", "A ticket that opens a door once was used once.")
async def ticket_once() -> list[str]:
    rows = await Scan.raw(
        "SELECT s.id FROM badges_scan s WHERE s.once_key IS NOT NULL"
        " AND (s.outcome <> 'in' OR s.direction <> 'in' OR s.registration IS NULL)"
    )
    wrong = [f"Scan {row['id']} uses a ticket and let nobody in." for row in rows]
    more = await Scan.raw(
        "SELECT p.title, r.code FROM badges_scan s JOIN badges_check_point p ON p.id = s.point"
        " JOIN conference_registration r ON r.id = s.registration"
        " WHERE p.is_once_only AND NOT p.counts_out AND s.outcome = 'in' AND s.despite = ''"
        " AND s.once_key IS NULL"
        " AND EXISTS (SELECT 1 FROM badges_scan e WHERE e.point = s.point"
        " AND e.registration = s.registration AND e.once_key IS NOT NULL)"
    )
    return wrong + [f"{row['code']} came in at {row['title']} without a ticket." for row in more]


@invariant(
    "scan-passed", "Only somebody goes through a door, and only where we or a device said so."
)
async def scan_passed() -> list[str]:
    rows = await Scan.raw(
        "SELECT id FROM badges_scan WHERE passed AND (registration IS NULL"
        " OR (outcome NOT IN ('in', 'out', 'already')"
        " AND answered NOT IN ('in', 'out', 'already')))"
    )
    return [f"Scan {row['id']} let somebody through whom nobody let in." for row in rows]
