"""What must always be true of what devices told us."""

from __future__ import annotations

from badges.tables import DeviceEvent
from conference.orm import invariant


@invariant("device-told-once", "What a device was told is counted stands in the books, once.")
async def device_told_once() -> list[str]:
    """A check-in that was answered as such has its row; a scan has its own."""
    rows = await DeviceEvent.raw(
        "SELECT e.client_id, e.kind FROM badges_device_event e"
        " LEFT JOIN badges_check_in c ON c.client_id = e.client_id"
        " LEFT JOIN badges_scan s ON s.client_id = e.client_id"
        " WHERE e.answer IN ('accepted', 'duplicate', 'flagged')"
        " AND ((e.kind = 'check_in' AND c.id IS NULL) OR (e.kind = 'scan' AND s.id IS NULL))"
    )
    return [f"The {row['kind']} {row['client_id']} was accepted and is nowhere." for row in rows]


@invariant("device-not-ahead", "Nothing that a device told happened after it reached us.")
async def device_not_ahead() -> list[str]:
    rows = await DeviceEvent.raw("SELECT client_id FROM badges_device_event WHERE at > created_at")
    return [f"Event {row['client_id']} happened after it was received." for row in rows]
