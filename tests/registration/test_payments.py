"""Payments in parts, twice, too much, after cancelling; refunds within what is owed back."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.orm.invariants import check_all
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration import order_queries, queries
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.errors import AlreadyCancelled, PaymentRefused, UnknownOrder
from conference.registration.order_queries import OrderDetail, PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment, record_refund
from conference.registration.rules import OrderState, PaymentMethod, RegistrationState
from conference.registration.tables import Payment, PlacePool
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale


def money(amount: int, key: str = "") -> NewPayment:
    return NewPayment(amount, PaymentMethod.BANK_TRANSFER, NOW, key or uuid4().hex, "wire 7")


async def pay(sale: Sale, placed: PlacedOrder, amount: int, key: str = "") -> OrderDetail:
    by = Actor.system("treasurer")
    await record_payment(placed.order_code, money(amount, key), till=sale.till, by=by, now=NOW)
    return await order(sale, placed)


async def order(sale: Sale, placed: PlacedOrder) -> OrderDetail:
    found = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert found is not None
    return found


async def cancel(sale: Sale, placed: PlacedOrder) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="cannot travel",
    )


async def kinds() -> list[str]:
    rows = await OutboxLetter.select(OutboxLetter.kind).order_by(OutboxLetter.kind)
    return [row["kind"] for row in rows]


async def broken() -> list[str]:
    return [sentence for each in await check_all() for sentence in each.sentences]


async def test_record_payment_in_full_confirms_and_sends_the_ticket(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    after = await pay(sale, placed, 650_00)

    assert after.state is OrderState.PAID
    assert after.registration.state is RegistrationState.CONFIRMED
    assert after.registration.confirmed_at == NOW
    assert await kinds() == ["order_received", "registration_confirmed"]
    assert await broken() == []


async def test_record_payment_in_parts_keeps_a_balance(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    part = await pay(sale, placed, 400_00)
    rest = await pay(sale, placed, 250_00)

    assert (part.state, part.registration.due) == (OrderState.PENDING, 250_00)
    assert (rest.state, rest.registration.due) == (OrderState.PAID, 0)
    assert await kinds() == ["order_received", "payment_received", "registration_confirmed"]


async def test_record_payment_in_parts_at_once_confirms(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    await asyncio.gather(*(pay(sale, placed, 130_00) for _ in range(5)))

    after = await order(sale, placed)
    assert (after.state, after.registration.paid) == (OrderState.PAID, 650_00)
    assert (await kinds()).count("registration_confirmed") == 1


async def test_record_payment_twice_with_one_key_counts_once(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    await asyncio.gather(*(pay(sale, placed, 300_00, key="form-1") for _ in range(4)))

    assert (await order(sale, placed)).registration.paid == 300_00
    assert await Payment.count() == 1


async def test_record_payment_refuses_a_key_of_another_payment(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    await pay(sale, placed, 300_00, key="form-1")

    with pytest.raises(PaymentRefused, match="another payment"):
        await pay(sale, placed, 200_00, key="form-1")

    assert (await order(sale, placed)).registration.paid == 300_00


async def test_record_payment_beyond_the_total_is_to_refund(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    after = await pay(sale, placed, 700_00)

    assert after.registration.balance.to_refund == 50_00
    assert after.state is OrderState.PAID


@pytest.mark.parametrize("amount", [0, -1])
async def test_record_payment_refuses_nothing_and_less(sale: Sale, buy: Buy, amount: int) -> None:
    placed = await buy(sale.cast.dan)

    with pytest.raises(PaymentRefused):
        await pay(sale, placed, amount)


async def test_record_payment_knows_no_order_of_another_meeting(sale: Sale) -> None:
    with pytest.raises(UnknownOrder):
        await record_payment("NOSUCH12", money(1), till=sale.till, by=OFFICE, now=NOW)


async def test_cancel_registration_frees_the_place_and_owes_the_money_back(
    sale: Sale, buy: Buy
) -> None:
    placed = await buy(sale.cast.dan)
    await pay(sale, placed, 650_00)

    await cancel(sale, placed)

    after = await order(sale, placed)
    pool = await PlacePool.select(PlacePool.taken).where(PlacePool.key == "meeting").first()
    assert after.state is OrderState.CANCELLED
    assert after.registration.state is RegistrationState.CANCELLED
    assert after.registration.cancel_reason == "cannot travel"
    assert after.registration.balance.to_refund == 650_00
    assert pool == {"taken": 0}
    assert await queries.active_registration(sale.meeting.id, sale.cast.dan.id) is None
    assert await broken() == []


async def test_cancel_registration_twice_frees_one_place(sale: Sale, buy: Buy) -> None:
    await buy(sale.cast.alice)
    placed = await buy(sale.cast.dan)

    done = await asyncio.gather(*(cancel(sale, placed) for _ in range(4)), return_exceptions=True)

    assert sum(isinstance(each, AlreadyCancelled) for each in done) == 3
    pool = await PlacePool.select(PlacePool.taken).where(PlacePool.key == "meeting").first()
    assert pool == {"taken": 1}


async def test_cancel_registration_lets_the_person_register_again(sale: Sale, buy: Buy) -> None:
    first = await buy(sale.cast.dan)
    await cancel(sale, first)

    second = await buy(sale.cast.dan)

    assert second.registration_code != first.registration_code
    assert await broken() == []


async def test_record_refund_gives_back_what_is_owed_and_no_more(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    await pay(sale, placed, 650_00)
    await cancel(sale, placed)

    with pytest.raises(PaymentRefused, match="more than there is"):
        await record_refund(placed.order_code, money(650_01), till=sale.till, by=OFFICE, now=NOW)
    for _ in range(2):
        await record_refund(
            placed.order_code, money(650_00, "refund"), till=sale.till, by=OFFICE, now=NOW
        )

    after = await order(sale, placed)
    assert [each.amount for each in after.payments] == [650_00, -650_00]
    assert after.registration.balance.to_refund == 0
    assert await broken() == []


async def test_record_refund_of_a_running_order_leaves_the_fee(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    await pay(sale, placed, 700_00)

    with pytest.raises(PaymentRefused):
        await record_refund(placed.order_code, money(51_00), till=sale.till, by=OFFICE, now=NOW)
    await record_refund(placed.order_code, money(50_00), till=sale.till, by=OFFICE, now=NOW)

    assert (await order(sale, placed)).registration.is_confirmed


async def test_record_payment_after_cancelling_is_kept_to_refund(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    await cancel(sale, placed)

    after = await pay(sale, placed, 650_00)

    assert after.state is OrderState.CANCELLED
    assert after.registration.balance.to_refund == 650_00
