"""Unpaid when the price period ends: told before, dearer then, and taken back when the money had
come in time (P03, P04, situation 3)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from conference import invariants as _invariants  # noqa: F401 -- registers every check
from conference.orm import action, clock
from conference.orm.invariants import check_all
from conference.registration.catalogue import LineKind
from conference.registration.ledger import charge
from conference.registration.order_queries import OrderDetail
from conference.registration.policy import LatePayment
from conference.registration.quoted import Line
from conference.registration.rules import OrderState, PayBy, RegistrationState
from conference.registration.tables import (
    CheckoutSession,
    Notice,
    Price,
    PriceWindow,
    Registration,
    RegistrationPolicy,
)
from conference.registration.ticket import Issuer
from conference.registration.unpaid.errors import NothingLate, UnpaidRefused
from conference.registration.unpaid.late import (
    announce_late_prices,
    charge_late_orders,
    settle_late_charges,
    undo_late_charge,
)
from conference.registration.unpaid.queries import late_terms_of, unpaid_lists
from tests.registration.conftest import ISSUER, OFFICE, Sale
from tests.registration.unpaid.conftest import (
    MONEY_UNTIL,
    ORDERED,
    PERIOD_ENDS,
    Order,
    Pay,
    again,
    letters_of,
    set_policy,
)

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def patient(sale: Sale) -> None:
    """Unpaid orders stay, so that only their price is in question."""
    await set_policy(sale, unpaid_days=0)


async def come_by(now: datetime, issuer: Issuer = ISSUER) -> None:
    """The clock, as the worker comes by each minute."""
    await announce_late_prices(now, issuer)
    await charge_late_orders(now, issuer)
    await settle_late_charges(now, issuer)


async def told_in_time() -> None:
    await come_by(PERIOD_ENDS - 7 * DAY)
    await come_by(PERIOD_ENDS - 2 * DAY)


async def broken() -> list[str]:
    with clock.at(ORDERED):
        return [text for each in await check_all() for text in each.sentences]


def shape(order: OrderDetail) -> tuple[int, str, OrderState, RegistrationState]:
    return order.total, order.window_key, order.state, order.registration.state


EARLY = (650_00, "early", OrderState.PENDING, RegistrationState.PENDING_PAYMENT)
LATER = (780_00, "standard", OrderState.PENDING, RegistrationState.PENDING_PAYMENT)


async def test_late_payer_pays_the_next_price_and_keeps_the_place(sale: Sale, order: Order) -> None:
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)
    await told_in_time()

    await come_by(PERIOD_ENDS - MINUTE)
    assert shape(await again(placed)) == EARLY
    await come_by(PERIOD_ENDS)
    await come_by(PERIOD_ENDS + MINUTE)

    after = await again(placed)
    assert shape(after) == LATER
    assert [line.amount for line in after.lines] == [650_00, 130_00]
    assert after.lines[1].kind == "fee"
    assert "Sat 31 Jul 2027, 23:59 BST (London)" in after.lines[1].reason
    ((to, body),) = await letters_of("late_charged")
    assert to == "dan@example.org"
    assert "780.00 EUR" in body
    assert await broken() == []


async def test_both_prices_are_told_a_week_and_two_days_before(sale: Sale, order: Order) -> None:
    await order(sale.cast.dan, pays_by=PayBy.CARD)

    counts = []
    for before in (8 * DAY, 7 * DAY, 7 * DAY - MINUTE, 2 * DAY, DAY):
        await come_by(PERIOD_ENDS - before)
        counts.append(len(await letters_of("late_notice")))

    assert counts == [0, 1, 1, 2, 2]
    for _, body in await letters_of("late_notice"):
        assert "Sat 31 Jul 2027, 23:59 BST (London)" in body
        assert "Now:        650.00 EUR" in body
        assert "Afterwards: 780.00 EUR, that is 130.00 EUR more" in body


async def test_nothing_is_charged_that_was_not_told_two_days_before(
    sale: Sale, order: Order
) -> None:
    """The worker stood still, or the order came in the last hour: told late, charged later."""
    placed = await order(sale.cast.dan, PERIOD_ENDS - timedelta(hours=1), PayBy.CARD)

    await come_by(PERIOD_ENDS + 5 * MINUTE)
    assert shape(await again(placed)) == EARLY
    ((_, body),) = await letters_of("late_notice")
    assert "Tue 3 Aug 2027, 00:04 BST (London)" in body

    await come_by(PERIOD_ENDS + 2 * DAY)
    assert shape(await again(placed)) == EARLY
    await come_by(PERIOD_ENDS + 2 * DAY + 5 * MINUTE)
    assert shape(await again(placed)) == LATER


async def test_never_more_is_charged_than_was_told(sale: Sale, order: Order) -> None:
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)
    await told_in_time()
    await Price.update({Price.amount: 900_00}).where(
        Price.category == sale.categories["non_member"],
        Price.window == sale.windows["standard"],
    )

    await come_by(PERIOD_ENDS)
    assert shape(await again(placed)) == EARLY
    assert "Afterwards: 900.00 EUR" in (await letters_of("late_notice"))[-1][1]

    await come_by(PERIOD_ENDS + 2 * DAY)
    assert (await again(placed)).total == 900_00


async def test_transfer_holds_the_price_if_received_within_the_bank_days(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan)
    await told_in_time()
    assert "Wed 4 Aug 2027, 23:59 BST (London)" in (await letters_of("late_notice"))[0][1]

    await come_by(MONEY_UNTIL - MINUTE)
    await pay(placed, 650_00, MONEY_UNTIL - MINUTE)
    await come_by(MONEY_UNTIL)

    assert shape(await again(placed)) == (
        650_00, "early", OrderState.PAID, RegistrationState.CONFIRMED
    )  # fmt: skip


async def test_transfer_short_by_bank_charges_holds_the_price_and_owes_the_rest(
    sale: Sale, order: Order, pay: Pay
) -> None:
    """Situation 3: one registration, the balance at the desk."""
    placed = await order(sale.cast.dan)
    await told_in_time()
    await pay(placed, 632_50, PERIOD_ENDS - DAY)

    await come_by(MONEY_UNTIL)
    await come_by(MONEY_UNTIL + DAY)

    after = await again(placed)
    assert shape(after) == EARLY
    assert after.balance.due == 17_50
    assert await Registration.count() == 1


async def test_money_in_time_that_is_recorded_later_takes_the_difference_back(
    sale: Sale, order: Order, pay: Pay
) -> None:
    """Situation 3: the statement is read in the week after."""
    placed = await order(sale.cast.dan)
    await told_in_time()
    await come_by(MONEY_UNTIL)
    assert shape(await again(placed)) == LATER

    later = MONEY_UNTIL + 5 * DAY
    await pay(placed, 650_00, PERIOD_ENDS - DAY, now=later)
    assert (await again(placed)).balance.due == 130_00
    await come_by(later + MINUTE)
    await come_by(later + 2 * MINUTE)

    after = await again(placed)
    assert (after.total, after.state) == (650_00, OrderState.PAID)
    assert after.registration.is_confirmed
    assert [line.amount for line in after.lines] == [650_00, 130_00, -130_00]
    assert len(await letters_of("late_taken_back")) == 1
    assert len(await letters_of("registration_confirmed")) == 1
    assert await broken() == []


async def test_money_that_came_late_pays_the_difference_too(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan)
    await told_in_time()
    await come_by(MONEY_UNTIL)

    await pay(placed, 650_00, MONEY_UNTIL)
    await come_by(MONEY_UNTIL + MINUTE)

    after = await again(placed)
    assert (after.total, after.balance.due) == (780_00, 130_00)


@pytest.mark.parametrize("pays_by", [PayBy.PURCHASE_ORDER])
async def test_order_of_an_institution_keeps_its_price(
    sale: Sale, order: Order, pays_by: PayBy
) -> None:
    placed = await order(sale.cast.dan, pays_by=pays_by)

    await told_in_time()
    await come_by(MONEY_UNTIL + 10 * DAY)

    assert (await again(placed)).total == 650_00
    assert await letters_of("late_notice") == []


async def test_society_that_holds_prices_tells_and_charges_nothing(
    sale: Sale, order: Order
) -> None:
    await RegistrationPolicy.update(
        {RegistrationPolicy.late_payment: LatePayment.HOLD.value}, force=True
    )
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)

    await told_in_time()
    await come_by(PERIOD_ENDS + DAY)

    assert shape(await again(placed)) == EARLY
    assert await Notice.count() == 0


async def test_society_that_cancels_tells_before_and_frees_the_place(
    sale: Sale, order: Order, pay: Pay
) -> None:
    await RegistrationPolicy.update(
        {RegistrationPolicy.late_payment: LatePayment.CANCEL.value}, force=True
    )
    unpaid = await order(sale.cast.dan, pays_by=PayBy.CARD)
    part_paid = await order(sale.cast.bob, pays_by=PayBy.CARD)
    await pay(part_paid, 100_00, ORDERED + DAY)

    await told_in_time()
    await come_by(PERIOD_ENDS)
    await come_by(PERIOD_ENDS + MINUTE)

    assert "is given up" in (await letters_of("late_notice"))[0][1]
    after = await again(unpaid)
    assert (after.state, after.registration.state) == (
        OrderState.EXPIRED,
        RegistrationState.EXPIRED,
    )
    assert (await again(part_paid)).state is OrderState.PENDING
    assert await broken() == []


async def test_place_that_was_paid_in_time_keeps_its_price_when_an_extra_is_due(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)
    await pay(placed, 650_00, ORDERED + DAY)
    dinner = Line("Dinner", "", 90_00, LineKind.EXTRA, "dinner")
    async with action("add_extra", by=OFFICE, now=ORDERED + 2 * DAY) as act:
        await charge(act, placed.id, [dinner], registration=placed.registration.code)

    await told_in_time()
    await come_by(PERIOD_ENDS + DAY)

    after = await again(placed)
    assert (after.total, after.state) == (740_00, OrderState.PENDING)
    assert await letters_of("late_notice") == []


async def test_order_is_left_alone_while_it_is_being_paid(sale: Sale, order: Order) -> None:
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)
    await told_in_time()
    await CheckoutSession.insert(
        CheckoutSession(
            order=placed.id, session="cs_1", amount=650_00, currency="EUR", state="open",
            expires_at=PERIOD_ENDS + timedelta(minutes=30),
        )
    )  # fmt: skip

    await come_by(PERIOD_ENDS)
    assert shape(await again(placed)) == EARLY
    await come_by(PERIOD_ENDS + timedelta(hours=1))
    assert shape(await again(placed)) == LATER


async def test_extended_period_is_told_and_charged_anew(sale: Sale, order: Order) -> None:
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)
    await told_in_time()
    longer = PERIOD_ENDS + 10 * DAY
    for key, column in (("early", PriceWindow.ends_at), ("standard", PriceWindow.starts_at)):
        await PriceWindow.update({column: longer}).where(PriceWindow.key == key)

    await come_by(PERIOD_ENDS + DAY)
    assert shape(await again(placed)) == EARLY
    await come_by(longer - 2 * DAY)
    await come_by(longer)

    assert shape(await again(placed)) == LATER
    assert len(await letters_of("late_notice")) == 3


async def test_office_takes_the_difference_back_with_a_reason(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan, pays_by=PayBy.CARD)
    await told_in_time()
    await come_by(PERIOD_ENDS)
    await pay(placed, 650_00, PERIOD_ENDS + DAY)
    office = {"till": sale.till, "by": OFFICE, "now": PERIOD_ENDS + 2 * DAY}
    lists = await unpaid_lists(sale.meeting.id, PERIOD_ENDS + DAY)
    assert [(each.code, each.late) for each in lists.late] == [(placed.code, 130_00)]

    with pytest.raises(UnpaidRefused):
        await undo_late_charge(placed.code, reason="", **office)
    after = await undo_late_charge(placed.code, reason="Our card page was down.", **office)
    with pytest.raises(NothingLate):
        await undo_late_charge(placed.code, reason="Again.", **office)
    await come_by(PERIOD_ENDS + 3 * DAY)

    assert (after.total, after.state) == (650_00, OrderState.PAID)
    assert after.registration.is_confirmed
    assert (await again(placed)).total == 650_00
    assert "Our card page was down." in (await letters_of("late_taken_back"))[0][1]
    assert await broken() == []


async def test_late_terms_are_shown_beforehand_and_not_afterwards(
    sale: Sale, order: Order, pay: Pay
) -> None:
    placed = await order(sale.cast.dan)

    terms = await late_terms_of(placed, sale.meeting, ORDERED)
    assert terms is not None
    assert (terms.amount, terms.limit) == (130_00, MONEY_UNTIL)
    assert await late_terms_of(placed, sale.meeting, MONEY_UNTIL) is None
    paid = await pay(placed, 650_00, ORDERED + DAY)
    assert await late_terms_of(paid, sale.meeting, ORDERED + DAY) is None
