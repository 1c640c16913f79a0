"""The books: both sides to the cent, over any days, and a red sentence when they break."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from conference.orm import clock
from conference.registration.catalogue import LineKind
from conference.registration.office.reconciliation import (
    OrderSums,
    Received,
    Reconciliation,
    by_kind,
    by_method,
    by_time,
)
from conference.registration.office.reconciliation_queries import Days, reconciliation_of
from conference.registration.payment_actions import NewPayment, record_payment, record_refund
from conference.registration.rules import OrderState, PaymentMethod
from conference.registration.tables import Order, OrderLine
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Buy, Sale
from tests.registration.reading import words
from tests.web_client import SignIn

PAGE = "/glasgow/office/reconciliation"
TRANSFER, CASH = PaymentMethod.BANK_TRANSFER, PaymentMethod.CASH


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def office(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.olive)
    return client


async def pay(
    sale: Sale, code: str, amount: int, method: PaymentMethod = TRANSFER, days: int = 0, **more: str
) -> None:
    payment = NewPayment(amount, method, NOW + timedelta(days=days), uuid4().hex, **more)
    await record_payment(code, payment, till=sale.till, by=OFFICE, now=NOW)


async def some_business(sale: Sale, buy: Buy) -> None:
    """One paid too much and given a part back, one paid in part, one not at all."""
    first, second = await buy(sale.cast.dan), await buy(sale.cast.alice, "regular")
    await buy(sale.cast.bob)
    await pay(sale, first.order_code, 700_00)
    await pay(sale, second.order_code, 100_00, CASH, days=1, reference='=cmd|"/c calc"!A1')
    back = NewPayment(20_00, TRANSFER, NOW + timedelta(days=2), uuid4().hex)
    await record_refund(first.order_code, back, till=sale.till, by=OFFICE, now=NOW)


async def test_books_balance_to_the_cent(sale: Sale, buy: Buy) -> None:
    await some_business(sale, buy)

    books = await reconciliation_of(sale.meeting, Days())

    assert (books.charged, books.received) == (1750_00, 780_00)
    assert (books.due, books.to_refund) == (350_00 + 650_00, 30_00)
    assert books.difference == 0
    assert books.broken() == ()
    assert [(e.method, e.received, e.refunded, e.net) for e in by_method(books.payments)] == [
        (TRANSFER, 700_00, -20_00, 680_00),
        (CASH, 100_00, 0, 100_00),
    ]


async def test_books_balance_over_any_days(sale: Sale, buy: Buy) -> None:
    await some_business(sale, buy)
    today = NOW.date()

    for first in range(-1, 4):
        for last in range(first, 4):
            days = Days(today + timedelta(days=first), today + timedelta(days=last))
            books = await reconciliation_of(sale.meeting, days)
            assert books.difference == 0
    yesterday = await reconciliation_of(sale.meeting, Days(None, today - timedelta(days=1)))
    assert (yesterday.charged, yesterday.received, yesterday.due) == (0, 0, 0)
    tomorrow = await reconciliation_of(sale.meeting, Days(today + timedelta(days=1), None))
    assert (tomorrow.opening, tomorrow.charged, tomorrow.received) == (1050_00, 0, 80_00)


async def test_a_payment_belongs_to_the_day_of_the_meetings_zone(sale: Sale, buy: Buy) -> None:
    """23:30 UTC on 10 May is 00:30 on 11 May in Glasgow."""
    placed = await buy(sale.cast.dan)
    late = NewPayment(650_00, CASH, datetime(2027, 5, 10, 23, 30, tzinfo=UTC), "late")
    await record_payment(placed.order_code, late, till=sale.till, by=OFFICE, now=NOW)

    books = await reconciliation_of(sale.meeting, Days(date(2027, 5, 11), date(2027, 5, 11)))

    assert books.received == 650_00
    assert [row.label for row in by_time(books.payments, monthly=False)] == ["2027-05-11"]


async def test_books_that_break_name_the_order_in_red(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    await some_business(sale, buy)
    good = await office.get(PAGE)
    assert "The books balance to the cent." in words(good)
    placed = await Order.select(Order.code, Order.id).first()
    assert placed is not None
    await Order.update({Order.total: Order.total + 1}).where(Order.id == placed["id"])

    broken = await office.get(PAGE)

    (red,) = html.fromstring(broken.text).xpath("//*[contains(@class, 'notice--bad')]")
    said = " ".join(red.text_content().split())
    assert "The books do not balance." in said
    assert f"Order {placed['code']}: its lines come to" in said


async def test_a_line_that_moved_no_total_is_named(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    await OrderLine.insert(
        OrderLine(
            id=uuid4(), created_at=NOW, order=placed.order, position=9, title="x", amount=5, tax=1
        )
    )

    books = await reconciliation_of(sale.meeting, Days())

    assert books.broken()[0].startswith(f"Order {placed.order_code}: its lines come to 650.05 EUR")


async def test_page_shows_both_sides_and_filters_by_the_address(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    await some_business(sale, buy)

    whole = words(await office.get(f"{PAGE}?by=month"))
    assert "Charged, less what was taken back 1,750.00 EUR" in whole
    assert "Received, less refunds -780.00 EUR" in whole
    assert "Still open by the ledger 970.00 EUR" in whole
    assert "Still open by the orders 970.00 EUR" in whole
    assert "Month by month" in whole
    assert "2027-05" in whole
    part = words(await office.get(f"{PAGE}?from=2027-05-11&to=2027-05-11"))
    assert "Charged less received before these days 1,050.00 EUR" in part
    assert "Still open by the orders 950.00 EUR" in part


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=x", "from"), ("from=2027-05-11&to=2027-05-10", "to"), ("to=9", "to")],
)
async def test_day_that_is_none_is_said_beside_its_field(
    office: httpx.AsyncClient, query: str, field: str
) -> None:
    answer = await office.get(f"{PAGE}?{query}")

    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath(f"//*[@id='error-{field}']")
    assert (await office.get(f"/glasgow/office/payments.csv?{query}")).status_code == 422


def table(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_tables_hold_numbers_and_no_formulas(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    await some_business(sale, buy)

    payments = table(await office.get("/glasgow/office/payments.csv"))
    assert [row["amount"] for row in payments] == ["700.00", "100.00", "-20.00"]
    assert payments[1]["reference"] == '\'=cmd|"/c calc"!A1'
    assert payments[1]["received_on"] == "2027-05-11"
    balances = table(await office.get("/glasgow/office/balances.csv"))
    assert sum(Decimal(row["due"]) - Decimal(row["to_refund"]) for row in balances) == 970
    summary = table(await office.get(f"{PAGE}.csv"))
    assert summary[-1]["net"] == "0.00"
    assert {row["item"]: row["out"] for row in summary}["Bank transfer"] == "-20.00"


async def test_workbook_holds_numbers_days_and_plain_text(
    sale: Sale, buy: Buy, office: httpx.AsyncClient
) -> None:
    await some_business(sale, buy)

    answer = await office.get("/glasgow/office/payments.xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [dict(zip((c.value for c in sheet[1]), row, strict=True)) for row in sheet.iter_rows(2)]
    assert [float(row["amount"].value) for row in rows] == [700, 100, -20]
    assert {row["amount"].data_type for row in rows} == {"n"}
    assert rows[1]["reference"].data_type == "s"
    assert rows[1]["received_on"].value.date() == date(2027, 5, 11)


async def test_page_sends_as_many_statements_for_many_orders(
    sale: Sale, buy: Buy, office: httpx.AsyncClient, count_statements: Any
) -> None:
    async def statements() -> int:
        with count_statements() as seen:
            assert (await office.get(f"{PAGE}?from=2027-05-01&to=2027-05-30")).status_code == 200
        return len(seen)

    placed = await buy(sale.cast.dan)
    await pay(sale, placed.order_code, 1)
    with_one = await statements()
    await some_business_more(sale, buy)

    assert await statements() == with_one


async def some_business_more(sale: Sale, buy: Buy) -> None:
    for person in (sale.cast.alice, sale.cast.bob):
        await pay(sale, (await buy(person)).order_code, 5_00, CASH)


amounts = st.integers(-10_000, 10_000)


@given(
    st.lists(st.tuples(st.lists(amounts, max_size=4), st.lists(amounts, max_size=4)), max_size=5)
)
def test_identity_holds_for_any_ledger(orders: list[tuple[list[int], list[int]]]) -> None:
    """sum(lines) - sum(payments) = sum(due) - sum(to refund), and any cent too many shows."""
    sums: dict[tuple[LineKind, int], tuple[int, int]] = {}
    for lines, _ in orders:
        for line in lines:
            key = (LineKind.FEE, 1 if line >= 0 else -1)
            sums[key] = (sums.get(key, (0, 0))[0] + line, 0)
    rows = tuple(
        OrderSums("X", "", OrderState.PENDING, "EUR", NOW, sum(lines), sum(lines), sum(paid))
        for lines, paid in orders
    )
    payments = tuple(Received(NOW.date(), CASH, each) for _, paid in orders for each in paid)

    books = Reconciliation("EUR", 0, by_kind(sums), payments, rows)

    assert books.difference == 0
    assert books.broken() == ()
    one_more = Reconciliation(
        "EUR", 0, by_kind(sums), (*payments, Received(NOW.date(), CASH, 1)), rows
    )
    assert "differ by 0.01 EUR" in one_more.broken()[0]
