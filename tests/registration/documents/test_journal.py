"""The office's journal: found, summed, exported, and brought up to date."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from lxml import html
from openpyxl import load_workbook

from conference.registration.changes.actions.cancelling import cancel_registration
from conference.registration.documents import set_up_actions
from conference.registration.documents.account import DocumentInfo
from conference.registration.documents.journal import (
    HEADINGS,
    JournalFilter,
    journal_page,
    orders_behind,
)
from conference.registration.rules import PayBy
from conference.registration.tables import Document
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Sale
from tests.registration.documents.conftest import (
    DINNER,
    FEE,
    OpenOrder,
    Pay,
    issuer_of,
    step,
)
from tests.registration.reading import words

PATH = "/glasgow/office/documents"


@pytest.fixture
async def three(issuing: Sale, order_of: OpenOrder, pay: Pay) -> list[DocumentInfo]:
    """Alice and Bob have paid; an institute with a dangerous name has not."""
    cast = issuing.cast
    found = [*await pay(await order_of(cast.alice, [FEE, DINNER]), 482_00)]
    found += await pay(await order_of(cast.bob), 427_00)
    order = await order_of(
        cast.dan, pays_by=PayBy.PURCHASE_ORDER, bill_to="=HYPERLINK(1)\nStreet", bill_country="ES"
    )
    await step(issuing, order)
    return found


def numbers(answer: httpx.Response) -> list[str]:
    return [link.text for link in html.fromstring(answer.text).xpath("//tbody//th/a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 5),
        ("?kind=invoice", 3),
        ("?kind=receipt&year=2027", 2),
        ("?year=2026", 0),
        ("?q=angstrom", 2),
        ("?q=Ångström+REC", 1),
        ("?q=inv-2027-00003", 1),
        ("?kind=nonsense&year=x&page=0", 5),
    ],
)
async def test_journal_is_filtered_by_its_address(
    client: httpx.AsyncClient,
    sign_in: Any,
    issuing: Sale,
    three: list[DocumentInfo],
    query: str,
    found: int,
) -> None:
    await sign_in(client, issuing.cast.olive)
    answer = await client.get(PATH + query)
    assert answer.status_code == 200
    assert len(numbers(answer)) == found


async def test_journal_sums_what_the_filter_finds(issuing: Sale, three: list[DocumentInfo]) -> None:
    found = await journal_page(issuing.meeting.id, JournalFilter(kind="invoice"))
    (invoices,) = found.sums
    assert (invoices.count, invoices.gross, invoices.tax) == (3, 482_00 + 2 * 427_00, 236_00)


async def test_journal_is_found_by_an_orders_code(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    await pay(order, 427_00)
    await pay(await order_of(issuing.cast.bob), 427_00)
    found = await journal_page(issuing.meeting.id, JournalFilter(text=order.code.lower()))
    assert {row.order_code for row in found.rows} == {order.code}


@pytest.mark.parametrize("typed", ["%", "_", "sos_inv", "!", "%%%"])
async def test_journal_takes_what_is_typed_for_text(
    issuing: Sale, order_of: OpenOrder, pay: Pay, typed: str
) -> None:
    await pay(await order_of(issuing.cast.alice), 427_00)
    named = await order_of(issuing.cast.bob, bill_to="Ten % of_all!")
    await pay(named, 427_00)

    found = await journal_page(issuing.meeting.id, JournalFilter(text=typed))

    wanted = {named.code} if len(typed) == 1 else set()
    assert {row.order_code for row in found.rows} == wanted


async def test_journal_takes_the_same_statements_for_one_and_for_three(
    client: httpx.AsyncClient,
    sign_in: Any,
    issuing: Sale,
    order_of: OpenOrder,
    pay: Pay,
    count_statements: Any,
) -> None:
    await sign_in(client, issuing.cast.olive)
    await pay(await order_of(issuing.cast.alice), 427_00)
    await client.get(PATH)
    with count_statements() as one:
        await client.get(PATH)
    for person in (issuing.cast.bob, issuing.cast.dan):
        await pay(await order_of(person), 427_00)
    with count_statements() as more:
        await client.get(PATH)
    assert len(one) == len(more)


async def test_download_journal_is_safe_and_eats_nothing(
    client: httpx.AsyncClient, sign_in: Any, issuing: Sale, three: list[DocumentInfo]
) -> None:
    await sign_in(client, issuing.cast.olive)

    text = (await client.get(f"{PATH}.csv?kind=invoice")).content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO((await client.get(f"{PATH}.xlsx?kind=invoice")).content))

    rows = {row["number"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 3
    first = rows["SOS-INV-2027-00001"]
    assert (first["net"], first["tax"], first["gross"]) == ("400.00", "82.00", "482.00")
    assert first["tax_rates"] == "22 %: 350.00 + 77.00; 10 %: 50.00 + 5.00"
    assert (first["date"], first["bill_to"]) == ("2027-05-10", "Alice Ångström")
    assert rows["SOS-INV-2027-00003"]["bill_to"] == "'=HYPERLINK(1)"
    cells = list(book.active.iter_rows(values_only=True))
    assert cells[0] == HEADINGS
    sheet = {row[0]: row for row in cells[1:]}
    assert sheet["SOS-INV-2027-00003"][4] == "=HYPERLINK(1)"  # text, as it was written
    assert sheet["SOS-INV-2027-00001"][12] == 482


async def test_issue_missing_makes_up_for_the_time_before_an_issuer(
    client: httpx.AsyncClient, sign_in: Any, post: Callable, sale: Sale, order_of: OpenOrder
) -> None:
    from conference.registration.payment_actions import NewPayment, record_payment
    from conference.registration.rules import PaymentMethod

    order = await order_of(sale.cast.alice)
    await order_of(sale.cast.bob)  # unpaid: nothing is missing
    payment = NewPayment(427_00, PaymentMethod.CASH, NOW, "one")
    await record_payment(order.code, payment, till=sale.till, by=OFFICE, now=NOW)
    await sign_in(client, sale.cast.olive)
    assert "Nobody is named as issuer yet" in words(await client.get(PATH))
    refused = await post(client, f"{PATH}/missing")
    assert refused.headers["location"] == "/glasgow/office/invoicing"
    await set_up_actions.save_issuer(issuer_of(sale), by=OFFICE, now=NOW)
    assert "One order still lacks documents." in words(await client.get(PATH))

    await post(client, f"{PATH}/missing")

    assert await Document.count() == 2
    assert await orders_behind(sale.meeting.id, 10) == []
    assert "lack" not in words(await client.get(PATH))


async def test_issue_missing_reaches_orders_that_were_cancelled_and_paid_back(
    sale: Sale, order_of: OpenOrder
) -> None:
    from conference.registration.payment_actions import NewPayment, record_payment, record_refund
    from conference.registration.rules import PaymentMethod

    order = await order_of(sale.cast.alice)
    money = (NewPayment(427_00, PaymentMethod.CASH, NOW, key) for key in ("in", "out"))
    await record_payment(order.code, next(money), till=sale.till, by=OFFICE, now=NOW)
    await cancel_registration(
        order.registration.code,
        meeting=sale.meeting,
        issuer=ISSUER,
        by=OFFICE,
        now=NOW,
        reason="ill",
    )
    await record_refund(order.code, next(money), till=sale.till, by=OFFICE, now=NOW)
    await set_up_actions.save_issuer(issuer_of(sale), by=OFFICE, now=NOW)

    await step(sale, order)

    assert await orders_behind(sale.meeting.id, 10) == []


async def test_journal_shows_nothing_of_another_meeting(
    issuing: Sale, three: list[DocumentInfo]
) -> None:
    other = issuing.cast.alice.id  # any id that is no meeting
    assert (await journal_page(other, JournalFilter())).rows == ()
