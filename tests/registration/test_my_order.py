"""The payer's page of an order, and changing its bill while it is unpaid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference.letters.tables import OutboxLetter
from conference.orm import action, clock
from conference.registration import order_queries
from conference.registration.bank.references import payment_reference
from conference.registration.catalogue import LineKind
from conference.registration.ledger import charge
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.quoted import Line
from conference.registration.rules import PayBy, PaymentMethod
from conference.registration.tables import Order, OrderLine
from tests.cast import NOW
from tests.registration import stalls
from tests.registration.conftest import OFFICE, Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

STATEMENTS = 31
FRENCH = {
    "bill_for": "institution",
    "bill_to": "Institut de la Mer\nBrest",
    "bill_country": "FR",
    "vat_number": "FR12345678901",
    "pays_by": "bank_transfer",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


async def pay(sale: Sale, code: str, amount: int) -> None:
    payment = NewPayment(
        amount=amount,
        method=PaymentMethod.BANK_TRANSFER,
        received_at=NOW,
        reference="statement 7",
        idempotency_key=f"key-{amount}",
    )
    await record_payment(code, payment, till=sale.till, by=OFFICE, now=NOW)


async def test_my_order_shows_lines_payments_balance_and_the_reference(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    placed = await buy(sale.cast.dan)
    await pay(sale, placed.order_code, 600_00)
    await sign_in(client, sale.cast.dan)

    page = words(await client.get(f"/my/orders/{placed.order_code}"))

    assert "Non-member, in person, early" in page
    assert "Price until Sat 31 Jul 2027, 23:59 BST (London)." in page
    assert "Mon 10 May 2027 Bank transfer 600.00 EUR" in page
    assert "Still due 50.00 EUR" in page
    assert payment_reference(placed.order_code) in page
    assert "How to pay 50.00 EUR" in page


async def test_another_persons_order_is_unknown(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.alice)

    for path in ("", "/billing"):
        answer = await client.get(f"/my/orders/{placed.order_code}{path}")
        assert answer.status_code == 404
        assert "Dan" not in answer.text
    assert (
        await post(client, f"/my/orders/{placed.order_code}/billing", FRENCH)
    ).status_code == 404


@pytest.mark.parametrize("payments", [1, 3])
async def test_my_order_takes_a_fixed_number_of_statements(
    sale: Sale,
    buy: Buy,
    client: httpx.AsyncClient,
    sign_in: SignIn,
    count_statements: Any,
    payments: int,
) -> None:
    placed = await buy(sale.cast.dan)
    for n in range(payments):
        await pay(sale, placed.order_code, 10_00 + n)
    await sign_in(client, sale.cast.dan)
    await client.get(f"/my/orders/{placed.order_code}")

    with count_statements() as seen:
        await client.get(f"/my/orders/{placed.order_code}")

    assert len(seen) == STATEMENTS


async def test_change_the_way_to_pay_moves_the_day_on_which_the_place_is_given_up(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)
    path = f"/my/orders/{placed.order_code}"

    await post(client, f"{path}/billing", {"bill_for": "me", "pays_by": "desk"})
    at_desk = await order_queries.order_by_id(placed.order)
    with clock.at(NOW + timedelta(days=20)):
        await sign_in(client, sale.cast.dan)
        await post(client, f"{path}/billing", {"bill_for": "me", "pays_by": "bank_transfer"})
    by_transfer = await order_queries.order_by_id(placed.order)

    assert (at_desk.pays_by, at_desk.expires_at) == (PayBy.DESK, None)
    assert by_transfer.expires_at == NOW + timedelta(days=22)


async def test_a_bill_with_another_tax_is_asked_for_and_then_taken_back_and_charged_anew(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    await stalls.tax(sale, 2200)
    await stalls.tax(sale, 0, country="FR", customer="business", note="Reverse charge.")
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)
    path = f"/my/orders/{placed.order_code}/billing"

    asked = await post(client, path, FRENCH)

    assert asked.status_code == 409
    assert "Before: 650.00 EUR, of it tax 117.21 EUR. Then: 532.79 EUR" in words(asked)
    assert (await order_queries.order_by_id(placed.order)).total == 650_00
    (agreed,) = html.fromstring(asked.text).xpath("//input[@name='agreed']/@value")

    saved = await post(client, path, {**FRENCH, "agreed": agreed})

    assert saved.headers["location"] == f"/my/orders/{placed.order_code}"
    order = await order_queries.order_by_id(placed.order)
    assert (order.total, order.vat_number) == (532_79, "FR12345678901")
    assert [(line.amount, line.tax) for line in order.lines] == [
        (650_00, 117_21),
        (-650_00, -117_21),
        (532_79, 0),
    ]


async def test_a_stale_agreement_is_asked_for_again(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    await stalls.tax(sale, 2200)
    await stalls.tax(sale, 0, country="FR", customer="business")
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)

    answer = await post(
        client, f"/my/orders/{placed.order_code}/billing", {**FRENCH, "agreed": "1"}
    )

    assert answer.status_code == 409
    assert await OrderLine.count() == 1


async def test_a_bad_bill_is_told_beside_its_field_and_nothing_changes(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)

    answer = await post(
        client, f"/my/orders/{placed.order_code}/billing", {**FRENCH, "bill_country": ""}
    )

    assert answer.status_code == 422
    assert list(errors_beside(answer)) == ["bill_country"]
    assert "Brest" in html.fromstring(answer.text).xpath("//textarea")[0].text
    assert (await Order.select(Order.bill_to).first()) == {"bill_to": ""}


async def test_the_bill_of_an_order_with_money_on_it_stands(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await pay(sale, placed.order_code, 100_00)
    await sign_in(client, sale.cast.dan)

    shown = await client.get(f"/my/orders/{placed.order_code}")
    refused = await post(client, f"/my/orders/{placed.order_code}/billing", FRENCH)

    assert "Change the bill" not in words(shown)
    assert refused.status_code == 409
    assert (await Order.select(Order.bill_to).first()) == {"bill_to": ""}


async def test_the_letter_of_an_order_has_taxes_deadlines_reference_and_the_way_to_the_order(
    sale: Sale, buy: Buy
) -> None:
    await stalls.tax(sale, 2200)

    placed = await buy(sale.cast.dan)

    row = await OutboxLetter.select().where(OutboxLetter.kind == "order_received").first()
    assert row is not None
    body = row["body"]
    assert "of which tax 22 %: 117.21 EUR on 532.79 EUR" in body
    assert "Pay by Mon 24 May 2027, 10:00 BST (London); without a payment your place is" in body
    assert "later the price" not in body, "the place is given up before"
    assert payment_reference(placed.order_code) in body
    assert f"http://testserver/my/orders/{placed.order_code}" in body


async def test_my_registration_leads_to_the_order_and_the_questions(
    sale: Sale,
    buy: Buy,
    client: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    sign_in: SignIn,
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)

    page = await client.get(f"/my/registrations/{placed.registration_code}")

    links = html.fromstring(page.text).xpath("//main//a/@href")
    assert f"/my/orders/{placed.order_code}" in links
    assert f"/my/registrations/{placed.registration_code}/details" in links
    assert f"/my/registrations/{placed.registration_code}/visa-letter" in links


async def test_who_is_confirmed_is_not_told_that_the_place_is_given_up(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.dan)
    before = words(await client.get(f"/my/orders/{placed.order_code}"))
    await pay(sale, placed.order_code, 650_00)
    async with action("charge", by=OFFICE, now=NOW, meeting=sale.till.meeting.id) as act:
        order = await order_queries.order_detail(sale.till.meeting.id, placed.order_code)
        assert order is not None
        line = Line("T-shirt", "Added later.", 25_00, LineKind.EXTRA, "shirt")
        await charge(act, order.id, [line], registration=order.registrations[0].code)

    after = words(await client.get(f"/my/orders/{placed.order_code}"))

    assert "without a payment the place is given up then" in before
    assert "Pay by Sat 31 Jul" not in before
    assert "How to pay 25.00 EUR" in after
    assert "given up" not in after
