"""`plenary check` sees each broken promise about documents."""

from __future__ import annotations

from uuid import uuid4

import pytest

from conference.orm.invariants import check_all
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.documents.account import DocumentInfo
from conference.registration.tables import (
    Document,
    DocumentedLine,
    DocumentSeries,
    OrderLine,
    Payment,
)
from tests.registration.conftest import Sale
from tests.registration.documents.conftest import OpenOrder, Pay


@pytest.fixture
async def papers(issuing: Sale, order_of: OpenOrder, pay: Pay) -> tuple[DocumentInfo, ...]:
    """An invoice and a receipt of an order that was paid."""
    return await pay(await order_of(issuing.cast.alice), 427_00)


async def broken() -> set[str]:
    return {each.invariant.key for each in await check_all() if each.sentences}


async def test_check_finds_a_lost_number(papers: tuple[DocumentInfo, ...]) -> None:
    assert await broken() == set()
    await DocumentSeries.update({DocumentSeries.last: 2}).where(DocumentSeries.kind == "invoice")
    assert await broken() == {"documents-without-gaps"}


async def test_check_finds_a_series_that_begins_late(papers: tuple[DocumentInfo, ...]) -> None:
    await Document.update({Document.sequence: 2}).where(Document.kind == "receipt")
    assert await broken() == {"documents-without-gaps"}


async def test_check_finds_a_document_without_a_series(papers: tuple[DocumentInfo, ...]) -> None:
    await DocumentSeries.delete().where(DocumentSeries.kind == "invoice")
    assert await broken() == {"documents-in-a-series"}


async def test_check_finds_paper_and_record_apart(papers: tuple[DocumentInfo, ...]) -> None:
    await Document.update({Document.tax: 1}).where(Document.kind == "invoice")
    assert await broken() == {"documents-add-up"}


async def test_check_finds_an_invoice_that_left_its_order(
    papers: tuple[DocumentInfo, ...],
) -> None:
    await DocumentedLine.delete(force=True)
    assert await broken() == {"documents-follow-orders"}


async def test_check_finds_a_changed_line(papers: tuple[DocumentInfo, ...]) -> None:
    await OrderLine.update({OrderLine.amount: 1}, force=True)
    assert "documents-follow-orders" in await broken()


async def test_check_finds_a_receipt_of_another_amount(papers: tuple[DocumentInfo, ...]) -> None:
    await Payment.update({Payment.amount: 500_00}, force=True)
    assert "receipts-for-payments" in await broken()


async def test_a_line_cannot_stand_on_two_documents(papers: tuple[DocumentInfo, ...]) -> None:
    from conference.orm import IntegrityConflict, integrity

    row = await DocumentedLine.select().first()
    assert row is not None
    with pytest.raises(IntegrityConflict):
        async with integrity():
            again = DocumentedLine(id=uuid4(), document=papers[0].id, line=row["line"])
            await DocumentedLine.insert(again)
