"""Fifty at once for the last place of a workshop, the last use of a code, one offer, one press.

Each has a twin that looks first and acts afterwards, as a program without locks does. The twin
must fail, or the test beside it proves nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.orm import Actor, action, clock
from conference.orm.invariants import check_all
from conference.people.rules import PersonInfo
from conference.registration import actions
from conference.registration.catalogue import Wish
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.errors import AlreadyRegistered, MeetingFull, SoldOut
from conference.registration.order_queries import PlacedOrder
from conference.registration.rules import WaitingState
from conference.registration.tables import (
    DiscountCode,
    Extra,
    ExtraPrice,
    Order,
    PlaceHold,
    PlacePool,
    Quote,
    Registration,
    WaitingEntry,
)
from conference.registration.waiting import actions as waiting
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.waiting.conftest import crowd

MANY = 50


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody with a quote in hand, about to press the button."""

    quote: UUID
    person: UUID

    async def run(self) -> PlacedOrder:
        by = Actor(self.person, "Buyer")
        return await actions.place_order(self.quote, self.person, issuer=ISSUER, by=by, now=NOW)


async def quotes_for(sale: Sale, people: list[PersonInfo], wish: Wish) -> list[Press]:
    """The same quote for each: said once, written down for all."""
    by = Actor(people[0].id, "Buyer")
    said = await actions.make_quote(sale.meeting, people[0].id, wish, by=by, now=NOW)
    row = await Quote.objects().get(Quote.id == said.id)
    assert row is not None
    copied = ("meeting", "category", "mode", "lines", "total", "currency")
    wishes = msgspec.json.encode(said.wish).decode()
    rows = [
        Quote(
            id=uuid4(), person=each.id, wish=wishes, quoted_at=NOW, expires_at=said.expires_at,
            created_at=NOW, **{name: getattr(row, name) for name in copied},
        )
        for each in people
    ]  # fmt: skip
    await Quote.insert(*rows)
    return [Press(row.id, row.person) for row in rows]


async def all_at_once(presses: list[Press]) -> tuple[list[PlacedOrder], list[BaseException]]:
    found = await asyncio.gather(*(each.run() for each in presses), return_exceptions=True)
    placed = [each for each in found if isinstance(each, PlacedOrder)]
    return placed, [each for each in found if isinstance(each, BaseException)]


async def held(key: str) -> int:
    rows = await PlaceHold.select(PlaceHold.quantity).where(
        PlaceHold.pool.key == key, PlaceHold.released_at.is_null()
    )
    return sum(row["quantity"] for row in rows)


async def broken() -> list[str]:
    return [text for each in await check_all() for text in each.sentences]


@pytest.fixture
async def workshop(sale: Sale) -> UUID:
    """One place in a workshop, room for everybody in the house; the pool's id."""
    await PlacePool.update({PlacePool.capacity: 1_000}).where(PlacePool.key == "meeting")
    extra = Extra(
        id=uuid4(), meeting=sale.meeting.id, key="flow", title="Flow cytometry", kind="workshop"
    )
    await Extra.insert(extra)
    await ExtraPrice.insert(ExtraPrice(extra=extra.id, window=sale.windows["early"], amount=55_00))
    pool = PlacePool(id=uuid4(), meeting=sale.meeting.id, key="extra:flow", capacity=1)
    await PlacePool.insert(pool)
    return pool.id


@pytest.fixture
async def code(sale: Sale) -> UUID:
    """A code that may be used three times; the pool's id."""
    await PlacePool.update({PlacePool.capacity: 1_000}).where(PlacePool.key == "meeting")
    await DiscountCode.insert(
        DiscountCode(
            meeting=sale.meeting.id, code="SAVE100", title="Saved", kind="amount", value=100_00
        )
    )
    pool = PlacePool(id=uuid4(), meeting=sale.meeting.id, key="code:SAVE100", capacity=3)
    await PlacePool.insert(pool)
    return pool.id


async def look_then_take(pool: UUID, person: UUID, looked: asyncio.Barrier) -> None:
    """What a program without locks does: read, compare, write; all have read when one writes."""
    row = await PlacePool.select(PlacePool.capacity).where(PlacePool.id == pool).first()
    assert row is not None
    taken = await PlaceHold.count().where(PlaceHold.pool == pool)
    await looked.wait()
    if taken < row["capacity"]:
        await PlaceHold.insert(PlaceHold(pool=pool, holder=str(person), taken_at=NOW))


async def test_last_workshop_place_is_sold_once(sale: Sale, workshop: UUID) -> None:
    wish = Wish("non_member", "in_person", extras=(("flow", 1),))
    presses = await quotes_for(sale, await crowd(MANY), wish)

    placed, refused = await all_at_once(presses)

    assert len(placed) == 1
    assert all(isinstance(each, SoldOut) for each in refused)
    assert await held("extra:flow") == 1
    assert await held("meeting") == 1  # who got no workshop ordered nothing at all
    assert await broken() == []


async def test_last_workshop_place_is_oversold_by_looking_first(sale: Sale, workshop: UUID) -> None:
    people, looked = await crowd(MANY), asyncio.Barrier(MANY)

    await asyncio.gather(*(look_then_take(workshop, each.id, looked) for each in people))

    assert await PlaceHold.count().where(PlaceHold.pool == workshop) > 1


async def test_code_is_used_as_often_as_it_may_be(sale: Sale, code: UUID) -> None:
    wish = Wish("non_member", "in_person", codes=("SAVE100",))
    presses = await quotes_for(sale, await crowd(MANY), wish)

    placed, refused = await all_at_once(presses)

    assert len(placed) == 3
    assert all(isinstance(each, SoldOut) for each in refused)
    assert await Order.count().where(Order.total == 550_00) == await Order.count() == 3
    assert await broken() == []


async def test_code_is_used_too_often_by_looking_first(sale: Sale, code: UUID) -> None:
    people, looked = await crowd(MANY), asyncio.Barrier(MANY)

    await asyncio.gather(*(look_then_take(code, each.id, looked) for each in people))

    assert await PlaceHold.count().where(PlaceHold.pool == code) > 3


async def offered_to_bob(sale: Sale, buy: Buy) -> None:
    """The only place of the house is held for bob."""
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    placed = await buy(sale.cast.dan)
    by = Actor(sale.cast.bob.id, "Bob")
    await waiting.join_waiting_list("meeting", sale.cast.bob.id, till=sale.till, by=by, now=NOW)
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting, issuer=ISSUER, by=OFFICE, now=NOW, reason="",
    )  # fmt: skip


async def test_one_offer_is_taken_once_and_by_whom_it_is_for(sale: Sale, buy: Buy) -> None:
    """Bob presses in ten windows while forty newcomers try the same place."""
    await offered_to_bob(sale, buy)
    bob = sale.cast.bob
    people = [bob] * 10 + await crowd(MANY - 10)
    presses = await quotes_for(sale, people, Wish("non_member", "in_person"))

    placed, refused = await all_at_once(presses)

    assert len(placed) == 1
    assert all(isinstance(each, MeetingFull | AlreadyRegistered) for each in refused)
    (row,) = await Registration.select(Registration.person).where(
        Registration.state == "pending_payment"
    )
    assert row["person"] == bob.id
    assert await held("meeting") == 1
    assert await broken() == []


async def test_one_offer_is_taken_twice_by_looking_first(sale: Sale, buy: Buy) -> None:
    await offered_to_bob(sale, buy)
    taken, looked = [], asyncio.Barrier(MANY)

    async def take_up() -> None:
        entry = await WaitingEntry.select(WaitingEntry.id, WaitingEntry.state).first()
        await looked.wait()
        assert entry is not None
        if entry["state"] == WaitingState.OFFERED.value:
            await WaitingEntry.update({WaitingEntry.state: WaitingState.TAKEN.value}).where(
                WaitingEntry.id == entry["id"]
            )
            taken.append(entry["id"])

    await asyncio.gather(*(take_up() for _ in range(MANY)))

    assert len(taken) > 1


async def test_offer_is_taken_up_or_handed_on_but_never_both(sale: Sale, buy: Buy) -> None:
    """The clock takes it back while bob presses; carol is next."""
    await offered_to_bob(sale, buy)
    carol = sale.cast.carol
    by = Actor(carol.id, "Carol")
    await waiting.join_waiting_list("meeting", carol.id, till=sale.till, by=by, now=NOW)
    (press,) = await quotes_for(sale, [sale.cast.bob], Wish("non_member", "in_person"))
    offer = await WaitingEntry.objects().get(WaitingEntry.person == sale.cast.bob.id)
    assert offer is not None

    outcomes = await asyncio.gather(
        press.run(), waiting.miss_ended_offers(offer.offer_ends_at, ISSUER), return_exceptions=True
    )

    rows = await WaitingEntry.select(WaitingEntry.state).order_by(WaitingEntry.joined_at)
    got_it = isinstance(outcomes[0], PlacedOrder)
    assert [row["state"] for row in rows] == (
        ["taken", "waiting"] if got_it else ["missed", "offered"]
    )
    assert await held("meeting") == 1
    assert await broken() == []


async def test_double_submit_at_the_last_place_is_one_order(sale: Sale) -> None:
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    (press,) = await quotes_for(sale, [sale.cast.dan], Wish("non_member", "in_person"))

    placed, refused = await all_at_once([press] * MANY)

    assert refused == []
    assert len({each.order_code for each in placed}) == 1
    assert (await Order.count(), await held("meeting")) == (1, 1)


async def test_double_submit_is_two_orders_by_looking_first(sale: Sale) -> None:
    (press,) = await quotes_for(sale, [sale.cast.dan], Wish("non_member", "in_person"))

    looked = asyncio.Barrier(MANY)

    async def look_then_order() -> None:
        has_ordered = await Registration.exists().where(Registration.person == press.person)
        await looked.wait()
        if not has_ordered:
            await PlaceHold.insert(
                PlaceHold(pool=await any_pool(), holder=str(press.person), taken_at=NOW)
            )

    await asyncio.gather(*(look_then_order() for _ in range(MANY)))

    assert await PlaceHold.count() > 1


async def any_pool() -> UUID:
    row = await PlacePool.select(PlacePool.id).where(PlacePool.key == "meeting").first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def test_joining_and_freeing_at_once_leaves_no_free_place(sale: Sale, buy: Buy) -> None:
    """Whoever joins while the last place is given back is offered it, or sees that it is free."""
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    placed = await buy(sale.cast.dan)
    people = await crowd(10)

    async def join(person: PersonInfo) -> None:
        by = Actor(person.id, "Crowd")
        await waiting.join_waiting_list("meeting", person.id, till=sale.till, by=by, now=NOW)

    async def cancel() -> None:
        await cancel_registration(
            placed.registration_code,
            meeting=sale.meeting, issuer=ISSUER, by=OFFICE, now=NOW, reason="",
        )  # fmt: skip

    half: list[Callable[[], Awaitable[None]]] = [lambda p=p: join(p) for p in people]
    await asyncio.gather(
        *(each() for each in (*half[:5], cancel, *half[5:])), return_exceptions=True
    )

    assert await WaitingEntry.count().where(WaitingEntry.state == "offered") <= 1
    assert await broken() == []


async def test_orders_of_crossing_places_never_wait_for_each_other(
    sale: Sale, workshop: UUID
) -> None:
    """Two groups that want the same pools in another order: no deadlock, both are written."""
    from conference.registration.ordering import Charged, Counter, Payer, open_order
    from conference.registration.policy import Policy
    from conference.registration.quoted import Line

    await PlacePool.update({PlacePool.capacity: 100}).where(PlacePool.key == "extra:flow")
    people = await crowd(24)
    line = Line("Non-member", "", 650_00, item="non_member")

    def charged(person: PersonInfo, extras: tuple[tuple[str, int], ...]) -> Charged:
        wish = Wish("non_member", "in_person", extras=extras)
        return Charged(person.id, sale.categories["non_member"], wish, (line,))

    async def group(members: list[PersonInfo], *, first: bool) -> None:
        counter = Counter(sale.meeting, Policy(), ISSUER)
        rows = [charged(p, (("flow", 1),) if n % 2 == first else ()) for n, p in enumerate(members)]
        async with action("group", by=OFFICE, now=NOW, meeting=sale.meeting.id) as act:
            await open_order(act, counter, Payer(members[0].id), rows)

    await asyncio.gather(*(group(people[n : n + 4], first=bool(n % 8)) for n in range(0, 24, 4)))

    assert await Registration.count() == 24
    assert await held("extra:flow") == 12
    assert await broken() == []
