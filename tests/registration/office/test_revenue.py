"""Revenue adds up the same way however it is cut, and follows what is taken back."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.office.chart import HEIGHT, WIDTH, curve_of
from conference.registration.office.revenue import revenue_of
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import PaymentMethod
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Buy, Sale
from tests.registration.reading import words
from tests.web_client import SignIn


async def business(sale: Sale, buy: Buy) -> None:
    """A non-member who paid, a member who owes, and one who cancelled."""
    paid = await buy(sale.cast.dan)
    payment = NewPayment(650_00, PaymentMethod.CASH, NOW, "k")
    await record_payment(paid.order_code, payment, till=sale.till, by=OFFICE, now=NOW)
    await buy(sale.cast.alice, "regular")
    gone = await buy(sale.cast.bob)
    await cancel_registration(
        gone.registration_code,
        meeting=sale.meeting, issuer=ISSUER, by=OFFICE, now=NOW, reason="ill",
    )  # fmt: skip


async def test_revenue_adds_up_to_the_same_by_every_cut(sale: Sale, buy: Buy) -> None:
    await business(sale, buy)

    found = await revenue_of(sale.meeting)

    for shares in (found.by_category, found.by_window, found.by_kind):
        assert sum(each.charged for each in shares) == 1_100_00
    assert found.by_day[-1].charged_so_far == found.charged == 1_100_00
    assert found.by_day[-1].received_so_far == found.received == 650_00
    assert {each.title: each.people for each in found.by_category} == {
        "Non-member": 1,
        "Regular member": 1,
    }
    assert [(each.title, each.people) for each in found.by_window] == [("Early", 2)]
    assert found.people == 2


async def test_revenue_of_a_meeting_without_orders_is_empty(sale: Sale) -> None:
    found = await revenue_of(sale.meeting)

    assert (found.charged, found.received, found.people, found.by_day) == (0, 0, 0, ())


@pytest.mark.parametrize("count", [1, 3])
async def test_revenue_takes_a_fixed_number_of_statements(
    sale: Sale, buy: Buy, count_statements: Any, count: int
) -> None:
    for person in (sale.cast.dan, sale.cast.alice, sale.cast.bob)[:count]:
        await buy(person)

    with count_statements() as seen:
        await revenue_of(sale.meeting)

    assert len(seen) == 6


async def test_revenue_page_and_csv_say_the_same(
    sale: Sale, buy: Buy, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await business(sale, buy)
    await sign_in(client, sale.cast.olive)

    page = words(await client.get("/glasgow/office/revenue"))
    answer = await client.get("/glasgow/office/revenue.csv")

    assert "Charged 1,100.00 EUR" in page
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    kinds = [row for row in rows if row["by"] == "kind"]
    assert [(row["what"], row["charged"]) for row in kinds] == [("Registration fees", "1100.00")]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.data())
def test_curve_stays_in_its_box_and_never_goes_back(values: list[int], data: Any) -> None:
    steps = [data.draw(st.integers(1, 40)) for _ in values]
    days = [date(2027, 1, 1) + timedelta(days=sum(steps[:n])) for n in range(len(values))]

    points = [tuple(map(float, p.split(","))) for p in curve_of(days, values).points.split()]

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
