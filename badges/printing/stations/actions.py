"""Print stations are set up, given keys, paused and retired."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from badges.printing.rules import PrintPath
from badges.printing.stations.forms import StationForm
from badges.printing.stations.queries import StationInfo, key_digest
from badges.stock.stock import Flip
from badges.tables import PrintStation
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, IntegrityConflict, action, integrity
from conference.web.problems import Invalid

KEY_PREFIX = "station_"  # tells people and secret scanners what was found
_SAME_NAME = "Another station has this name. Choose one that tells them apart."


async def add_station(form: StationForm, *, meeting: MeetingInfo, by: Actor, now: datetime) -> UUID:
    """A new station. Raises Invalid for a name that another one has."""
    async with action("add_print_station", by=by, now=now, meeting=meeting.id) as act:
        row = PrintStation(
            id=uuid4(), created_at=now, meeting=meeting.id, name=form.name, **_values(form)
        )
        try:
            async with integrity():
                await PrintStation.insert(row)
        except IntegrityConflict as taken:
            raise Invalid(_SAME_NAME, errors={"name": _SAME_NAME}) from taken
        act.note("print_station", row.id, name=form.name, **_values(form))
    return UUID(str(row.id))


async def change_station(
    station: StationInfo, form: StationForm, *, by: Actor, now: datetime
) -> None:
    """What is printed from now on; jobs that wait take the new setting. Raises Invalid."""
    values: dict[Any, Any] = {"name": form.name, **_values(form), "trouble": ""}
    async with action("change_print_station", by=by, now=now, meeting=station.meeting) as act:
        try:
            async with integrity():
                await PrintStation.update(values).where(PrintStation.id == station.id)
        except IntegrityConflict as taken:
            raise Invalid(_SAME_NAME, errors={"name": _SAME_NAME}) from taken
        act.note("print_station", station.id, **values)


def _values(form: StationForm) -> dict[str, Any]:
    is_browser = form.path is PrintPath.BROWSER
    return {
        "path": form.path.value,
        "destination": "" if is_browser else form.destination,
        "stock": form.stock,
        "layout": form.layout,
        "offset_x": round(form.offset_x * 10),
        "offset_y": round(form.offset_y * 10),
        "dots_per_inch": form.dots_per_inch,
        "flip": (Flip.NONE if form.path is PrintPath.ZPL else form.flip).value,
        "is_served": form.is_served and not is_browser,
    }


async def make_key(station: StationInfo, *, by: Actor, now: datetime) -> str:
    """A new key for the station's agent, told this once; the former one opens nothing any more."""
    key = KEY_PREFIX + secrets.token_urlsafe(24)
    async with action("make_station_key", by=by, now=now, meeting=station.meeting) as act:
        await PrintStation.update({PrintStation.key_hash: key_digest(key)}).where(
            PrintStation.id == station.id
        )
        act.note("print_station", station.id, key="new")
    return key


async def pause_station(station: StationInfo, is_paused: bool, *, by: Actor, now: datetime) -> None:
    """A paused station keeps its jobs; going on also forgets the trouble it had."""
    async with action("pause_print_station", by=by, now=now, meeting=station.meeting) as act:
        await PrintStation.update(
            {PrintStation.is_paused: is_paused, PrintStation.trouble: ""}
        ).where(PrintStation.id == station.id)
        act.note("print_station", station.id, paused=[station.is_paused, is_paused])


async def retire_station(station: StationInfo, *, by: Actor, now: datetime) -> None:
    """Nobody prints there any more and its key is void; what it printed stays told."""
    async with action("retire_print_station", by=by, now=now, meeting=station.meeting) as act:
        await PrintStation.update(
            {
                PrintStation.is_retired: True,
                PrintStation.key_hash: None,
                PrintStation.name: f"{station.name[:48]} ({str(station.id)[:8]})",
            }
        ).where(PrintStation.id == station.id)
        act.note("print_station", station.id, retired=True)
