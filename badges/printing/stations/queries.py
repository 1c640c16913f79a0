"""Print stations as screens and workers see them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from badges.printing.rules import OPEN_STATES, USUAL_DOTS, JobState, PrintPath, is_silent
from badges.stock.stock import Flip, Paper, Stock
from badges.tables import PrintJob, PrintStation

SESSION_KEY = "print_station"  # beside the name of the desk: which station this browser uses
_COLUMNS = (
    PrintStation.id,
    PrintStation.meeting,
    PrintStation.name,
    PrintStation.path,
    PrintStation.destination,
    PrintStation.stock,
    PrintStation.layout,
    PrintStation.offset_x,
    PrintStation.offset_y,
    PrintStation.dots_per_inch,
    PrintStation.flip,
    PrintStation.key_hash,
    PrintStation.seen_at,
    PrintStation.trouble,
    PrintStation.is_served,
    PrintStation.is_paused,
    PrintStation.is_retired,
)


@dataclass(frozen=True, slots=True)
class StationInfo:
    """A printer with its stock; offsets in tenths of a millimetre."""

    id: UUID
    meeting: UUID
    name: str
    path: PrintPath
    destination: str
    stock: str
    layout: str
    offset_x: int
    offset_y: int
    dots_per_inch: int
    flip: Flip
    has_key: bool
    seen_at: datetime | None
    trouble: str
    is_served: bool
    is_paused: bool
    is_retired: bool

    @property
    def is_browser(self) -> bool:
        return self.path is PrintPath.BROWSER

    def paper(self, stock: Stock) -> Paper:
        """The stock as it lies in this printer: its offset, its dots, and how it is turned over."""
        usual = USUAL_DOTS if self.path is PrintPath.ZPL else 0
        dots = self.dots_per_inch or stock.dots_per_inch or usual
        lying = replace(stock, dots_per_inch=dots)
        x, y = self.offset_x / 10, self.offset_y / 10
        return Paper(lying, x, y, marks=False, flip=self.flip)


@dataclass(frozen=True, slots=True)
class StationHealth:
    """How a station does: when it was last heard of, what its printer said, what waits."""

    station: StationInfo
    waiting: int
    failed: int
    is_silent: bool

    @property
    def word(self) -> str:
        """One word for the supervisor's page."""
        if self.station.is_paused:
            return "Paused"
        if self.station.trouble:
            return "Trouble"
        if self.is_silent:
            return "Silent"
        return "Ready"

    @property
    def is_well(self) -> bool:
        return self.word == "Ready"


async def stations_of(meeting: UUID) -> tuple[StationInfo, ...]:
    """The stations in use, by name; one statement."""
    rows = (
        await PrintStation.select(*_COLUMNS)
        .where(PrintStation.meeting == meeting, PrintStation.is_retired.eq(False))
        .order_by(PrintStation.name)
    )
    return tuple(_station(row) for row in rows)


async def station_of(meeting: UUID, id: UUID) -> StationInfo | None:
    """One station of the meeting, also a retired one."""
    return await _one(PrintStation.meeting == meeting, PrintStation.id == id)


async def station_of_key(key: str) -> StationInfo | None:
    """The station in use whose agent has this key; one statement."""
    known = PrintStation.key_hash == key_digest(key)
    return await _one(known, PrintStation.is_retired.eq(False))


async def served_stations() -> tuple[StationInfo, ...]:
    """The stations of every meeting that this server prints for; one statement."""
    rows = await PrintStation.select(*_COLUMNS).where(
        PrintStation.is_served.eq(True),
        PrintStation.is_paused.eq(False),
        PrintStation.is_retired.eq(False),
        PrintStation.path != PrintPath.BROWSER.value,
    )
    return tuple(_station(row) for row in rows)


async def station_health(meeting: UUID, now: datetime) -> tuple[StationHealth, ...]:
    """Every printer of the meeting and how it does; two statements.

    A station is silent that should ask for jobs and has not; a browser is never waited for.
    """
    stations = await stations_of(meeting)
    counts = await _job_counts(meeting)
    return tuple(_health(each, counts.get(each.id, {}), now) for each in stations)


def _health(station: StationInfo, counts: Mapping[JobState, int], now: datetime) -> StationHealth:
    waiting = sum(counts.get(state, 0) for state in OPEN_STATES)
    failed = counts.get(JobState.FAILED, 0)
    return StationHealth(station, waiting, failed, is_silent(station.path, station.seen_at, now))


async def _job_counts(meeting: UUID) -> dict[UUID, dict[JobState, int]]:
    wanted = [state.value for state in (*OPEN_STATES, JobState.FAILED)]
    rows = (
        await PrintJob.select(PrintJob.station, PrintJob.state, Count())
        .where(PrintJob.meeting == meeting, PrintJob.state.is_in(wanted))
        .group_by(PrintJob.station, PrintJob.state)
    )
    found: dict[UUID, dict[JobState, int]] = {}
    for row in rows:
        found.setdefault(row["station"], {})[JobState(row["state"])] = int(row["count"])
    return found


async def _one(*wanted: Any) -> StationInfo | None:
    row = await PrintStation.select(*_COLUMNS).where(*wanted).first()
    return _station(row) if row else None


def _station(row: Mapping[str, Any]) -> StationInfo:
    values = {name: each for name, each in row.items() if name != "key_hash"}
    values |= {"path": PrintPath(row["path"]), "flip": Flip(row["flip"])}
    return StationInfo(**values, has_key=row["key_hash"] is not None)


def key_digest(key: str) -> str:
    """By which a station's key is stored and found; it is never shown again."""
    return hashlib.sha256(key.strip().encode()).hexdigest()


def station_of_session(request: Any) -> UUID | None:
    """Which print station this browser uses; None: its own print window."""
    session = request.scope.get("session")
    kept = session.get(SESSION_KEY, "") if isinstance(session, dict) else ""
    try:
        return UUID(str(kept))
    except ValueError:
        return None


def keep_station(request: Any, station: UUID | None) -> None:
    """Remembers the print station in the browser's session."""
    if station:
        request.session[SESSION_KEY] = str(station)
    else:
        request.session.pop(SESSION_KEY, None)
