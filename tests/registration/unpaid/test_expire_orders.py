"""Unpaid orders are reminded of, given up, and opened again if places are left (R03)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.orm import Actor, clock
from conference.orm.invariants import check_all
from conference.registration import queries
from conference.registration.errors import AlreadyRegistered, MeetingFull
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import OrderState, PayBy, RegistrationState, WaitingState
from conference.registration.tables import CheckoutSession, PlacePool, WaitingEntry
from conference.registration.unpaid import queries as unpaid
from conference.registration.unpaid.errors import NotGivenUp, NotUnpaid, UnpaidRefused
from conference.registration.unpaid.giving_up import (
    expire_unpaid_orders,
    give_more_time,
    give_up_order,
    reinstate_order,
)
from conference.registration.unpaid.reminding import remind_of_expiry
from conference.registration.waiting import actions as waiting
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Sale
from tests.registration.unpaid.conftest import Order, Pay, again, letters_of, set_policy

DAY = timedelta(days=1)
DUE = NOW + 14 * DAY


async def broken() -> list[str]:
    with clock.at(NOW):
        return [text for each in await check_all() for text in each.sentences]


async def taken() -> int:
    row = await PlacePool.select(PlacePool.taken).where(PlacePool.key == "meeting").first()
    assert row is not None
    return int(row["taken"])


def states(order: OrderDetail) -> tuple[OrderState, RegistrationState]:
    return order.state, order.registration.state


GONE = (OrderState.EXPIRED, RegistrationState.EXPIRED)
OPEN = (OrderState.PENDING, RegistrationState.PENDING_PAYMENT)
DONE = (OrderState.PAID, RegistrationState.CONFIRMED)


async def test_unpaid_order_is_given_up_at_its_moment_and_frees_its_place(
    sale: Sale, order: Order
) -> None:
    placed = await order(sale.cast.dan, NOW)
    assert placed.expires_at == DUE

    await expire_unpaid_orders(DUE - timedelta(seconds=1), ISSUER)
    assert states(await again(placed)) == OPEN
    await expire_unpaid_orders(DUE, ISSUER)
    await expire_unpaid_orders(DUE, ISSUER)

    after = await again(placed)
    assert states(after) == GONE
    assert (after.total, after.balance.due, await taken()) == (0, 0, 0)
    ((to, body),) = await letters_of("order_given_up")
    assert to == "dan@example.org"
    assert "Not paid in time." in body
    assert await broken() == []


async def test_given_up_place_goes_to_whoever_waits(sale: Sale, order: Order) -> None:
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    await order(sale.cast.dan, NOW)
    by = Actor(sale.cast.bob.id, "Bob")
    await waiting.join_waiting_list("meeting", sale.cast.bob.id, till=sale.till, by=by, now=NOW)

    await expire_unpaid_orders(DUE, ISSUER)

    (row,) = await WaitingEntry.select(WaitingEntry.state)
    assert row["state"] == WaitingState.OFFERED.value
    assert await broken() == []


async def test_reminders_go_out_a_week_and_two_days_before_once_each(
    sale: Sale, order: Order
) -> None:
    await order(sale.cast.dan, NOW)

    counts = []
    for days in (6, 7, 7, 11, 12, 12, 13):
        await remind_of_expiry(NOW + days * DAY, ISSUER)
        counts.append(len(await letters_of("payment_reminder")))

    assert counts == [0, 1, 1, 1, 2, 2, 2]
    (_, body), _ = await letters_of("payment_reminder")
    assert "Mon 24 May 2027, 10:00 BST (London)" in body
    assert "650.00 EUR" in body
    assert "IBAN GB00 TEST" in body


async def test_reminder_is_not_sent_to_whoever_has_paid(sale: Sale, order: Order, pay: Pay) -> None:
    placed = await order(sale.cast.dan, NOW)
    await pay(placed, 650_00, NOW + DAY)

    await remind_of_expiry(NOW + 12 * DAY, ISSUER)
    await expire_unpaid_orders(DUE, ISSUER)

    assert await letters_of("payment_reminder") == []
    assert states(await again(placed)) == DONE


@pytest.mark.parametrize("pays_by", [PayBy.PURCHASE_ORDER, PayBy.DESK])
async def test_promises_of_institutions_and_for_the_desk_never_expire(
    sale: Sale, order: Order, pays_by: PayBy
) -> None:
    placed = await order(sale.cast.dan, NOW, pays_by)

    await expire_unpaid_orders(NOW + 100 * DAY, ISSUER)

    assert states(await again(placed)) == OPEN


async def test_part_paid_order_waits_for_the_office(sale: Sale, order: Order, pay: Pay) -> None:
    placed = await order(sale.cast.dan, NOW)
    await pay(placed, 100_00, NOW + DAY)

    await expire_unpaid_orders(DUE, ISSUER)

    assert states(await again(placed)) == OPEN
    lists = await unpaid.unpaid_lists(sale.meeting.id, DUE)
    assert [(each.code, each.paid) for each in lists.part_paid] == [(placed.code, 100_00)]


async def test_part_paid_order_expires_where_the_society_says_so(
    sale: Sale, order: Order, pay: Pay
) -> None:
    await set_policy(sale, part_paid_expires=True)
    placed = await order(sale.cast.dan, NOW)
    await pay(placed, 100_00, NOW + DAY)

    await expire_unpaid_orders(DUE, ISSUER)

    after = await again(placed)
    assert states(after) == GONE
    assert after.balance.to_refund == 100_00
    assert "You had paid 100.00 EUR" in (await letters_of("order_given_up"))[0][1]
    assert await broken() == []


async def test_order_is_not_given_up_while_it_is_being_paid(sale: Sale, order: Order) -> None:
    placed = await order(sale.cast.dan, NOW, PayBy.CARD)
    await CheckoutSession.insert(
        CheckoutSession(
            order=placed.id, session="cs_1", amount=650_00, currency="EUR", state="open",
            expires_at=DUE + timedelta(minutes=30),
        )
    )  # fmt: skip

    await expire_unpaid_orders(DUE, ISSUER)
    assert states(await again(placed)) == OPEN

    await expire_unpaid_orders(DUE + timedelta(hours=1), ISSUER)
    assert states(await again(placed)) == GONE


async def test_late_money_shows_to_refund_and_the_office_opens_the_order_again(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan, NOW)
    await expire_unpaid_orders(DUE, ISSUER)

    after = await pay(placed, 650_00, DUE + DAY)
    assert states(after) == GONE
    assert after.balance.to_refund == 650_00
    lists = await unpaid.unpaid_lists(sale.meeting.id, DUE + DAY)
    assert [each.code for each in lists.given_up] == [placed.code]

    back = await reinstate_order(
        placed.code, till=sale.till, by=OFFICE, now=DUE + 2 * DAY, reason="The money has come."
    )

    assert states(back) == DONE
    assert (back.total, back.balance.to_refund, await taken()) == (650_00, 0, 1)
    assert len(await letters_of("registration_confirmed")) == 1
    assert "The money has come." in (await letters_of("order_reinstated"))[0][1]
    assert await broken() == []


async def test_reinstated_order_that_is_still_unpaid_gets_new_time(
    sale: Sale, order: Order
) -> None:
    placed = await order(sale.cast.dan, NOW)
    await expire_unpaid_orders(DUE, ISSUER)

    back = await reinstate_order(
        placed.code, till=sale.till, by=OFFICE, now=DUE + DAY, reason="Hospital stay."
    )

    assert states(back) == OPEN
    assert back.balance.due == 650_00
    assert back.expires_at == DUE + 15 * DAY
    assert await broken() == []


async def test_order_is_not_opened_again_without_a_place(sale: Sale, order: Order) -> None:
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    placed = await order(sale.cast.dan, NOW)
    await expire_unpaid_orders(DUE, ISSUER)
    await order(sale.cast.bob, DUE)

    with pytest.raises(MeetingFull):
        await reinstate_order(
            placed.code, till=sale.till, by=OFFICE, now=DUE, reason="The money has come."
        )

    assert states(await again(placed)) == GONE
    assert await broken() == []


async def test_order_is_not_opened_again_for_who_has_registered_anew(
    sale: Sale, order: Order
) -> None:
    placed = await order(sale.cast.dan, NOW)
    await expire_unpaid_orders(DUE, ISSUER)
    await order(sale.cast.dan, DUE)

    with pytest.raises(AlreadyRegistered):
        await reinstate_order(placed.code, till=sale.till, by=OFFICE, now=DUE, reason="Money.")

    assert await taken() == 1
    assert await broken() == []


async def test_office_decides_with_a_reason_and_only_what_can_be_decided(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan, NOW)
    office = {"till": sale.till, "by": OFFICE, "now": NOW}

    with pytest.raises(UnpaidRefused):
        await give_up_order(placed.code, reason="", **office)
    with pytest.raises(NotGivenUp):
        await reinstate_order(placed.code, reason="Why not.", **office)
    with pytest.raises(UnpaidRefused):
        await give_more_time(placed.code, NOW, reason="Holidays.", **office)
    longer = await give_more_time(placed.code, NOW + 30 * DAY, reason="Holidays.", **office)
    assert longer.expires_at == NOW + 30 * DAY
    await expire_unpaid_orders(DUE, ISSUER)
    assert states(await again(placed)) == OPEN

    await pay(placed, 650_00, NOW)
    with pytest.raises(NotUnpaid):
        await give_up_order(placed.code, reason="Too late.", **office)
    info = await queries.registration_info(placed.registration.id)
    assert info is not None
    assert info.is_confirmed


async def test_more_time_is_reminded_of_anew(sale: Sale, order: Order) -> None:
    placed = await order(sale.cast.dan, NOW)
    await remind_of_expiry(NOW + 12 * DAY, ISSUER)
    await give_more_time(
        placed.code, NOW + 30 * DAY, till=sale.till, by=OFFICE, now=NOW, reason="Holidays."
    )

    await remind_of_expiry(NOW + 28 * DAY, ISSUER)

    assert len(await letters_of("payment_reminder")) == 2
