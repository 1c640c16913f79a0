"""Cash and cards at the desk: change, never more than is due, and a drawer that is counted."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.orm.invariants import check_all
from conference.registration import order_queries
from conference.registration.cash import actions, queries
from conference.registration.cash import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.cash.errors import CountedAlready, TillRefused
from conference.registration.cash.queries import CashUpInfo
from conference.registration.cash.rules import Count, Handed, expected_of, judge_handed
from conference.registration.errors import PaymentRefused
from conference.registration.order_queries import PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import OrderState, PaymentMethod
from conference.registration.tables import CashUp, Payment, TillPayment
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Buy, Sale

CASH, CARD = PaymentMethod.CASH, PaymentMethod.CARD_TERMINAL
DESK = "Desk 2"


async def take(sale: Sale, placed: PlacedOrder, handed: Handed, key: str = "", at: int = 0) -> UUID:
    now = NOW + timedelta(minutes=at)
    return await actions.take_payment(
        placed.order_code, handed, desk=DESK, key=key or uuid4().hex, till=sale.till, by=OFFICE,
        now=now,
    )  # fmt: skip


async def count(
    sale: Sale, cash: int, card: int, seen: int, *, drawer: int = 0, note: str = "", at: int = 60
) -> CashUpInfo:
    counts = [Count(CASH, cash, drawer), Count(CARD, card)]
    now = NOW + timedelta(minutes=at)
    return await actions.cash_up(DESK, counts, seen, note=note, till=sale.till, by=OFFICE, now=now)


async def promises_hold() -> None:
    assert [each.sentences for each in await check_all() if each.sentences] == []


async def test_take_cash_gives_change_and_settles(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    payment = await take(sale, placed, Handed(650_00, CASH, given=700_00))

    taken = await queries.till_payment(sale.meeting.id, payment)
    assert (taken.handed.change, taken.desk) == (50_00, DESK)
    order = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert order is not None
    assert order.state is OrderState.PAID
    await promises_hold()


async def test_take_payment_twice_with_one_key_counts_once(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    handed = Handed(650_00, CARD)

    payments = await asyncio.gather(*(take(sale, placed, handed, key="one") for _ in range(3)))

    assert len(set(payments)) == 1
    assert await Payment.count() == await TillPayment.count() == 1


async def test_two_desks_at_once_take_the_due_once(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    done = await asyncio.gather(
        *(take(sale, placed, Handed(650_00, CASH)) for _ in range(3)), return_exceptions=True
    )

    assert sum(isinstance(each, UUID) for each in done) == 1
    assert all("another desk" in str(each) for each in done if isinstance(each, TillRefused))
    assert await Payment.count() == 1
    await promises_hold()


async def test_two_desks_at_once_take_it_twice_without_the_lock(sale: Sale, buy: Buy) -> None:
    """The twin: look at what is due, then take it. It must take it twice."""
    placed = await buy(sale.cast.dan)
    looked = asyncio.Barrier(2)

    async def look_then_take() -> None:
        order = await order_queries.order_detail(sale.meeting.id, placed.order_code)
        assert order is not None
        await looked.wait()
        payment = NewPayment(order.balance.due, CASH, NOW, uuid4().hex)
        await record_payment(placed.order_code, payment, till=sale.till, by=OFFICE, now=NOW)

    await asyncio.gather(look_then_take(), look_then_take())

    assert await Payment.count() == 2


async def test_cash_up_expects_what_the_desk_took_and_its_float(sale: Sale, buy: Buy) -> None:
    first, second = await buy(sale.cast.dan), await buy(sale.cast.alice, "regular")
    await take(sale, first, Handed(650_00, CASH, 700_00))
    await take(sale, second, Handed(450_00, CARD))

    found = await count(sale, 750_00, 450_00, 1100_00, drawer=100_00)

    assert [(line.expected, line.difference) for line in found.lines] == [(750_00, 0), (450_00, 0)]
    assert await queries.waiting_payments(sale.meeting.id, DESK) == []
    assert len(await queries.counted_payments(found.lines)) == 2
    await promises_hold()


async def test_cash_up_with_a_difference_needs_a_note(sale: Sale, buy: Buy) -> None:
    await take(sale, await buy(sale.cast.dan), Handed(650_00, CASH))

    with pytest.raises(TillRefused) as refused:
        await count(sale, 640_00, 0, 650_00)
    assert "Cash: 10.00 EUR missing" in refused.value.errors["note"]
    assert await CashUp.count() == 0

    found = await count(sale, 640_00, 0, 650_00, note="A ten fell behind the desk")
    assert found.difference == -10_00
    assert found.note == "A ten fell behind the desk"


async def test_cash_up_asks_again_when_a_payment_came_meanwhile(sale: Sale, buy: Buy) -> None:
    await take(sale, await buy(sale.cast.dan), Handed(650_00, CASH))

    with pytest.raises(TillRefused) as refused:
        await count(sale, 0, 0, 0)

    assert "while you counted" in refused.value.detail
    assert await CashUp.count() == 0


async def test_cash_up_twice_counts_each_payment_once(sale: Sale, buy: Buy) -> None:
    await take(sale, await buy(sale.cast.dan), Handed(650_00, CASH))
    await count(sale, 650_00, 0, 650_00)
    await take(sale, await buy(sale.cast.bob), Handed(650_00, CASH), at=70)

    second = await count(sale, 650_00, 0, 650_00, at=90)

    assert second.since_at == NOW + timedelta(minutes=60)
    assert second.lines[0].expected == 650_00
    assert len(await queries.cash_ups_of(sale.meeting.id)) == 2
    await promises_hold()


async def test_two_counts_at_once_close_one(sale: Sale, buy: Buy) -> None:
    await take(sale, await buy(sale.cast.dan), Handed(650_00, CASH))

    done = await asyncio.gather(
        *(count(sale, 650_00, 0, 650_00) for _ in range(2)), return_exceptions=True
    )

    assert sum(isinstance(each, CashUpInfo) for each in done) == 1
    await promises_hold()


async def test_take_back_before_the_count_and_not_after_it(sale: Sale, buy: Buy) -> None:
    wrong = await take(sale, await buy(sale.cast.dan), Handed(650_00, CASH))
    counted = await take(sale, await buy(sale.cast.bob), Handed(650_00, CARD))

    for _ in range(2):
        await actions.take_back(wrong, reason="Card, not cash", till=sale.till, by=OFFICE, now=NOW)

    taken = queries.taken(await queries.waiting_payments(sale.meeting.id, DESK))
    assert [line.amount for line in expected_of(taken)] == [0, 650_00]
    assert await Payment.count() == 3
    await count(sale, 0, 650_00, 650_00)
    with pytest.raises(CountedAlready):
        await actions.take_back(counted, reason="Late", till=sale.till, by=OFFICE, now=NOW)
    await promises_hold()


@given(
    st.integers(min_value=-1, max_value=10**6),
    st.integers(min_value=0, max_value=10**6),
    st.integers(min_value=0, max_value=10**6),
    st.sampled_from([CASH, CARD]),
)
def test_what_may_be_taken_never_exceeds_the_due_and_change_adds_up(
    amount: int, given_amount: int, due: int, method: PaymentMethod
) -> None:
    handed = Handed(amount, method, given_amount)
    if judge_handed(handed, due, "EUR"):
        return
    assert 0 < handed.amount <= due
    if method is CASH and given_amount:
        assert handed.amount + handed.change == given_amount
    else:
        assert handed.change == 0


async def test_a_key_of_another_order_takes_nothing_and_says_so(sale: Sale, buy: Buy) -> None:
    first, second = await buy(sale.cast.dan), await buy(sale.cast.bob)
    await take(sale, first, Handed(650_00, CARD), key="one")

    with pytest.raises(PaymentRefused):
        await take(sale, second, Handed(650_00, CARD), key="one")

    assert await Payment.count() == await TillPayment.count() == 1
