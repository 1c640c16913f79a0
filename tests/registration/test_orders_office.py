"""The office's orders: list, history, money, cancelling, the spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import html

from conference.meetings.actions import update_meeting
from conference.meetings.forms import MeetingForm
from conference.meetings.rules import Mode
from conference.orm import Actor, action, clock
from conference.people import actions as people_actions
from conference.people.rules import NewPerson
from conference.people.tables import EmailAddress
from conference.registration import order_queries
from conference.registration.bank.references import payment_reference
from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.order_list import OrderFilter, order_page
from conference.registration.order_queries import OrderDetail, PlacedOrder
from conference.registration.rules import OrderState
from conference.registration.tables import Payment
from conference.web.formats import day as spoken_day
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

LIST = "/glasgow/office/orders"
QUERIES = [
    "?page=x",
    "?page=0",
    "?page=²",
    "?page=99999999999999999999",
    "?page=" + "9" * 5000,  # more digits than Python turns into a number
    "?state=nonsense",
    "?q=%00abc%27",
    "?q=%25_%5C",
    "?from=yesterday&to=2027-13-01",
    "?category=nobody&window=%00",
]


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def order(sale: Sale, placed: PlacedOrder) -> OrderDetail:
    found = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert found is not None
    return found


def money_form(page: httpx.Response, **changes: str) -> dict[str, str]:
    """What the browser would send: the form's own key, date and amount."""
    tree = html.fromstring(page.text)
    names = ("key", "amount", "received_on")
    sent = {name: tree.xpath(f"//input[@name='{name}']/@value")[0] for name in names}
    return {**sent, "method": "bank_transfer", "reference": "wire 7", **changes}


async def test_record_payment_confirms_and_shows_in_the_history(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{LIST}/{placed.order_code}"
    page = await office.get(path)
    sent = money_form(page)
    assert sent["amount"] == "650.00"

    first = await post(office, f"{path}/payments", sent)
    await post(office, f"{path}/payments", sent)

    shown = words(await office.get(first.headers["location"]))
    assert "650.00 EUR recorded; the registration is confirmed." in shown
    assert "Record payment, Olive Okafor: order" in shown
    assert "pending → paid" in shown
    assert await Payment.count() == 1
    assert (await order(sale, placed)).state is OrderState.PAID


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "lots"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"received_on": "yesterday"}, "received_on"),
        ({"received_on": "2099-01-01"}, "received_on"),
        ({"received_on": "9999-12-31"}, "received_on"),
        ({"method": "bitcoin"}, "method"),
        ({"method": ""}, "method"),
    ],
)
async def test_record_payment_refuses_in_words_beside_the_field(
    sale: Sale,
    buy: Buy,
    office: httpx.AsyncClient,
    post: Post,
    changes: dict[str, str],
    field: str,
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{LIST}/{placed.order_code}"
    sent = money_form(await office.get(path), **changes)

    answer = await post(office, f"{path}/payments", sent)

    assert answer.status_code == 422
    assert field in errors_beside(answer)
    assert html.fromstring(answer.text).xpath("//input[@name='reference']/@value") == ["wire 7"]
    assert await Payment.count() == 0


async def test_payment_says_what_it_came_to(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{LIST}/{placed.order_code}"

    async def pay(amount: str) -> str:
        form = money_form(await office.get(f"{path}?money=payment"), amount=amount)
        assert (await post(office, f"{path}/payments", form)).status_code == 303
        return words(await office.get(path))

    assert "100.00 EUR recorded; 550.00 EUR still due." in await pay("100")
    assert "550.00 EUR recorded; the registration is confirmed." in await pay("550")
    assert "5.00 EUR recorded; 5.00 EUR to refund." in await pay("5")
    await cancel(sale, placed)
    assert "1.00 EUR recorded; 656.00 EUR to refund." in await pay("1")


async def test_payment_keeps_its_day_where_the_meeting_is(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    far = MeetingForm(
        sale.meeting.title, Mode.IN_PERSON, "Pacific/Auckland",
        sale.meeting.starts_on, sale.meeting.ends_on,
    )  # fmt: skip
    await update_meeting(
        meeting=sale.meeting.id, details=far.as_details(), by=Actor.system("tests"), now=NOW
    )
    placed = await buy(sale.cast.dan)
    path = f"{LIST}/{placed.order_code}"
    day = NOW.date() - timedelta(days=1)

    sent = money_form(await office.get(path), received_on=day.isoformat())
    await post(office, f"{path}/payments", sent)

    assert spoken_day(day) in words(await office.get(path))


async def cancel(sale: Sale, placed: PlacedOrder) -> None:
    await cancel_registration(
        placed.registration_code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="asked by phone",
    )


async def test_cancel_order_then_refund(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{LIST}/{placed.order_code}"
    await post(office, f"{path}/payments", money_form(await office.get(path)))
    await cancel(sale, placed)

    page = await office.get(path)
    assert "To refund 650.00 EUR" in words(page)
    too_much = await post(office, f"{path}/refunds", money_form(page, amount="650.01"))
    assert too_much.status_code == 422
    assert "more than there is to refund" in errors_beside(too_much)["amount"]
    await post(office, f"{path}/refunds", money_form(page))
    assert [each.amount for each in (await order(sale, placed)).payments] == [650_00, -650_00]


@pytest.mark.parametrize("count", [1, 3])
async def test_order_page_takes_a_fixed_number_of_statements(
    sale: Sale, buy: Buy, count_statements: Any, count: int
) -> None:
    for person in (sale.cast.dan, sale.cast.alice, sale.cast.bob)[:count]:
        await buy(person)

    with count_statements() as seen:
        found = await order_page(sale.meeting, OrderFilter())

    assert (len(found.rows), found.totals.orders, len(seen)) == (count, count, 4)


async def test_order_page_filters_and_adds_up(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    paid = await buy(sale.cast.dan)
    path = f"{LIST}/{paid.order_code}"
    sent = money_form(await office.get(path), amount="700.00")
    await post(office, f"{path}/payments", sent)
    open_one = await buy(sale.cast.alice, "regular")
    gone = await buy(sale.cast.bob)
    await cancel(sale, gone)

    async def codes(**wanted: Any) -> list[str]:
        found = await order_page(sale.meeting, OrderFilter(**wanted))
        return [row.code for row in found.rows]

    everything = await order_page(sale.meeting, OrderFilter())
    totals = everything.totals
    assert (totals.orders, totals.charged, totals.paid) == (3, 1100_00, 700_00)
    assert await codes(state="paid") == [paid.order_code]
    assert await codes(state="pending") == [open_one.order_code]
    assert await codes(state="cancelled") == [gone.order_code]
    assert await codes(state="refund") == [paid.order_code]
    assert await codes(category="regular") == [open_one.order_code]
    assert await codes(window="standard") == await codes(proof="pending") == []
    assert set(await codes(window="early", mode="in_person", pays_by="bank_transfer")) == {
        paid.order_code, open_one.order_code, gone.order_code,
    }  # fmt: skip
    day = sale.meeting.local(NOW).date()
    assert len(await codes(since=str(day), until=str(day))) == 3
    assert await codes(since=str(day + timedelta(days=1))) == []
    assert await codes(text="angstrom") == [open_one.order_code]
    shown = words(await office.get(f"{LIST}?state=refund"))
    assert paid.order_code in shown
    assert open_one.order_code not in shown


@pytest.mark.parametrize("typed", ["%", "_", "%%%", "___", "D_n", "dan%"])
async def test_orders_are_searched_for_what_is_typed(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, typed: str
) -> None:
    """% and _ are text like any other: there is no Dan with one of them."""
    placed = await buy(sale.cast.dan, "non_member")
    await EmailAddress.insert(
        EmailAddress(person=sale.cast.dan.id, address="first_last@example.org", is_primary=False)
    )

    found = words(await office.get(LIST, params={"q": typed}))

    assert (placed.order_code in found) is (typed == "_")
    assert placed.order_code in words(await office.get(LIST, params={"q": "first_last"}))


@pytest.mark.parametrize("query", QUERIES)
async def test_orders_with_a_strange_address_still_answer(
    sale: Sale, office: httpx.AsyncClient, query: str
) -> None:
    assert (await office.get(f"{LIST}{query}")).status_code == 200


async def test_order_of_another_meeting_is_unknown(sale: Sale, office: httpx.AsyncClient) -> None:
    for code in ("NOSUCH12", "%00", "%2e%2e", "☃"):
        assert (await office.get(f"{LIST}/{code}")).status_code == 404


async def test_registrations_csv_runs_no_formula(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    async with action("add", by=Actor.system("tests"), now=NOW) as act:
        new = NewPerson("=HYPERLINK(1)", "@Evil", affiliation="+1", email="evil@example.org")
        person = await people_actions.create_person(act, new)
    from conference.people.queries import person_by_id

    evil = await person_by_id(person)
    assert evil is not None
    await buy(evil)
    await buy(sale.cast.dan)

    answer = await office.get("/glasgow/office/registrations.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["email"] for row in rows} == {"evil@example.org", "dan@example.org"}
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["total"] for row in rows} == {"650.00"}
    dan = next(row for row in rows if row["email"].startswith("dan"))
    assert (dan["family_name"], dan["state"], dan["due"]) == ("Díaz", "pending_payment", "650.00")


@pytest.mark.parametrize("asked", ["from=0001-01-01", "to=9999-12-31"])
async def test_list_orders_takes_any_day_that_is_typed(
    asked: str, sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    placed = await buy(sale.cast.dan)
    listed = await office.get(f"{LIST}?{asked}")
    assert listed.status_code == 200
    assert placed.order_code in listed.text


async def test_list_orders_finds_a_whole_payment_reference(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    mine, other = await buy(sale.cast.dan), await buy(sale.cast.bob)
    page = await office.get(f"{LIST}/{mine.order_code}")
    reference = payment_reference(mine.order_code)
    assert reference in page.text
    listed = await office.get(LIST, params={"q": reference})
    assert mine.order_code in listed.text
    assert other.order_code not in listed.text


async def test_list_orders_shows_the_last_page_beyond_it(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    placed = await buy(sale.cast.dan)
    assert placed.order_code in (await office.get(f"{LIST}?page=99")).text


async def test_history_says_what_was_paid(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    path = f"{LIST}/{placed.order_code}"
    sent = money_form(await office.get(path), amount="150,00")
    await post(office, f"{path}/payments", sent)
    assert "paid 0.00 EUR → 150.00 EUR" in words(await office.get(path))
