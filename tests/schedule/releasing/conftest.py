"""A small released programme, and what happened to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from conference.letters.tables import OutboxLetter
from schedule.queries.releases import CurrentRelease, current_release
from schedule.rules.emergency import EmergencyChange, EmergencyKind
from schedule.rules.programme import PlannedRoom
from tests.cast import NOW, Cast
from tests.schedule.conftest import MONDAY_NINE, Drafted

LATER = NOW + timedelta(hours=2)


async def letters() -> dict[str, str]:
    """The bodies of the letters about the programme, by address."""
    rows = await OutboxLetter.select(OutboxLetter.to_address, OutboxLetter.body).where(
        OutboxLetter.kind == "programme_change"
    )
    assert len({row["to_address"] for row in rows}) == len(rows)
    return {row["to_address"]: row["body"] for row in rows}


async def newest(cast: Cast) -> CurrentRelease:
    """The release that the public sees."""
    found = await current_release(cast.meeting.id)
    assert found is not None
    return found


@pytest.fixture
def released(cast: Cast, drafted: Drafted, release: Any) -> Callable[[], Awaitable[Drafted]]:
    """`await released()`: the small draft, released once."""

    async def run() -> Drafted:
        await release()
        return drafted

    return run


def move(cast: Cast, code: str, room: str, at: int) -> EmergencyChange:
    """A move to a room at minutes after Monday nine o'clock."""
    return EmergencyChange(
        EmergencyKind.MOVE,
        code,
        room=PlannedRoom(cast.rooms[room], room),
        starts_at=MONDAY_NINE + timedelta(minutes=at),
    )
