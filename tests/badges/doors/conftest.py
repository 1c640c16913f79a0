"""Doors of the cast's meeting, and badges to scan at them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from badges.doors.door import Door, PointKind
from badges.doors.queries import point_of
from badges.faces.actions import ensure_badges
from badges.tables import CheckPoint
from conference.orm import Actor
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import Extra, OrderLine
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Hall

CAROL = Actor.system("Carol at the door")
DOORS_OPEN = datetime.fromisoformat("2027-10-18T17:00:00+00:00")

MakeDoor = Callable[..., Awaitable[Door]]


@pytest.fixture
def make_door(hall: Hall) -> MakeDoor:
    """`await make_door(extra="gala", how_often="once")`: a new door of the meeting."""

    async def run(kind: PointKind = PointKind.ENTRANCE, **more: Any) -> Door:
        key = f"door-{uuid4().hex[:6]}"
        row = CheckPoint(
            id=uuid4(), meeting=hall.meeting.id, key=key, kind=kind.value,
            **{"title": "Main entrance", **more},
        )  # fmt: skip
        await CheckPoint.insert(row)
        door = await point_of(hall.meeting, key)
        assert door is not None
        return door

    return run


@pytest.fixture
def badge_of(hall: Hall) -> Callable[[RegistrationInfo], Awaitable[str]]:
    """The code on somebody's badge."""

    async def run(info: RegistrationInfo) -> str:
        made = await ensure_badges(
            [info.id], meeting=hall.meeting, secret=DEMO_SECRET, by=CAROL, now=DOORS_OPEN
        )
        return made[info.id].token(DEMO_SECRET)

    return run


@pytest.fixture
def sell(hall: Hall) -> Callable[..., Awaitable[UUID]]:
    """`await sell(info, "gala", 2)`: tickets, whose money came with the registration."""

    async def run(info: RegistrationInfo, key: str, quantity: int = 1) -> UUID:
        known = await Extra.exists().where(Extra.meeting == hall.meeting.id, Extra.key == key)
        if not known:
            await Extra.insert(
                Extra(meeting=hall.meeting.id, key=key, title="Gala dinner", kind="event", most=2)
            )
        line = OrderLine(
            order=info.order, position=9, kind="extra", item=key, title="Gala dinner",
            quantity=quantity, amount=0, registration=info.code,
            created_at=DOORS_OPEN - timedelta(days=30),
        )  # fmt: skip
        await OrderLine.insert(line)
        made: UUID = line.id
        return made

    return run
