"""Several at once: a change is made once, a place is given once, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from conference.orm import Actor, action
from conference.orm.postgres_engine import POOL_SIZE
from conference.people.rules import NewPerson
from conference.registration.changes.actions.cancelling import Cancelling, cancel
from conference.registration.changes.actions.changing import (
    change_registration,
    proposed,
    word_for,
)
from conference.registration.changes.actions.many import (
    CHUNK,
    BulkWish,
    apply_bulk,
    propose_bulk,
)
from conference.registration.changes.actions.transferring import (
    PassingOn,
    own_rule,
    transfer_registration,
)
from conference.registration.changes.actions.writing import append_lines
from conference.registration.changes.held_queries import HeldRegistration, held_registration
from conference.registration.changes.rules.bulk import BulkKind
from conference.registration.changes.rules.change import Outcome
from conference.registration.changes.rules.extras import change_extras
from conference.registration.changes.rules.giving_back import by_terms
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.modes import switch_mode
from conference.registration.order_queries import PlacedOrder
from conference.registration.tables import (
    GroupBooking,
    OrderLine,
    PlacePool,
    RegistrationPolicy,
)
from tests.cast import NOW
from tests.registration.changes.conftest import Book, Shop, broken
from tests.registration.changes.crowd import paid_crowd

BY = Actor.system("tests")


@pytest.fixture(autouse=True)
async def warm(db: Any) -> None:
    """PostgreSQL's connections are open, so that whatever runs at once really does."""
    if not hasattr(db, "pool"):
        return  # SQLite writes on one connection
    together = asyncio.Barrier(POOL_SIZE)

    async def connect() -> None:
        async with db.pool.acquire():
            await together.wait()

    await asyncio.gather(*(connect() for _ in range(POOL_SIZE)))


async def found(shop: Shop, placed: PlacedOrder) -> HeldRegistration:
    info = await shop.info(placed.registration_code)
    return await held_registration(info, shop.sale.meeting, NOW)


def one_dinner(held: Held) -> Outcome:
    return change_extras(held, {"dinner": 1}, NOW)


async def add_dinner(shop: Shop, placed: PlacedOrder, seen: HeldRegistration) -> None:
    agreed = word_for(seen.held, proposed(one_dinner, seen.held))
    await change_registration(
        "change_extras", seen, one_dinner, agreed=agreed, till=shop.sale.till, by=BY, now=NOW
    )


async def test_five_clicks_at_once_add_one_dinner(shop: Shop, book: Book) -> None:
    placed = await book(shop.cast.dan)
    seen = await found(shop, placed)

    done = await asyncio.gather(
        *(add_dinner(shop, placed, seen) for _ in range(5)), return_exceptions=True
    )

    assert sum(each is None for each in done) == 1
    assert (await shop.order(placed)).total == 740_00
    assert await shop.taken("extra:dinner") == 1
    assert len(await shop.letters("registration_changed")) == 1
    assert await broken() == []


async def test_without_looking_again_five_clicks_add_five(shop: Shop, book: Book) -> None:
    """The twin: nothing locked, nothing read again. It must charge five times, or the test above
    proves nothing."""
    placed = await book(shop.cast.dan)
    seen = await found(shop, placed)
    change = proposed(one_dinner, seen.held)

    async def write() -> None:
        async with action("twin", by=BY, now=NOW, meeting=shop.sale.meeting.id) as act:
            await append_lines(act, [(placed.order, placed.registration_code, change.lines)])

    await asyncio.gather(*(write() for _ in range(5)))

    assert await OrderLine.count().where(OrderLine.item == "dinner") == 5


async def test_last_dinner_goes_to_one_of_three(shop: Shop, book: Book) -> None:
    people = (shop.cast.dan, shop.cast.alice, shop.cast.bob)
    placed = [await book(each) for each in people]
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "extra:dinner")
    seen = [await found(shop, each) for each in placed]

    done = await asyncio.gather(
        *(add_dinner(shop, p, s) for p, s in zip(placed, seen, strict=True)),
        return_exceptions=True,
    )

    assert sum(each is None for each in done) == 1
    assert await shop.taken("extra:dinner") == 1
    totals = sorted([(await shop.order(each)).total for each in placed])
    assert totals == [650_00, 650_00, 740_00]
    assert await broken() == []


async def test_cancel_and_switch_at_once_end_in_one_of_the_two(shop: Shop, book: Book) -> None:
    placed = await book(shop.cast.dan)
    seen = await found(shop, placed)

    def virtual(held: Held) -> Outcome:
        return switch_mode(held, "virtual", NOW)

    switch = change_registration(
        "switch_mode", seen, virtual, agreed=word_for(seen.held, proposed(virtual, seen.held)),
        till=shop.sale.till, by=BY, now=NOW,
    )  # fmt: skip
    give_up = cancel(seen, Cancelling(by_terms), till=shop.sale.till, by=BY, now=NOW)
    await asyncio.gather(switch, give_up, return_exceptions=True)

    assert (await shop.info(placed.registration_code)).cancelled_at is not None
    assert (await shop.taken("meeting"), await shop.taken("virtual")) == (0, 0)
    assert await broken() == []


async def test_group_renames_no_more_than_it_may_at_once(shop: Shop, book: Book) -> None:
    """R02: of a group of four one may be renamed; three try at once for three of its places."""
    meeting = shop.sale.meeting.id
    await RegistrationPolicy.insert(
        RegistrationPolicy(meeting=meeting, group_rename_until=date(2027, 5, 1))
    )
    placed = await book(shop.cast.dan)
    await GroupBooking.insert(
        GroupBooking(
            order=placed.order, meeting=meeting, contact=shop.cast.bob.id, institution="T", size=4
        )
    )
    seen = await found(shop, placed)

    async def rename(n: int) -> object:
        person = NewPerson("Eva", f"Ek {n}", email=f"eva{n}@example.org")
        passing = PassingOn(person, own_rule(NOW))
        return await transfer_registration(seen, passing, till=shop.sale.till, by=BY, now=NOW)

    done = await asyncio.gather(*(rename(n) for n in range(3)), return_exceptions=True)

    assert sum(not isinstance(each, Exception) for each in done) == 1
    assert await GroupBooking.select(GroupBooking.renamed).first() == {"renamed": 1}
    assert await shop.taken("meeting") == 1
    assert await broken() == []


async def test_switches_both_ways_at_once_never_wait_for_each_other(shop: Shop, book: Book) -> None:
    """One leaves the house for the screen while another comes: each touches both pools."""
    cast = shop.cast
    to_screen = [await book(each) for each in (cast.dan, cast.bob)]
    to_house = [await book(each, mode="virtual") for each in (cast.carol, cast.olive)]
    seen = [await found(shop, each) for each in (*to_screen, *to_house)]

    async def switch(one: HeldRegistration) -> None:
        to = "virtual" if one.held.mode == "in_person" else "in_person"

        def propose(held: Held) -> Outcome:
            return switch_mode(held, to, NOW)

        await change_registration(
            "switch_mode", one, propose, agreed=word_for(one.held, proposed(propose, one.held)),
            till=shop.sale.till, by=BY, now=NOW,
        )  # fmt: skip

    done = await asyncio.gather(*(switch(each) for each in seen), return_exceptions=True)

    assert done == [None] * 4
    assert (await shop.taken("meeting"), await shop.taken("virtual")) == (2, 2)
    assert await broken() == []


async def test_two_offices_apply_one_proposal_once(shop: Shop) -> None:
    await paid_crowd(shop, CHUNK + 30)
    till = shop.sale.till
    id = await propose_bulk(BulkKind.VIRTUAL, till=till, by=BY, now=NOW)

    wish = BulkWish("Closed.")
    await asyncio.gather(*(apply_bulk(id, wish, till=till, by=BY, now=NOW) for _ in range(2)))

    assert await shop.taken("virtual") == CHUNK + 30
    assert len(await shop.letters("registration_changed")) == CHUNK + 30
    assert await broken() == []


async def test_payment_and_switch_at_once_never_wait_for_each_other(shop: Shop, book: Book) -> None:
    """A payment locks the order and confirms; a change locks both: in the same order."""
    people = (shop.cast.dan, shop.cast.bob, shop.cast.carol, shop.cast.olive)
    placed = [await book(each, is_paid=False) for each in people]
    seen = [await found(shop, each) for each in placed]

    async def add(one: HeldRegistration) -> None:
        await change_registration(
            "change_extras", one, one_dinner, agreed="", till=shop.sale.till, by=BY, now=NOW
        )

    payments = (shop.pay(each, 650_00) for each in placed)
    done = await asyncio.gather(*(add(each) for each in seen), *payments, return_exceptions=True)

    assert done == [None] * 8
    for each in placed:
        order = await shop.order(each)
        assert (order.total, order.balance.due) == (740_00, 90_00)
    assert await broken() == []
