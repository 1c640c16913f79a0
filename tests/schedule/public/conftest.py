"""Somebody who holds a place at the meeting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from conference.registration.rules import RegistrationState, active_key
from conference.registration.tables import Order, Registration, RegistrationCategory
from tests.cast import NOW, Cast


@pytest.fixture
def registered(cast: Cast) -> Callable[[UUID], Awaitable[None]]:
    """`await registered(person)`: they are registered and have paid."""

    async def run(person: UUID) -> None:
        meeting = cast.meeting.id
        category = RegistrationCategory(meeting=meeting, key="member", title="Member")
        await RegistrationCategory.insert(category)
        order = Order(
            code="ORD00001", meeting=meeting, person=person, currency="EUR", total=0,
            state="paid", placed_at=NOW,
        )  # fmt: skip
        await Order.insert(order)
        await Registration.insert(
            Registration(
                code="REG00001", meeting=meeting, person=person, category=category.id,
                order=order.id, mode="in_person", state="confirmed", seat=0, ticket_hash="t",
                active_key=active_key(meeting, person, RegistrationState.CONFIRMED),
            )
        )  # fmt: skip

    return run
