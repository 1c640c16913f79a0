"""What must always be true of doors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from badges.doors.door import HowOften
from badges.doors.rules import local_day
from badges.tables import Scan
from conference.orm import invariant


@invariant("ticket-once", "A ticket that opens a door once, or once a day, was used once.")
async def ticket_once() -> list[str]:
    rows = await Scan.raw(
        "SELECT s.id FROM badges_scan s WHERE s.once_key IS NOT NULL"
        " AND (s.outcome <> 'in' OR s.direction <> 'in' OR s.registration IS NULL)"
    )
    wrong = [f"Scan {row['id']} uses a ticket and let nobody in." for row in rows]
    more = await Scan.raw(
        "SELECT p.title, p.how_often, m.zone, r.code, s.at, e.at AS used_at"
        " FROM badges_scan s JOIN badges_check_point p ON p.id = s.point"
        " JOIN conference_meeting m ON m.id = p.meeting"
        " JOIN conference_registration r ON r.id = s.registration"
        " JOIN badges_scan e ON e.point = s.point AND e.registration = s.registration"
        "   AND e.once_key IS NOT NULL AND e.at <= s.at"
        " WHERE p.how_often <> 'always' AND NOT p.counts_out AND s.outcome = 'in'"
        " AND s.despite = '' AND s.once_key IS NULL"
    )
    again = {(row["code"], row["title"]) for row in more if _is_same_ticket(row)}
    return wrong + [f"{code} came in at {title} without a ticket." for code, title in sorted(again)]


def _is_same_ticket(row: Mapping[str, Any]) -> bool:
    """A ticket for each day is whole again on the next one."""
    days = (local_day(row[name], row["zone"]) for name in ("at", "used_at"))
    return row["how_often"] == HowOften.ONCE.value or len(set(days)) == 1


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
