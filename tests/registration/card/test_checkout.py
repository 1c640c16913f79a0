"""From the button to the card page: one page per order and amount, whatever goes wrong (T05)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from conference.orm import Actor, clock
from conference.registration.card.actions import ask_about_unheard, start_checkout
from conference.registration.card.cards import Cards
from conference.registration.card.errors import (
    CardRefused,
    CardsBroken,
    CardsDown,
    MoneyOnItsWay,
    NothingDue,
)
from conference.registration.card.hearing import handle_event
from conference.registration.card.queries import orders_being_paid
from conference.registration.card.rules import CheckoutInfo, CheckoutState
from conference.registration.errors import UnknownOrder
from conference.registration.order_queries import PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import OrderState, PaymentMethod
from conference.registration.tables import CheckoutSession, Order, OrderLine
from tests.cast import NOW
from tests.registration.card.conftest import Hasty
from tests.registration.card.scenes import card_money, checkouts, order_now
from tests.registration.card.stripe_server import StripeServer
from tests.registration.conftest import OFFICE, Buy, Sale


@pytest.fixture
def press(sale: Sale, placed: PlacedOrder, cards: Cards):
    """Dan presses "Pay by card"."""

    async def run() -> CheckoutInfo:
        dan = sale.cast.dan
        by = Actor(dan.id, dan.registered_name)
        return await start_checkout(placed.order_code, dan.id, cards=cards, by=by, now=clock.now())

    return run


async def states(placed: PlacedOrder) -> list[CheckoutState]:
    """Sorted by name: the clock stands still."""
    return sorted(each.state for each in await checkouts(placed))


async def test_start_checkout_asks_for_the_amount_that_is_due(
    sale: Sale, placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    await record_payment(
        placed.order_code,
        NewPayment(150_00, PaymentMethod.BANK_TRANSFER, NOW, "wire"),
        till=sale.till,
        by=OFFICE,
        now=NOW,
    )

    checkout = await press()

    (session,) = stripe_server.books.sessions.values()
    assert (session["amount_total"], session["currency"]) == (500_00, "eur")
    assert session["customer_email"] == "dan@example.org"
    assert session["client_reference_id"] == placed.order_code
    assert f"/my/orders/{placed.order_code}/card-return?session=" in session["success_url"]
    assert checkout.url == session["url"]
    assert await states(placed) == [CheckoutState.OPEN]


async def test_start_checkout_twice_gives_the_same_page(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    first = await press()
    with clock.at(NOW + timedelta(minutes=20)):
        second = await press()

    assert first.url == second.url
    assert len(await checkouts(placed)) == len(stripe_server.books.sessions) == 1


@pytest.mark.usefixtures("warm")
async def test_start_checkout_ten_times_at_once_gives_one_page(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    pressed = await asyncio.gather(*(press() for _ in range(10)), return_exceptions=True)

    pages = {each.url for each in pressed if isinstance(each, CheckoutInfo)}
    assert len(pages) == 1
    assert len(await checkouts(placed)) == len(stripe_server.books.sessions) == 1
    assert not [each for each in pressed if not isinstance(each, CheckoutInfo | CardsDown)]


async def test_start_checkout_after_a_lost_answer_gives_the_page_that_was_made(
    placed: PlacedOrder, press, stripe_server: StripeServer, hasty: Hasty
) -> None:
    stripe_server.books.lost_answers = 2  # of the first try and of the second
    with hasty(), pytest.raises(CardsDown):
        await press()
    assert await states(placed) == [CheckoutState.STARTING]

    checkout = await press()

    assert checkout.state is CheckoutState.OPEN
    assert len(stripe_server.books.sessions) == len(await checkouts(placed)) == 1


async def test_start_checkout_after_a_failure_of_theirs_begins_anew(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    """Under the old key Stripe would repeat its error for a day."""
    stripe_server.books.failing = 1
    with pytest.raises(CardsBroken):
        await press()

    checkout = await press()

    assert checkout.url
    assert await states(placed) == [CheckoutState.FAILED, CheckoutState.OPEN]
    assert (await order_now(placed)).state is OrderState.PENDING


async def test_start_checkout_while_stripe_is_down_leaves_the_order_as_it_is(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    before = await order_now(placed)
    stripe_server.books.is_down = True

    for _ in range(3):
        with pytest.raises(CardsDown):
            await press()

    assert await order_now(placed) == before
    assert stripe_server.books.sessions == {}


async def test_start_checkout_closes_the_page_of_another_amount(
    sale: Sale, placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    old = await press()
    await record_payment(
        placed.order_code,
        NewPayment(50_00, PaymentMethod.CASH, NOW, "cash"),
        till=sale.till,
        by=OFFICE,
        now=NOW,
    )

    new = await press()

    assert (new.amount, new.url != old.url) == (600_00, True)
    assert stripe_server.books.sessions[old.session]["status"] == "expired"
    assert await states(placed) == [CheckoutState.EXPIRED, CheckoutState.OPEN]


async def test_start_checkout_closes_a_page_with_too_little_time_left(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    old = await press()

    with clock.at(NOW + timedelta(minutes=57)):
        new = await press()

    assert new.url != old.url
    assert stripe_server.books.sessions[old.session]["status"] == "expired"


async def test_start_checkout_finds_a_payment_of_which_nothing_was_heard(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    """Situation 4: the message is lost, the payer presses again, and pays once."""
    checkout = await press()
    stripe_server.pay(checkout.session)

    with pytest.raises(NothingDue):
        await press()

    assert await card_money(placed) == [650_00]
    assert len(stripe_server.books.sessions) == 1


async def test_start_checkout_while_money_is_on_its_way_is_refused(
    placed: PlacedOrder, press, stripe_server: StripeServer, cards: Cards
) -> None:
    checkout = await press()
    event = stripe_server.pay(checkout.session, certain=False)
    await handle_event(*stripe_server.signed(event), cards=cards, now=NOW)

    with pytest.raises(MoneyOnItsWay):
        await press()

    assert await states(placed) == [CheckoutState.ON_ITS_WAY]


async def test_start_checkout_of_somebody_else_is_unknown(
    sale: Sale, placed: PlacedOrder, cards: Cards
) -> None:
    with pytest.raises(UnknownOrder):
        await start_checkout(placed.order_code, sale.cast.bob.id, cards=cards, by=OFFICE, now=NOW)


async def test_start_checkout_of_what_is_paid_or_free_charges_nothing(
    sale: Sale, buy: Buy, cards: Cards, stripe_server: StripeServer
) -> None:
    free = await buy(sale.cast.bob, "helper")

    with pytest.raises(NothingDue):
        await start_checkout(free.order_code, sale.cast.bob.id, cards=cards, by=OFFICE, now=NOW)

    assert stripe_server.books.sessions == {}


async def test_start_checkout_of_an_amount_stripe_refuses_says_so(
    placed: PlacedOrder, press
) -> None:
    await OrderLine.update({OrderLine.amount: 20}).where(OrderLine.order == placed.order)
    await Order.update({Order.total: 20}).where(Order.id == placed.order)

    with pytest.raises(CardRefused, match="at least 50 cents"):
        await press()

    (checkout,) = await checkouts(placed)
    assert (checkout.state, "50 cents" in checkout.note) == (CheckoutState.FAILED, True)


async def test_start_checkout_with_a_wrong_key_charges_nothing_and_tells_no_detail(
    sale: Sale, placed: PlacedOrder, cards: Cards
) -> None:
    cards.provider._key = "sk_test_other"

    with pytest.raises(CardsDown) as caught:
        await start_checkout(placed.order_code, sale.cast.dan.id, cards=cards, by=OFFICE, now=NOW)

    assert "sk_test" not in caught.value.detail


async def test_ask_about_unheard_finds_lost_payments_and_closes_the_rest(
    sale: Sale, buy: Buy, placed: PlacedOrder, press, cards: Cards, stripe_server: StripeServer
) -> None:
    paid = await press()
    stripe_server.pay(paid.session)
    other = await buy(sale.cast.bob)
    await start_checkout(other.order_code, sale.cast.bob.id, cards=cards, by=OFFICE, now=NOW)
    assert await ask_about_unheard(cards=cards, now=NOW) == 0

    with clock.at(NOW + timedelta(hours=2)):
        assert await ask_about_unheard(cards=cards, now=clock.now()) == 2
        assert await ask_about_unheard(cards=cards, now=clock.now()) == 0

    assert await card_money(placed) == [650_00]
    assert await states(other) == [CheckoutState.EXPIRED]


async def test_orders_being_paid_are_those_with_an_open_page(
    sale: Sale, buy: Buy, placed: PlacedOrder, press
) -> None:
    other = await buy(sale.cast.bob)
    await press()

    asked = [placed.order, other.order]
    assert await orders_being_paid(asked, NOW) == {placed.order}
    assert await orders_being_paid(asked, NOW + timedelta(hours=1)) == frozenset()
    assert await orders_being_paid([], NOW) == frozenset()


async def test_a_page_that_stripe_does_not_know_is_one_nobody_pays_on(
    placed: PlacedOrder, press, stripe_server: StripeServer
) -> None:
    """After the keys of another Stripe account were set."""
    await press()
    stripe_server.books.sessions.clear()

    again = await press()

    assert again.session in stripe_server.books.sessions
    assert await states(placed) == [CheckoutState.EXPIRED, CheckoutState.OPEN]
    assert await CheckoutSession.count() == 2
