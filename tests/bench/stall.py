"""A meeting on sale for a benchmark: people who are signed in, and many orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec

from conference.meetings.tables import Meeting
from conference.people.actions import person_row
from conference.people.rules import NewPerson
from conference.people.tables import EmailAddress, Person
from conference.registration.tables import (
    Order,
    OrderLine,
    Payment,
    PlacePool,
    Price,
    PriceWindow,
    Registration,
    RegistrationCategory,
)
from conference.web.sessions import SessionStore
from tests.bench.ground import FIRST_DAY, NOW, SLUG, insert

FEE = 650_00
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stall:
    """A meeting that sells one category at one price."""

    meeting: UUID
    category: UUID


async def open_stall(society: UUID, slug: str = SLUG, places: int = 1_000_000) -> Stall:
    meeting = Meeting(
        society=society, slug=slug, title="Signals 2027", zone="Europe/London", currency="EUR",
        starts_on=FIRST_DAY, ends_on=FIRST_DAY + 3 * DAY, city="Glasgow", venue="Clyde Hall",
    )  # fmt: skip
    category = RegistrationCategory(meeting=meeting.id, key="regular", title="Regular")
    window = PriceWindow(
        meeting=meeting.id, key="early", title="Early", starts_at=NOW - DAY, ends_at=NOW + 60 * DAY,
        zone="Europe/London",
    )  # fmt: skip
    await insert([meeting])
    await insert([category])
    await insert([window])
    price = Price(category=category.id, window=window.id, mode="in_person", amount=FEE)
    await insert([price])
    await insert([PlacePool(meeting=meeting.id, key="meeting", capacity=places)])
    return Stall(meeting.id, category.id)


async def sign_in_people(count: int, first: int = 0) -> list[str]:
    """People with an address each; the sessions of their browsers."""
    people = [_person(number) for number in range(first, first + count)]
    await insert(people)
    await insert(
        [
            EmailAddress(
                person=each.id, address=f"buyer{first + n}@bench.test", is_primary=True,
                verified_at=NOW, created_at=NOW,
            )
            for n, each in enumerate(people)
        ]
    )  # fmt: skip
    sessions = []
    for each in people:
        sessions.append(uuid4().hex)
        await SessionStore().set(sessions[-1], msgspec.json.encode({"person": str(each.id)}))
    return sessions


def _person(number: int) -> Person:
    new = NewPerson(
        f"Given{number}", f"Family{number}", affiliation=f"Institute {number % 60}", country="GB"
    )
    return person_row(new, NOW)


async def take_orders(stall: Stall, count: int, prefix: str) -> None:
    """So many orders of one registration each, two of three paid."""
    people = [_person(number) for number in range(count)]
    orders = list(_orders(stall, people, prefix))
    await insert(people)
    await insert(orders)
    await insert([_line(each) for each in orders])
    await insert([_registration(stall, order) for order in orders])
    await insert([_payment(each) for n, each in enumerate(orders) if n % 3])


def _orders(stall: Stall, people: list[Person], prefix: str) -> Iterator[Order]:
    for number, person in enumerate(people):
        yield Order(
            id=uuid4(), created_at=NOW, code=f"{prefix}{number:06}", meeting=stall.meeting,
            person=person.id, currency="EUR", total=FEE,
            state="paid" if number % 3 else "pending", placed_at=NOW + timedelta(seconds=number),
        )  # fmt: skip


def _line(order: Order) -> OrderLine:
    return OrderLine(
        order=order.id, position=0, item="regular", title="Regular", amount=FEE,
        registration=order.code, created_at=NOW,
    )  # fmt: skip


def _registration(stall: Stall, order: Order) -> Registration:
    return Registration(
        created_at=NOW, code=order.code, meeting=stall.meeting, person=order.person,
        category=stall.category, order=order.id, mode="in_person", state="confirmed", seat=0,
        active_key=f"{stall.meeting}:{order.person}", ticket_hash=order.code,
    )  # fmt: skip


def _payment(order: Order) -> Payment:
    return Payment(
        order=order.id, amount=FEE, method="bank_transfer", received_at=NOW,
        recorded_by="bench", idempotency_key=order.code, created_at=NOW,
    )  # fmt: skip
