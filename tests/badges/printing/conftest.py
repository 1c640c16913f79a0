"""Print stations, and badges sent to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from badges.printing.actions import Why
from badges.printing.rules import PrintPath, PrintReason
from badges.printing.sending import Sent, send_to_print
from badges.printing.stations.queries import StationInfo, station_of
from badges.tables import PrintStation
from conference.orm import Actor
from conference.registration.queries import RegistrationInfo, registration_info
from conference.settings import Settings
from tests.badges.conftest import Hall

CAROL = Actor.system("Carol")
NewStation = Callable[..., Awaitable[StationInfo]]
Press = Callable[..., Awaitable[Sent]]


@pytest.fixture
def new_station(hall: Hall, now: datetime) -> NewStation:
    """`await new_station("Desk 1", path="zpl", destination="host:9100")`."""

    async def run(name: str = "Desk 1", path: str = PrintPath.CUPS, **more: Any) -> StationInfo:
        row = PrintStation(
            id=uuid4(), created_at=now, meeting=hall.meeting.id, name=name, path=path,
            **{"stock": "a6", "destination": "Badges", **more},
        )  # fmt: skip
        await PrintStation.insert(row)
        found = await station_of(hall.meeting.id, row.id)
        assert found is not None
        return found

    return run


@pytest.fixture
def press(hall: Hall, now: datetime, settings: Settings) -> Press:
    """Presses “print”: `await press(alice, station, reason="lost")`."""

    async def run(
        info: RegistrationInfo,
        station: StationInfo | None = None,
        reason: str = "",
        request: UUID | None = None,
        **more: Any,
    ) -> Sent:
        fresh = await registration_info(info.id)
        assert fresh is not None
        return await send_to_print(
            fresh,
            Why(PrintReason(reason) if reason else None),
            meeting=hall.meeting,
            station=station.id if station else None,
            request=request or uuid4(),
            settings=settings,
            by=CAROL,
            now=now,
            **more,
        )

    return run
