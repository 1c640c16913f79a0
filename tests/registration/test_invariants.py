"""Each promise is kept by the actions, and its check sees when it is broken by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from conference.orm.invariants import all_invariants, check_all
from conference.registration import invariants
from conference.registration.order_queries import PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import PaymentMethod
from conference.registration.tables import (
    Order,
    OrderLine,
    PlaceHold,
    PlacePool,
    PriceWindow,
    Registration,
)
from tests.cast import NOW
from tests.registration.conftest import EARLY_ENDS, OFFICE, Buy, Sale

Breaking = Callable[[Sale, PlacedOrder], Awaitable[Any]]


async def _count_wrong(sale: Sale, placed: PlacedOrder) -> None:
    await PlacePool.update({PlacePool.taken: 2}).where(PlacePool.key == "meeting")


async def _lose_pool(sale: Sale, placed: PlacedOrder) -> None:
    await PlacePool.delete().where(PlacePool.key == "meeting")


async def _hold_too_much(sale: Sale, placed: PlacedOrder) -> None:
    await PlaceHold.update({PlaceHold.quantity: 4}).where(
        PlaceHold.holder == placed.registration_code
    )


async def _change_line(sale: Sale, placed: PlacedOrder) -> None:
    await OrderLine.update({OrderLine.amount: 1}).where(OrderLine.order == placed.order)


async def _confirm_unpaid(sale: Sale, placed: PlacedOrder) -> None:
    await Order.update({Order.state: "paid"}).where(Order.id == placed.order)
    await Registration.update({Registration.state: "confirmed"}).where(
        Registration.id == placed.registration
    )


async def _order_alone(sale: Sale, placed: PlacedOrder) -> None:
    await Order.update({Order.state: "cancelled"}).where(Order.id == placed.order)


async def _lose_key(sale: Sale, placed: PlacedOrder) -> None:
    await Registration.update({Registration.active_key: None}).where(
        Registration.id == placed.registration
    )


async def _overlap(sale: Sale, placed: PlacedOrder) -> None:
    hasty = EARLY_ENDS - timedelta(days=1)
    await PriceWindow.update({PriceWindow.starts_at: hasty}).where(PriceWindow.key == "standard")


async def _give_too_much(sale: Sale, placed: PlacedOrder) -> None:
    from conference.registration.tables import Payment

    await Payment.insert(
        Payment(
            order=placed.order,
            amount=-1,
            method="cash",
            received_at=NOW,
            recorded_by="nobody",
            idempotency_key="x",
        )
    )


@pytest.mark.parametrize(
    ("key", "breaking"),
    [
        ("places-counted", _count_wrong),
        ("seats-held", _lose_pool),
        ("no-oversell", _hold_too_much),
        ("order-adds-up", _change_line),
        ("order-follows-money", _confirm_unpaid),
        ("states-in-step", _order_alone),
        ("one-registration", _lose_key),
        ("windows-apart", _overlap),
        ("nothing-given-twice", _give_too_much),
    ],
)
async def test_check_sees_a_broken_promise(
    sale: Sale, buy: Buy, key: str, breaking: Breaking
) -> None:
    placed = await buy(sale.cast.dan)
    check = {each.key: each.broken for each in all_invariants()}[key]
    assert await check() == []

    await breaking(sale, placed)

    assert len(await check()) == 1


async def test_check_finds_nothing_after_ordinary_business(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    await buy(sale.cast.alice, "regular")
    await buy(sale.cast.bob, "helper")
    payment = NewPayment(650_00, PaymentMethod.CASH, NOW, "k")
    await record_payment(placed.order_code, payment, till=sale.till, by=OFFICE, now=NOW)

    assert [each.invariant.key for each in await check_all() if each.sentences] == []
    assert invariants.no_oversell in {each.broken for each in all_invariants()}
