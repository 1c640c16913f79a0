"""The till in the browser: a walk-in searched for first, cash with change, a drawer counted."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from lxml import html
from pypdf import PdfReader

from conference.orm import clock
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import PaymentMethod
from conference.registration.tables import CashUp, InvoiceIssuer, Payment
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

TILL = "/glasgow/desk/till"


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def desk(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> httpx.AsyncClient:
    """Carol at a desk that has a name."""
    await sign_in(client, sale.cast.carol)
    await post(client, f"{TILL}/station", {"desk": "Desk 2"})
    return client


def form_of(page: httpx.Response, *names: str, **changes: str) -> dict[str, str]:
    tree = html.fromstring(page.text)
    sent = {name: tree.xpath(f"//main//input[@name='{name}']/@value")[0] for name in names}
    return {**sent, **changes}


async def test_walk_in_who_was_registered_by_the_institute_pays_cash(
    sale: Sale, buy: Buy, desk: httpx.AsyncClient, post: Post
) -> None:
    """Situation 24: searched before anything is made; receipt and change now, one registration."""
    placed = await buy(sale.cast.dan)

    found = words(await desk.get(f"{TILL}?q=instituto diaz"))
    assert "Registered already Dan Díaz" in found
    assert "650.00 EUR due" in found
    assert "Ask the office to register the person" in found

    page = await desk.get(f"{TILL}/orders/{placed.order_code}")
    sent = form_of(page, "key", "amount", method="cash", given="700")
    assert sent["amount"] == "650.00"
    taken = await post(desk, f"{TILL}/orders/{placed.order_code}", sent)
    again = await post(desk, f"{TILL}/orders/{placed.order_code}", sent)

    assert again.headers["location"] == taken.headers["location"]
    shown = words(await desk.get(taken.headers["location"]))
    assert "650.00 EUR cash" in shown
    assert "Change to give: 50.00 EUR" in shown
    assert "Still due 0.00 EUR" in shown
    assert await Payment.count() == 1


async def test_nobody_found_leads_whoever_may_to_the_booking_page(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(client, sale.cast.olive)

    page = await client.get(f"{TILL}?q=nobody")

    assert "Nobody is found." in words(page)
    links = html.fromstring(page.text).xpath("//main//a/@href")
    assert "/glasgow/office/registrations/new" in links


async def test_desk_without_a_name_is_asked_for_one(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    await sign_in(client, sale.cast.carol)

    order = f"{TILL}/orders/{placed.order_code}"
    assert (await client.get(f"{TILL}/cash-up")).headers["location"] == TILL
    for asked in (await client.get(order), await post(client, order, {"amount": "650"})):
        assert asked.headers["location"].startswith(f"{TILL}?order={placed.order_code}")
    assert "First say what this desk is called" in words(await client.get(TILL))
    assert (await post(client, f"{TILL}/station", {"desk": ""})).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "651"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "lots"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"given": "600"}, "given"),
        ({"method": "bank_transfer"}, "method"),
        ({"method": ""}, "method"),
    ],
)
async def test_payment_that_cannot_be_taken_is_refused_beside_the_field(
    sale: Sale,
    buy: Buy,
    desk: httpx.AsyncClient,
    post: Post,
    changes: dict[str, str],
    field: str,
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{TILL}/orders/{placed.order_code}"
    typed = {"method": "cash", "given": "700", **changes}
    sent = form_of(await desk.get(path), "key", "amount", **typed)

    answer = await post(desk, path, sent)

    assert answer.status_code == 422
    assert field in errors_beside(answer)
    assert html.fromstring(answer.text).xpath("//input[@name='given']/@value") == [sent["given"]]
    assert await Payment.count() == 0


async def test_drawer_is_counted_with_a_note_and_printed(
    sale: Sale, buy: Buy, desk: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{TILL}/orders/{placed.order_code}"
    sent = form_of(await desk.get(path), "key", "amount", method="cash")
    await post(desk, path, sent)
    page = await desk.get(f"{TILL}/cash-up")
    count = form_of(page, "seen", float_amount="100", cash="740.00", card="0")
    assert count["seen"] == "65000"

    without = await post(desk, f"{TILL}/cash-up", count)
    assert without.status_code == 422
    assert "Cash: 10.00 EUR missing" in errors_beside(without)["note"]
    assert html.fromstring(without.text).xpath("//input[@name='cash']/@value") == ["740.00"]
    assert await CashUp.count() == 0

    done = await post(desk, f"{TILL}/cash-up", {**count, "note": "Given to the taxi"})
    printed = words(await desk.get(done.headers["location"]))
    assert "Cash-up of Desk 2" in printed
    assert "10.00 EUR missing." in printed
    assert "Cash 100.00 EUR 650.00 EUR 750.00 EUR 740.00 EUR -10.00 EUR" in printed
    assert placed.order_code in printed
    assert "Given to the taxi" in words(await desk.get(f"{TILL}/cash-ups"))
    next_page = await desk.get(f"{TILL}/cash-up")
    assert form_of(next_page, "seen", "float_amount") == {"seen": "0", "float_amount": "100.00"}


async def test_mistake_is_taken_back_with_a_reason(
    sale: Sale, buy: Buy, desk: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{TILL}/orders/{placed.order_code}"
    sent = form_of(await desk.get(path), "key", "amount", method="cash")
    page = (await post(desk, path, sent)).headers["location"]

    assert (await post(desk, f"{page}/take-back", {})).status_code == 422
    await post(desk, f"{page}/take-back", {"reason": "It was a card"})

    assert "Taken back: 650.00 EUR cash" in words(await desk.get(page))
    assert "650.00 EUR due" in words(await desk.get(path))
    assert (await desk.get(f"{page}/receipt.pdf")).status_code == 404


async def test_till_sends_as_many_statements_for_many_people(
    sale: Sale, buy: Buy, desk: httpx.AsyncClient, post: Post, count_statements: Any
) -> None:
    async def statements(path: str) -> int:
        with count_statements() as seen:
            assert (await desk.get(path)).status_code == 200
        return len(seen)

    async def pay(code: str) -> None:
        path = f"{TILL}/orders/{code}"
        await post(desk, path, form_of(await desk.get(path), "key", "amount", method="cash"))

    await pay((await buy(sale.cast.dan)).order_code)
    paths = (f"{TILL}?q=d", f"{TILL}/cash-up", f"{TILL}/cash-ups")
    with_one = [await statements(path) for path in paths]
    for person in (sale.cast.alice, sale.cast.bob):
        await pay((await buy(person)).order_code)

    assert [await statements(path) for path in paths] == with_one


async def test_receipt_is_handed_out_at_the_desk(
    sale: Sale, buy: Buy, desk: httpx.AsyncClient, post: Post
) -> None:
    """The desk opens the receipt of what it took, and of nothing else."""
    await InvoiceIssuer.insert(InvoiceIssuer(meeting=sale.meeting.id, legal_name="SoS e.V."))
    placed = await buy(sale.cast.dan)
    path = f"{TILL}/orders/{placed.order_code}"
    sent = form_of(await desk.get(path), "key", "amount", method="cash")
    page = await desk.get((await post(desk, path, sent)).headers["location"])
    (link,) = html.fromstring(page.text).xpath("//a[contains(@href, 'receipt.pdf')]/@href")

    receipt = await desk.get(link)

    text = " ".join(PdfReader(io.BytesIO(receipt.content)).pages[0].extract_text().split())
    assert "650.00" in text
    assert "SoS e.V." in text
    elsewhere = NewPayment(1_00, PaymentMethod.BANK_TRANSFER, NOW, "wire")
    await record_payment(placed.order_code, elsewhere, till=sale.till, by=OFFICE, now=NOW)
    wire = await Payment.select(Payment.id).where(Payment.idempotency_key == "wire").first()
    assert wire is not None
    assert (await desk.get(f"{TILL}/payments/{wire['id']}/receipt.pdf")).status_code == 404


async def test_naming_the_desk_leads_on_to_the_order_that_was_wanted(
    sale: Sale, client: httpx.AsyncClient, sign_in: SignIn, post: Post, buy: Buy
) -> None:
    await sign_in(client, sale.cast.carol)
    order = (await buy(sale.cast.dan)).order_code
    asked = await client.get(f"{TILL}/orders/{order}?for=ABC123")
    naming = html.fromstring((await client.get(asked.headers["location"])).text)
    (action,) = naming.xpath("//form[contains(@action, '/station')]/@action")
    named = await post(client, action, {"desk": "Desk 2"})
    assert named.headers["location"] == f"{TILL}/orders/{order}?for=ABC123"
