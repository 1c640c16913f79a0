"""A supervisor of the desk."""

from __future__ import annotations

from datetime import datetime

import pytest

from badges.desk.supervisors import set_pin
from conference.orm import Actor
from conference.people.access import Role
from conference.people.actions import grant_role
from tests.badges.conftest import Hall

PIN = "402917"


@pytest.fixture
async def sven(hall: Hall, now: datetime) -> Actor:
    """Bob, as the desk's supervisor with a PIN."""
    bob = hall.cast.bob
    by = Actor(bob.id, bob.registered_name)
    await grant_role(person=bob.id, role=Role.SUPERVISOR, meeting=hall.meeting.id, by=by, now=now)
    await set_pin(PIN, by=by, now=now, meeting=hall.meeting.id)
    return by
