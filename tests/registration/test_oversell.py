"""A thousand buyers at a hundred places: exactly a hundred are sold, on both engines."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from conference.letters.tables import OutboxLetter
from conference.orm import Actor, tokens
from conference.orm.invariants import check_all
from conference.people.tables import Person
from conference.registration import actions
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.errors import MeetingFull
from conference.registration.order_queries import PlacedOrder
from conference.registration.tables import Order, PlacePool, Quote, Registration
from tests.cast import NOW
from tests.registration.conftest import ISSUER, Sale

BUYERS = 1_000
PLACES = 100


async def crowd(sale: Sale) -> list[tuple[UUID, UUID]]:
    """A thousand people, each with a quote in hand, and a hundred places."""
    await PlacePool.update({PlacePool.capacity: PLACES}).where(PlacePool.key == "meeting")
    people = [Person(id=uuid4(), registered_name=f"Buyer {n}") for n in range(BUYERS)]
    quotes = [
        Quote(
            id=uuid4(),
            meeting=sale.meeting.id,
            person=person.id,
            category=sale.categories["non_member"],
            mode="in_person",
            wish='{"category": "non_member", "mode": "in_person"}',
            lines='[{"title": "Non-member", "reason": "", "amount": 65000}]',
            total=650_00,
            currency="EUR",
            quoted_at=NOW,
            expires_at=NOW + timedelta(minutes=30),
        )
        for person in people
    ]
    await Person.insert(*people)
    await Quote.insert(*quotes)
    return [(quote.id, person.id) for quote, person in zip(quotes, people, strict=True)]


async def test_place_order_by_a_thousand_at_once_sells_exactly_a_hundred(sale: Sale) -> None:
    buyers = await crowd(sale)

    results = await asyncio.gather(
        *(
            actions.place_order(quote, person, issuer=ISSUER, by=Actor(person, "Buyer"), now=NOW)
            for quote, person in buyers
        ),
        return_exceptions=True,
    )

    sold = [each for each in results if isinstance(each, PlacedOrder)]
    full = [each for each in results if isinstance(each, MeetingFull)]
    assert (len(sold), len(full)) == (PLACES, BUYERS - PLACES)
    assert await Registration.count() == await Order.count() == PLACES
    seats = await Registration.select(Registration.seat)
    assert sorted(row["seat"] for row in seats) == list(range(1, PLACES + 1))
    assert [each.sentences for each in await check_all() if each.sentences] == []
    assert await OutboxLetter.count() == 0  # the crowd has no addresses


async def test_the_same_crowd_oversells_when_places_are_only_counted(sale: Sale) -> None:
    """The twin: count, then insert. It must oversell, or the test above proves nothing."""
    buyers = await crowd(sale)
    orders = [_order(sale, quote, person) for quote, person in buyers]
    await Order.insert(*orders)

    await asyncio.gather(*(_count_then_insert(sale, each) for each in orders))

    assert await Registration.count() > PLACES


async def _count_then_insert(sale: Sale, order: Order) -> None:
    if await Registration.count() >= PLACES:
        return
    await Registration.insert(
        Registration(
            code=tokens.random_code(6),
            meeting=sale.meeting.id,
            person=order.person,
            category=sale.categories["non_member"],
            order=order.id,
            mode="in_person",
            state="pending_payment",
            seat=0,
            active_key=f"{sale.meeting.id}:{order.person}",
            ticket_hash=tokens.digest(uuid4().hex),
        )
    )


def _order(sale: Sale, quote: UUID, person: UUID) -> Order:
    return Order(
        id=uuid4(),
        code=tokens.random_code(8),
        meeting=sale.meeting.id,
        person=person,
        quote=quote,
        currency="EUR",
        total=650_00,
        state="pending",
        placed_at=NOW,
    )
