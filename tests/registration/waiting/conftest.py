"""A meeting with one place, a dinner with one seat, and people who want them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from conference.orm import Actor, action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.rules import NewPerson, PersonInfo
from conference.registration.tables import Extra, ExtraPrice, PlacePool
from conference.registration.waiting import actions
from conference.registration.waiting.queries import Entry
from tests.cast import NOW
from tests.registration.conftest import Sale

Join = Callable[..., Awaitable[Entry]]


@pytest.fixture
async def full(sale: Sale) -> Sale:
    """One place in the house."""
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    return sale


@pytest.fixture
async def dinner(sale: Sale) -> UUID:
    """A dinner for one; the pool's id."""
    extra = Extra(
        id=uuid4(), meeting=sale.meeting.id, key="dinner", title="Gala dinner", kind="event"
    )
    await Extra.insert(extra)
    await ExtraPrice.insert(
        *(ExtraPrice(extra=extra.id, window=each, amount=90_00) for each in sale.windows.values())
    )
    pool = PlacePool(id=uuid4(), meeting=sale.meeting.id, key="extra:dinner", capacity=1)
    await PlacePool.insert(pool)
    return pool.id


@pytest.fixture
def join(sale: Sale) -> Join:
    """`await join(person)` waits for a place in the house."""

    async def run(person: PersonInfo, key: str = "meeting", now: datetime = NOW) -> Entry:
        by = Actor(person.id, person.registered_name)
        return await actions.join_waiting_list(key, person.id, till=sale.till, by=by, now=now)

    return run


async def crowd(size: int) -> list[PersonInfo]:
    """People who are written down, each with an address."""
    async with action("crowd", by=Actor.system("tests"), now=NOW) as act:
        ids = await people_actions.create_people(
            act, [NewPerson("Cro", f"Wd {n}", email=f"crowd{n}@example.org") for n in range(size)]
        )
    found = await people.people_by_ids(ids)
    return [found[each] for each in ids]
