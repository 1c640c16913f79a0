"""Money goes back to the card it came from, once, and stands in the account (T05, T06, T07)."""

from __future__ import annotations

import asyncio

import pytest

from conference.orm import Actor
from conference.registration.card.cards import Cards
from conference.registration.card.refund_actions import (
    Counter,
    RefundOutcome,
    ask_again,
    refund_card,
    void_duplicate,
)
from conference.registration.card.rules import CheckoutInfo, RefundState
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.errors import PaymentRefused
from conference.registration.order_queries import PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import OrderState, PaymentMethod
from conference.registration.tables import CardRefund
from tests.cast import NOW
from tests.registration.card.conftest import Hasty
from tests.registration.card.scenes import (
    broken,
    card_money,
    hear,
    letters_to_dan,
    office_letters,
    order_now,
    second_page,
)
from tests.registration.card.stripe_server import StripeServer
from tests.registration.conftest import ISSUER, OFFICE, Sale

OLIVE = Actor.system("Olive Okafor")


@pytest.fixture
def counter(sale: Sale, cards: Cards) -> Counter:
    return Counter(sale.meeting, cards, OLIVE)


@pytest.fixture
async def paid(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> CheckoutInfo:
    """Dan's order is paid by card."""
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    return opened


@pytest.fixture
async def cancelled(sale: Sale, placed: PlacedOrder, paid: CheckoutInfo) -> CheckoutInfo:
    """Paid and then cancelled: 650.00 are to refund."""
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )
    return paid


@pytest.fixture
async def twice(
    sale: Sale, placed: PlacedOrder, paid: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> tuple[CheckoutInfo, CheckoutInfo]:
    """Paid by two cards (situation 4)."""
    again = await second_page(placed, stripe_server)
    await hear(cards, stripe_server, stripe_server.pay(again.session))
    return paid, again


async def refund_states() -> list[str]:
    rows = await CardRefund.select(CardRefund.state)
    return sorted(row["state"] for row in rows)


async def test_refund_card_gives_back_and_is_recorded_once(
    placed: PlacedOrder,
    cancelled: CheckoutInfo,
    counter: Counter,
    cards: Cards,
    stripe_server: StripeServer,
) -> None:
    done = await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)

    (made,) = stripe_server.books.refunds.values()
    await hear(cards, stripe_server, stripe_server.event("refund.created", made))
    assert done == RefundOutcome(sent=650_00)
    assert await card_money(placed) == [650_00, -650_00]
    assert (await order_now(placed)).balance.to_refund == 0
    assert (await letters_to_dan()).count("refund") == 1
    assert await refund_states() == [RefundState.SENT]
    assert await broken() == []


@pytest.mark.usefixtures("warm")
async def test_refund_card_sent_ten_times_at_once_gives_back_once(
    placed: PlacedOrder, cancelled: CheckoutInfo, counter: Counter, stripe_server: StripeServer
) -> None:
    await asyncio.gather(
        *(
            refund_card(placed.order_code, 50_00, "form", counter=counter, now=NOW)
            for _ in range(10)
        ),
        return_exceptions=True,
    )

    assert [each["amount"] for each in stripe_server.books.refunds.values()] == [50_00]
    assert await card_money(placed) == [650_00, -50_00]


@pytest.mark.usefixtures("warm")
async def test_refund_card_from_ten_forms_never_gives_back_more_than_is_owed(
    sale: Sale,
    placed: PlacedOrder,
    paid: CheckoutInfo,
    counter: Counter,
    stripe_server: StripeServer,
) -> None:
    """Stripe would let all ten through: the card has paid far more than is owed back."""
    wire = NewPayment(60_00, PaymentMethod.BANK_TRANSFER, NOW, "wire")
    await record_payment(placed.order_code, wire, till=sale.till, by=OFFICE, now=NOW)

    await asyncio.gather(
        *(
            refund_card(placed.order_code, 60_00, f"form {n}", counter=counter, now=NOW)
            for n in range(10)
        ),
        return_exceptions=True,
    )

    assert [each["amount"] for each in stripe_server.books.refunds.values()] == [60_00]
    assert (await order_now(placed)).balance.to_refund == 0


async def test_refund_card_refuses_more_than_is_owed(
    placed: PlacedOrder, paid: CheckoutInfo, counter: Counter, stripe_server: StripeServer
) -> None:
    with pytest.raises(PaymentRefused, match="more than there is"):
        await refund_card(placed.order_code, 1, "form", counter=counter, now=NOW)

    assert stripe_server.books.refunds == {}


async def test_refund_card_gives_back_to_cards_only_what_came_by_card(
    sale: Sale,
    placed: PlacedOrder,
    cancelled: CheckoutInfo,
    counter: Counter,
    stripe_server: StripeServer,
) -> None:
    wire = NewPayment(100_00, PaymentMethod.BANK_TRANSFER, NOW, "wire")
    await record_payment(placed.order_code, wire, till=sale.till, by=OFFICE, now=NOW)

    with pytest.raises(PaymentRefused, match=r"Only 650\.00 EUR came by card"):
        await refund_card(placed.order_code, 750_00, "form", counter=counter, now=NOW)

    assert stripe_server.books.refunds == {}


async def test_refund_card_that_stripe_refuses_records_nothing(
    placed: PlacedOrder, cancelled: CheckoutInfo, counter: Counter, stripe_server: StripeServer
) -> None:
    stripe_server.refund_in_dashboard(cancelled.session, 500_00)  # and nobody told us yet

    done = await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)

    assert (done.sent, done.refused) == (0, "Refund is greater than the charge")
    assert await card_money(placed) == [650_00]
    assert await refund_states() == [RefundState.REFUSED]


async def test_refund_card_without_an_answer_is_asked_for_again_and_goes_once(
    placed: PlacedOrder, cancelled: CheckoutInfo, counter: Counter, stripe_server: StripeServer
) -> None:
    stripe_server.books.is_down = True
    done = await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)
    assert done == RefundOutcome(waiting=650_00)
    assert await card_money(placed) == [650_00]
    with pytest.raises(PaymentRefused, match=r"still waits for the card company's answer"):
        await refund_card(placed.order_code, 650_00, "other", counter=counter, now=NOW)
    stripe_server.books.is_down = False

    for _ in range(2):
        await ask_again(placed.order_code, counter=counter, now=NOW)

    assert len(stripe_server.books.refunds) == 1
    assert await card_money(placed) == [650_00, -650_00]


async def test_refund_card_whose_answer_was_lost_is_found(
    placed: PlacedOrder,
    cancelled: CheckoutInfo,
    counter: Counter,
    stripe_server: StripeServer,
    hasty: Hasty,
) -> None:
    """Stripe did it, then could not say so; after a day the key is forgotten too."""
    stripe_server.books.mute_writes = True
    with hasty():
        done = await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)
    assert done == RefundOutcome(waiting=650_00)
    stripe_server.books.mute_writes = False
    stripe_server.books.answers.clear()

    done = await ask_again(placed.order_code, counter=counter, now=NOW)

    assert done == RefundOutcome(sent=650_00)
    assert len(stripe_server.books.refunds) == 1


async def test_refund_card_that_fails_at_stripe_can_be_tried_anew(
    placed: PlacedOrder, cancelled: CheckoutInfo, counter: Counter, stripe_server: StripeServer
) -> None:
    stripe_server.books.failing = 1
    first = await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)
    second = await refund_card(placed.order_code, 650_00, "anew", counter=counter, now=NOW)

    assert (first.sent, second.sent) == (0, 650_00)
    assert await card_money(placed) == [650_00, -650_00]


async def test_refund_card_of_a_disputed_payment_is_refused(
    placed: PlacedOrder,
    cancelled: CheckoutInfo,
    counter: Counter,
    cards: Cards,
    stripe_server: StripeServer,
) -> None:
    """The bank has taken the money already."""
    await hear(cards, stripe_server, stripe_server.dispute(cancelled.session))

    with pytest.raises(PaymentRefused):
        await refund_card(placed.order_code, 650_00, "form", counter=counter, now=NOW)


async def test_refund_card_over_two_cards_gives_each_its_own(
    placed: PlacedOrder,
    sale: Sale,
    twice: tuple[CheckoutInfo, CheckoutInfo],
    counter: Counter,
    stripe_server: StripeServer,
) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )

    done = await refund_card(placed.order_code, 1000_00, "form", counter=counter, now=NOW)

    assert done.sent == 1000_00
    made = sorted(each["amount"] for each in stripe_server.books.refunds.values())
    assert made == [350_00, 650_00]
    assert (await order_now(placed)).balance.to_refund == 300_00
    assert await broken() == []


@pytest.mark.usefixtures("warm")
async def test_void_duplicate_gives_the_second_payment_back_once(
    placed: PlacedOrder,
    twice: tuple[CheckoutInfo, CheckoutInfo],
    counter: Counter,
    stripe_server: StripeServer,
) -> None:
    first, second = twice

    async def press() -> RefundOutcome:
        return await void_duplicate(placed.order_code, second.id, counter=counter, now=NOW)

    await asyncio.gather(*(press() for _ in range(5)), return_exceptions=True)
    nothing = await void_duplicate(placed.order_code, first.id, counter=counter, now=NOW)

    (made,) = stripe_server.books.refunds.values()
    assert made["payment_intent"] == f"pi_{second.session[3:]}"
    assert nothing == RefundOutcome()
    order = await order_now(placed)
    assert (order.state, order.balance.paid) == (OrderState.PAID, 650_00)
    assert order.registration.is_confirmed
    assert await broken() == []


async def test_a_refund_made_in_stripe_is_recorded_once_and_opens_the_order(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    """A fact is recorded, also when nothing was to refund: the order is due again (T06)."""
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    told = stripe_server.refund_in_dashboard(opened.session, 100_00)

    for event in [*told, {**told[0], "id": "evt_again", "type": "refund.updated"}]:
        await hear(cards, stripe_server, event)

    order = await order_now(placed)
    assert await card_money(placed) == [650_00, -100_00]
    assert (order.state, order.balance.due) == (OrderState.PENDING, 100_00)
    assert order.registration.is_confirmed
    assert await CardRefund.count() == 1
    assert "refund" in await letters_to_dan()
    assert await broken() == []


async def test_a_refund_that_does_not_arrive_is_owed_again(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    """The card is closed meanwhile: three weeks later the money is with us again."""
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    told = stripe_server.refund_in_dashboard(opened.session, 650_00)
    await hear(cards, stripe_server, told[0])
    failed = stripe_server.fail_refund(told[0]["data"]["object"]["id"])

    await hear(cards, stripe_server, failed)
    await hear(cards, stripe_server, {**failed, "id": "evt_again", "type": "refund.updated"})

    assert await card_money(placed) == [650_00, 650_00, -650_00]
    assert await office_letters() == [
        f"Order {placed.order_code}: a refund came back from the card"
    ]


async def test_a_refund_that_failed_before_we_heard_of_it_moves_no_money(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    told = stripe_server.refund_in_dashboard(opened.session, 650_00)
    failed = stripe_server.fail_refund(told[0]["data"]["object"]["id"])

    for event in [failed, *told]:
        await hear(cards, stripe_server, event)

    assert await card_money(placed) == [650_00]
