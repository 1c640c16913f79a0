"""What the card company tells counts once and ends the same: repeated, late, in any order (T05)."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from conference.orm import clock
from conference.registration.card.cards import Cards
from conference.registration.card.errors import BadEvent, CardsDown
from conference.registration.card.hearing import (
    ENTERED,
    NO_CONCERN,
    NOT_OURS,
    REPEATED,
    ask_about,
    handle_event,
)
from conference.registration.card.rules import CheckoutInfo, CheckoutState
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_queries import PlacedOrder, order_by_id
from conference.registration.rules import OrderState
from conference.registration.tables import CardEvent, Payment, PlacePool
from conference.registration.unpaid.giving_up import give_up_order
from tests.cast import NOW
from tests.registration.card.scenes import (
    broken,
    card_money,
    checkouts,
    hear,
    letters_to_dan,
    office_letters,
    order_now,
    second_page,
)
from tests.registration.card.stripe_server import StripeServer
from tests.registration.conftest import ISSUER, OFFICE, Sale


async def test_a_payment_confirms_at_the_moment_of_authorisation(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    """P04: the message comes hours later, after the deadline; the payment counts as on time."""
    with clock.at(NOW + timedelta(minutes=3)):
        event = stripe_server.pay(opened.session)
    with clock.at(NOW + timedelta(hours=3)):
        assert await hear(cards, stripe_server, event) == ENTERED

    order = await order_now(placed)
    (payment,) = order.payments
    assert payment.received_at == NOW + timedelta(minutes=3)
    assert (payment.amount, payment.recorded_by) == (650_00, "Stripe")
    assert (order.state, order.registration.is_confirmed) == (OrderState.PAID, True)
    assert "registration_confirmed" in await letters_to_dan()
    assert [each.state for each in await checkouts(placed)] == [CheckoutState.PAID]
    assert await office_letters() == await broken() == []


@pytest.mark.usefixtures("warm")
async def test_fifty_equal_messages_at_once_pay_once(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    event = stripe_server.pay(opened.session)

    said = await asyncio.gather(*(hear(cards, stripe_server, event) for _ in range(50)))

    assert sorted(said) == [ENTERED] + [REPEATED] * 49
    assert await card_money(placed) == [650_00]
    assert (await letters_to_dan()).count("registration_confirmed") == 1
    assert await CardEvent.count() == 1


@pytest.mark.usefixtures("warm")
async def test_fifty_different_messages_and_readers_at_once_pay_once(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    """Stripe may tell of one payment in several events, while the payer comes back."""
    event = stripe_server.pay(opened.session)
    others = [{**event, "id": f"evt_{n}_{uuid4().hex}"} for n in range(25)]

    await asyncio.gather(
        *(hear(cards, stripe_server, each) for each in others),
        *(ask_about(opened, cards=cards, now=NOW) for _ in range(25)),
    )

    assert await card_money(placed) == [650_00]


@pytest.mark.usefixtures("warm")
async def test_the_same_fifty_pay_often_without_lock_and_key(
    placed: PlacedOrder, opened: CheckoutInfo, stripe_server: StripeServer
) -> None:
    """The twin: look whether it is paid, then insert. It must pay twice, or the tests above prove
    nothing."""
    together = asyncio.Barrier(50)

    async def look_then_insert() -> None:
        order = await order_by_id(placed.order)
        await together.wait()  # the worst interleaving, which some night will have
        if order.payments:
            return
        await Payment.insert(
            Payment(
                order=placed.order,
                amount=650_00,
                method="card",
                received_at=NOW,
                recorded_by="twin",
                idempotency_key=uuid4().hex,
            )
        )

    await asyncio.gather(*(look_then_insert() for _ in range(50)))

    assert len(await card_money(placed)) > 1


ORDERS = [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 3, 0, 2), (3, 0, 2, 1), (1, 2, 3, 0)]


@pytest.mark.parametrize("order", ORDERS, ids=str)
async def test_messages_in_any_order_end_the_same(
    sale: Sale,
    placed: PlacedOrder,
    opened: CheckoutInfo,
    cards: Cards,
    stripe_server: StripeServer,
    order: tuple[int, ...],
) -> None:
    """Paid; the office gives 50.00 back in Stripe; the cardholder disputes; the dispute is won."""
    paid = stripe_server.pay(opened.session)
    (refunded, _) = stripe_server.refund_in_dashboard(opened.session, 50_00)
    disputed = stripe_server.dispute(opened.session)
    won = stripe_server.dispute(opened.session, "won")
    events = [paid, refunded, disputed, won]

    for n in order:
        await hear(cards, stripe_server, events[n])
    for event in events:
        assert await hear(cards, stripe_server, event) == REPEATED

    assert sorted(await card_money(placed)) == [-50_00, 650_00]
    assert [each.state for each in await checkouts(placed)] == [CheckoutState.WON]
    assert await broken() == []


@pytest.mark.parametrize("well", [True, False])
async def test_money_that_is_not_certain_yet_is_waited_for(
    placed: PlacedOrder,
    opened: CheckoutInfo,
    cards: Cards,
    stripe_server: StripeServer,
    well: bool,
) -> None:
    await hear(cards, stripe_server, stripe_server.pay(opened.session, certain=False))
    assert await card_money(placed) == []
    assert (await checkouts(placed))[0].state is CheckoutState.ON_ITS_WAY

    settled = stripe_server.settle(opened.session, well=well)
    await hear(cards, stripe_server, settled)

    assert await card_money(placed) == ([650_00] if well else [])
    wanted = CheckoutState.PAID if well else CheckoutState.FAILED
    assert (await checkouts(placed))[0].state is wanted


async def test_a_page_that_expires_leaves_the_order_as_it_is(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    before = await order_now(placed)

    await hear(cards, stripe_server, stripe_server.expire(opened.session))

    assert await order_now(placed) == before
    assert (await checkouts(placed))[0].state is CheckoutState.EXPIRED


async def test_two_paid_pages_of_one_order_are_to_refund_and_the_office_is_told(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    """Situation 4."""
    again = await second_page(placed, stripe_server)
    for each in (opened, again):
        await hear(cards, stripe_server, stripe_server.pay(each.session))

    order = await order_now(placed)
    assert (order.balance.paid, order.balance.to_refund) == (1300_00, 650_00)
    assert await office_letters() == [
        f"Order {placed.order_code}: an order was paid more than once"
    ]
    assert "payment_received" in await letters_to_dan()
    assert await broken() == []


async def test_a_payment_for_a_cancelled_order_is_kept_and_to_refund(
    sale: Sale, placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    event = stripe_server.pay(opened.session)
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )

    await hear(cards, stripe_server, event)

    order = await order_now(placed)
    assert (order.state, order.balance.to_refund) == (OrderState.CANCELLED, 650_00)
    assert not order.registration.is_active
    assert await office_letters() == [
        f"Order {placed.order_code}: an order had ended when a card paid for it"
    ]
    assert await broken() == []


@pytest.mark.parametrize("is_full", [False, True])
async def test_a_payment_for_an_expired_order_takes_the_place_again_if_one_is_left(
    sale: Sale,
    placed: PlacedOrder,
    opened: CheckoutInfo,
    cards: Cards,
    stripe_server: StripeServer,
    is_full: bool,
) -> None:
    """The message was lost until the order had been given up; the card had paid in time (P04)."""
    event = stripe_server.pay(opened.session)
    later = NOW + timedelta(days=3)
    await give_up_order(placed.order_code, till=sale.till, by=OFFICE, now=later, reason="unpaid")
    if is_full:
        await PlacePool.update({PlacePool.taken: PlacePool.capacity}).where(
            PlacePool.key == "meeting"
        )

    with clock.at(later + timedelta(hours=1)):
        await hear(cards, stripe_server, event)

    order = await order_now(placed)
    assert await card_money(placed) == [650_00]
    assert order.state is (OrderState.EXPIRED if is_full else OrderState.PAID)
    assert order.registration.is_confirmed is not is_full
    assert order.balance.to_refund == (650_00 if is_full else 0)
    assert len(await office_letters()) == 1


async def test_a_dispute_is_flagged_and_told_and_moves_no_money(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    await hear(cards, stripe_server, stripe_server.pay(opened.session))

    await hear(cards, stripe_server, stripe_server.dispute(opened.session))

    (checkout,) = await checkouts(placed)
    assert (checkout.state, checkout.note) == (CheckoutState.DISPUTED, "product not received")
    assert checkout.refundable == 0
    assert await card_money(placed) == [650_00]
    assert len(await office_letters()) == 1
    await hear(cards, stripe_server, stripe_server.dispute(opened.session, "lost"))
    assert (await checkouts(placed))[0].state is CheckoutState.LOST


async def test_messages_about_others_are_heard_and_left(
    cards: Cards, stripe_server: StripeServer, db: Any
) -> None:
    """A society may use its Stripe account for other things."""
    session = {"id": "cs_other", "status": "complete", "payment_status": "paid", "created": 0}
    about = {**session, "currency": "eur", "amount_total": 5, "payment_intent": "pi_other"}
    stripe_server.books.sessions["cs_other"] = {**about, "metadata": {}}
    charge = {"id": "ch_other", "payment_intent": "pi_other"}
    for kind, what, said in [
        ("checkout.session.completed", about, NOT_OURS),
        ("charge.refunded", charge, NOT_OURS),
        ("charge.dispute.created", {"id": "dp_1", "payment_intent": "pi_unknown"}, NOT_OURS),
        ("customer.created", {"id": "cus_1"}, NO_CONCERN),
    ]:
        assert await hear(cards, stripe_server, stripe_server.event(kind, what)) == said
    assert await CardEvent.count() == await Payment.count() == 0


async def test_a_payment_in_another_currency_is_not_recorded_but_told(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    stripe_server.books.sessions[opened.session]["currency"] = "usd"

    await hear(cards, stripe_server, stripe_server.pay(opened.session))

    assert await card_money(placed) == []
    assert "nothing recorded" in (await office_letters())[0]


@pytest.mark.parametrize(
    "how", ["other secret", "changed", "old", "missing", "no UTF-8", "no JSON"]
)
async def test_a_message_that_is_not_signed_changes_nothing(
    placed: PlacedOrder,
    opened: CheckoutInfo,
    cards: Cards,
    stripe_server: StripeServer,
    how: str,
) -> None:
    import stripe

    event = stripe_server.pay(opened.session)
    payload, header = stripe_server.signed(event)
    match how:
        case "other secret":
            payload, header = stripe_server.signed(event, "whsec_guessed")
        case "changed":
            payload = json.dumps({**event, "id": "evt_mine"}).encode()
        case "old":
            then = int(datetime.now(UTC).timestamp()) - 301
            header = stripe.WebhookSignature.generate_signature_header(
                payload.decode(), "whsec_plenary", then
            )
        case "missing":
            header = ""
        case "no UTF-8":
            payload = b"\xff\xfe"
        case "no JSON":
            payload = b"["
            header = stripe.WebhookSignature.generate_signature_header("[", "whsec_plenary")

    with pytest.raises(BadEvent):
        await handle_event(payload, header, cards=cards, now=NOW)

    assert await card_money(placed) == []
    assert await CardEvent.count() == 0


async def test_a_message_that_needs_an_answer_is_sent_again_when_there_is_none(
    placed: PlacedOrder, opened: CheckoutInfo, cards: Cards, stripe_server: StripeServer
) -> None:
    await hear(cards, stripe_server, stripe_server.pay(opened.session))
    (_, refunded) = stripe_server.refund_in_dashboard(opened.session, 100_00)
    stripe_server.books.is_down = True
    with pytest.raises(CardsDown):
        await hear(cards, stripe_server, refunded)

    stripe_server.books.is_down = False

    assert await hear(cards, stripe_server, refunded) == ENTERED
    assert await card_money(placed) == [650_00, -100_00]
