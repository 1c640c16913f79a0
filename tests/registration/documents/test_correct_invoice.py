"""An invoice that is out never changes: it is credited, and a new one goes to the new bill-to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conference.orm.invariants import check_all
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.documents import actions, set_up_actions
from conference.registration.documents.account import DocumentInfo, documents_of_order
from conference.registration.documents.actions import BillTo, Correction
from conference.registration.documents.content import Party
from conference.registration.documents.errors import CannotCorrect, NothingCorrected
from conference.registration.documents.queries import documents_of
from conference.registration.order_queries import OrderDetail, order_by_id
from conference.registration.tables import Document
from conference.registration.taxes import TaxRate, TaxTable
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Sale
from tests.registration.documents.conftest import (
    DINNER,
    FEE,
    REVERSE,
    OpenOrder,
    Pay,
    issuer_of,
    kinds,
)

INSTITUTE = BillTo("Clyde Institute\nAccounts\nGlasgow", "GB", purchase_order="PO-1")
GERMAN = BillTo("Institut für Signale\nHamburg", "DE", "DE 123456789")


async def correct(
    sale: Sale, order: OrderDetail, invoice: DocumentInfo, to: BillTo = INSTITUTE
) -> list[DocumentInfo]:
    """The credit note and the new invoice."""
    numbers = await actions.correct_invoice(
        order.code,
        Correction(invoice.number, to, "The institute pays."),
        sale.meeting,
        by=OFFICE,
        now=NOW,
    )
    found = {each.number: each for each in await documents_of_order(order.id)}
    return [found[number] for number in numbers]


async def promises_hold() -> bool:
    return [finding.sentences for finding in await check_all() if finding.sentences] == []


async def test_correct_invoice_credits_it_and_issues_it_anew(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    """T03, T04."""
    order = await order_of(issuing.cast.alice, [FEE, DINNER])
    invoice, _ = await pay(order, 482_00)
    stored = await Document.select().where(Document.id == invoice.id).first()

    credit, fresh = await correct(issuing, order, invoice)

    assert (credit.kind, credit.gross, credit.corrects) == ("credit_note", -482_00, invoice.id)
    assert credit.billed_to == invoice.billed_to == "Alice Ångström"
    assert credit.content.reason == "The institute pays."
    assert (fresh.kind, fresh.gross, fresh.billed_to) == ("invoice", 482_00, "Clyde Institute")
    assert fresh.content.purchase_order == "PO-1"
    assert fresh.content.settled.startswith("Paid in full.")
    assert await Document.select().where(Document.id == invoice.id).first() == stored
    after = await order_by_id(order.id)
    assert (after.total, after.state, after.bill_to) == (482_00, "paid", INSTITUTE.text)
    assert await promises_hold()


async def test_correct_invoice_follows_the_tax_of_the_new_customer(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    """T01: a German business pays 350.00 net by reverse charge; 77.00 is owed back."""
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)

    credit, fresh = await correct(issuing, order, invoice, GERMAN)

    assert (credit.gross, credit.tax) == (-427_00, -77_00)
    assert (fresh.gross, fresh.tax, fresh.content.net) == (350_00, 0, 350_00)
    assert fresh.content.notes == (REVERSE,)
    assert (await order_by_id(order.id)).balance.to_refund == 77_00
    assert await promises_hold()


async def test_correct_invoice_back_again_costs_what_it_did(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)
    _, german = await correct(issuing, order, invoice, GERMAN)

    _, last = await correct(issuing, order, german)

    assert (last.gross, last.tax, last.content.due) == (427_00, 77_00, 0)
    assert (await order_by_id(order.id)).balance.is_settled
    assert await promises_hold()


async def test_correct_invoice_charges_the_fee_with_its_tax(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    """T03: 20 to 50 for a change; prices include tax here."""
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)

    _, fresh = await correct(issuing, order, invoice, BillTo("Clyde Institute", "GB", fee=24_40))

    assert [(e.amount, e.tax) for e in fresh.content.lines] == [(427_00, 77_00), (24_40, 4_40)]
    assert (fresh.content.due, fresh.gross) == (24_40, 451_40)
    after = await order_by_id(order.id)
    assert (after.balance.due, after.state) == (24_40, "pending")
    assert [each.state for each in after.registrations] == ["confirmed"]
    assert await promises_hold()


async def test_correct_invoice_keeps_apart_what_belongs_to_whom(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    cast = issuing.cast
    order = await order_of(cast.olive, [FEE, DINNER], attendees=[cast.alice, cast.bob])
    invoice, _ = await pay(order, 2 * 482_00)

    _, fresh = await correct(issuing, order, invoice)

    def printed(document: DocumentInfo) -> list[Any]:
        return sorted((e.whose, e.title, e.amount, e.tax) for e in document.content.lines)

    assert printed(fresh) == printed(invoice)


async def test_correct_invoice_refuses_one_that_was_replaced(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, receipt = await pay(order, 427_00)
    await correct(issuing, order, invoice)
    before = await Document.count()

    for wrong in (invoice, receipt):
        with pytest.raises(CannotCorrect):
            await correct(issuing, order, wrong)

    assert await Document.count() == before
    papers = await documents_of(order.id)
    correctable = [e.number for e in papers.documents if e.id in papers.correctable]
    assert correctable == ["SOS-INV-2027-00002"]
    assert kinds(papers.documents) == ["credit_note", "invoice", "invoice", "receipt"]


async def test_correct_invoice_refuses_what_changes_nothing(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    """Not even for a fee: that is for a change. A reference or a new issuer is one."""
    order = await order_of(issuing.cast.alice, bill_to=INSTITUTE.text, bill_country="GB")
    invoice, _ = await pay(order, 427_00)
    same = BillTo("Clyde Institute\n Accounts \nGlasgow\n", "GB")

    for to in (same, replace(same, fee=24_40)):
        with pytest.raises(NothingCorrected):
            await correct(issuing, order, invoice, to)

    assert await Document.count() == 2
    assert (await order_by_id(order.id)).total == 427_00
    _, fresh = await correct(issuing, order, invoice, replace(same, purchase_order="PO-2"))
    moved = issuer_of(issuing, party=Party("Society of Signals e.V.", "2 Quay Street", "GB"))
    await set_up_actions.save_issuer(moved, by=OFFICE, now=NOW)
    _, last = await correct(issuing, order, fresh, replace(same, purchase_order="PO-2"))
    assert last.content.issuer.address == "2 Quay Street"
    assert await promises_hold()


async def test_correct_invoice_follows_a_rate_that_was_mended(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice, bill_to=INSTITUTE.text, bill_country="GB")
    invoice, _ = await pay(order, 427_00)
    mended = TaxTable((TaxRate("registration", 1000),))
    await set_up_actions.save_taxes(issuing.meeting, mended, by=OFFICE, now=NOW)

    _, fresh = await correct(issuing, order, invoice, BillTo(INSTITUTE.text, "GB"))

    assert (fresh.gross, fresh.tax) == (385_00, 35_00)
    assert await promises_hold()
