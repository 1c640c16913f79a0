"""The cast's meeting with categories, and one way to enrol a person in any state."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action, clock, tokens
from conference.people import actions as people_actions
from conference.people.rules import NewPerson, PersonInfo
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import OrderState, RegistrationState, active_key
from conference.registration.tables import (
    Order,
    OrderLine,
    Payment,
    Quote,
    Registration,
    RegistrationCategory,
)
from conference.registration.ticket import ticket_token
from conference.settings import DEMO_SECRET
from tests.cast import NOW, Cast

CATEGORIES = (
    ("regular", "Regular member", "Member", "plain"),
    ("trainee", "Trainee", "Trainee", "green"),
    ("invited", "Invited speaker", "Invited", "blue"),
)
ORDER_STATES = {
    RegistrationState.CONFIRMED: OrderState.PAID,
    RegistrationState.PENDING_PAYMENT: OrderState.PENDING,
    RegistrationState.CANCELLED: OrderState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Hall:
    """The meeting, its cast, and the ids of its categories."""

    meeting: MeetingInfo
    cast: Cast
    categories: dict[str, UUID]


@pytest.fixture
async def hall(cast: Cast) -> Hall:
    rows = [
        RegistrationCategory(
            meeting=cast.meeting.id, key=key, title=title, band_word=word, band_style=style,
            position=position,
        )
        for position, (key, title, word, style) in enumerate(CATEGORIES)
    ]  # fmt: skip
    await RegistrationCategory.insert(*rows)
    return Hall(cast.meeting, cast, {row.key: row.id for row in rows})


Enrol = Callable[..., Awaitable[RegistrationInfo]]


@pytest.fixture
def enrol(hall: Hall) -> Enrol:
    """Registers a person in any state: `await enrol(person, state=..., category="trainee")`."""
    numbers = itertools.count(10)

    async def run(
        person: PersonInfo | UUID,
        category: str = "regular",
        state: RegistrationState = RegistrationState.CONFIRMED,
        mode: str = "in_person",
        total: int = 450_00,
    ) -> RegistrationInfo:
        number = next(numbers)
        who = person if isinstance(person, UUID) else person.id
        meeting, kind = hall.meeting.id, hall.categories[category]
        order = await _insert_order(hall, who, kind, mode, state, total, number)
        made = uuid4()
        await Registration.insert(
            Registration(
                id=made, code=f"K7M2Q{number}", meeting=meeting, person=who, category=kind,
                order=order, mode=mode, state=state.value, seat=number,
                active_key=active_key(meeting, who, state),
                ticket_hash=tokens.digest(ticket_token(DEMO_SECRET, made)),
                confirmed_at=NOW if state is RegistrationState.CONFIRMED else None,
                cancelled_at=NOW if state is RegistrationState.CANCELLED else None,
            )
        )  # fmt: skip
        info = await registration.registration_info(made)
        assert info is not None
        return info

    return run


async def _insert_order(
    hall: Hall, who: UUID, kind: UUID, mode: str, state: RegistrationState, total: int, number: int
) -> UUID:
    quote = Quote(
        meeting=hall.meeting.id, person=who, category=kind, mode=mode, lines="[]", total=total,
        currency="EUR", quoted_at=NOW, expires_at=NOW + timedelta(minutes=30),
    )  # fmt: skip
    await Quote.insert(quote)
    order = Order(
        code=f"R{number}", meeting=hall.meeting.id, person=who, quote=quote.id, currency="EUR",
        total=total, state=ORDER_STATES[state].value, placed_at=NOW,
    )  # fmt: skip
    await Order.insert(order)
    await OrderLine.insert(
        OrderLine(order=order.id, position=0, title="Registration", amount=total)
    )
    if state is RegistrationState.CONFIRMED and total:
        await Payment.insert(
            Payment(
                order=order.id, amount=total, method="card_terminal", received_at=NOW,
                recorded_by="the office", idempotency_key=str(uuid4()),
            )
        )  # fmt: skip
    made: UUID = order.id
    return made


@pytest.fixture
def born(hall: Hall) -> Callable[..., Awaitable[UUID]]:
    """Writes a new person down: `await born("Wei", "Zhang", affiliation="…")`."""

    async def run(given: str, family: str, **more: Any) -> UUID:
        async with action("born", by=Actor.system("tests"), now=NOW) as act:
            return await people_actions.create_person(act, NewPerson(given, family, **more))

    return run


@pytest.fixture
def stopped_clock(now: datetime) -> Iterator[None]:
    with clock.at(now):
        yield


@pytest.fixture
async def carol(
    stopped_clock: None, client: httpx.AsyncClient, hall: Hall, sign_in: Any
) -> httpx.AsyncClient:
    """The desk's browser."""
    await sign_in(client, hall.cast.carol)
    return client
