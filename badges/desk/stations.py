"""The printer of this desk: which it may be, and whether it works."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request

from badges.printing.rules import why_not
from badges.printing.stations.queries import (
    StationHealth,
    station_health,
    station_of,
    station_of_session,
)
from conference.meetings.rules import MeetingInfo


def title_of(health: StationHealth) -> str:
    """A station in a list, with its state where it does not work."""
    name = health.station.name
    return name if health.is_well else f"{name}: {health.word}"


async def choices_of(meeting: MeetingInfo, now: datetime) -> list[tuple[str, str]]:
    """The printers that a desk may choose, each with its state; two statements."""
    return [
        (str(each.station.id), title_of(each)) for each in await station_health(meeting.id, now)
    ]


async def printer_here(request: Request[Any, Any, Any], meeting: MeetingInfo, now: datetime) -> str:
    """What is wrong with the printer of this browser; one statement, none without a printer."""
    kept = station_of_session(request)
    station = await station_of(meeting.id, kept) if kept else None
    return why_not(station, now) if station else ""
