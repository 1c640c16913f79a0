"""Fifty payments at once: numbers without a gap and without a twin, on both engines (T03)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from conference.orm import action, transaction
from conference.orm.invariants import check_all
from conference.people.tables import Person
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration import payment_actions
from conference.registration.catalogue import Wish
from conference.registration.documents import actions
from conference.registration.documents.press import next_in_series
from conference.registration.documents.rules import DocumentKind, document_number
from conference.registration.ordering import Charged, Counter, Payer, open_order
from conference.registration.payment_actions import NewPayment
from conference.registration.policy import Policy
from conference.registration.rules import PaymentMethod
from conference.registration.tables import Document, DocumentSeries
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Sale
from tests.registration.documents.conftest import FEE

PAYERS = 50


async def crowd(sale: Sale) -> list[tuple[str, object]]:
    """Fifty people, each with an unpaid order."""
    people = [Person(id=uuid4(), registered_name=f"Payer {n}") for n in range(PAYERS)]
    await Person.insert(*people)
    counter = Counter(sale.meeting, Policy(), ISSUER)
    category, wish = sale.categories["regular"], Wish("regular", "in_person")
    orders = []
    for person in people:
        async with action("test", by=OFFICE, now=NOW, meeting=sale.meeting.id) as act:
            charged = [Charged(person.id, category, wish, (FEE,))]
            (placed,) = await open_order(act, counter, Payer(person.id), charged)
        orders.append((placed.order_code, placed.order))
    return orders


async def test_pay_by_fifty_at_once_numbers_their_documents_without_a_gap(issuing: Sale) -> None:
    orders = await crowd(issuing)

    async def pay(code: str, order: object) -> None:
        payment = NewPayment(427_00, PaymentMethod.CARD, NOW, uuid4().hex)
        await payment_actions.record_payment(code, payment, till=issuing.till, by=OFFICE, now=NOW)
        await actions.catch_up(order, issuing.meeting, by=OFFICE, now=NOW)  # type: ignore[arg-type]

    await asyncio.gather(*(pay(*each) for each in orders))

    for kind, letters in (("invoice", "INV"), ("receipt", "REC")):
        rows = await Document.select(Document.number).where(Document.kind == kind)
        wanted = [f"SOS-{letters}-2027-{n:05d}" for n in range(1, PAYERS + 1)]
        assert sorted(row["number"] for row in rows) == wanted
    assert [each.sentences for each in await check_all() if each.sentences] == []


async def test_ask_for_the_documents_of_one_order_fifty_times_issues_them_once(
    issuing: Sale,
) -> None:
    code, order = (await crowd(issuing))[0]
    payment = NewPayment(427_00, PaymentMethod.CARD, NOW, "one")
    await payment_actions.record_payment(code, payment, till=issuing.till, by=OFFICE, now=NOW)

    await asyncio.gather(
        *(
            actions.catch_up(order, issuing.meeting, by=OFFICE, now=NOW)  # type: ignore[arg-type]
            for _ in range(50)
        )
    )

    assert await Document.count() == 2  # an invoice and a receipt


Take = Callable[[], Awaitable[int]]


async def race(take: Take) -> list[int]:
    """Fifty numbers taken at once; every fifth transaction is given up afterwards."""

    async def one(n: int) -> int | None:
        try:
            async with transaction():
                number = await take()
                await asyncio.sleep(0)
                if n % 5 == 0:
                    raise TimeoutError
                return number
        except TimeoutError:
            return None

    taken = await asyncio.gather(*(one(n) for n in range(PAYERS)))
    return sorted(number for number in taken if number is not None)


async def test_numbers_taken_at_once_are_one_series_whoever_gives_up(issuing: Sale) -> None:
    async def take() -> int:
        return await next_in_series(issuing.meeting.id, DocumentKind.INVOICE, 2027)

    assert await race(take) == list(range(1, PAYERS - PAYERS // 5 + 1))


async def test_numbers_read_and_then_written_have_gaps_or_twins(issuing: Sale) -> None:
    """The twin: read the last number, add one, write it back. The test above must catch this."""
    series = DocumentSeries(meeting=issuing.meeting.id, kind="invoice", year=2027)
    await DocumentSeries.insert(series)
    mine = DocumentSeries.id == series.id
    taken: list[int] = []

    async def take_without_lock(n: int) -> None:
        row = await DocumentSeries.select(DocumentSeries.last).where(mine).first()
        assert row is not None
        await asyncio.sleep(0)
        await DocumentSeries.update({DocumentSeries.last: row["last"] + 1}).where(mine)
        if n % 5:
            taken.append(row["last"] + 1)

    await asyncio.gather(*(take_without_lock(n) for n in range(PAYERS)))

    assert sorted(taken) != list(range(1, len(taken) + 1))


@pytest.mark.parametrize(
    ("prefix", "kind", "number"),
    [
        ("ICIS", DocumentKind.INVOICE, "ICIS-INV-2027-00042"),
        ("", DocumentKind.CREDIT_NOTE, "CRN-2027-00042"),
        ("A-B", DocumentKind.RECEIPT, "A-B-REC-2027-00042"),
    ],
)
def test_document_number_names_kind_and_year(prefix: str, kind: DocumentKind, number: str) -> None:
    assert document_number(prefix, kind, 2027, 42) == number
