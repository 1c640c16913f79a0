"""Which documents an order gets, when, and what stands on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from conference.orm import action
from conference.orm.invariants import check_all
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.catalogue import LineKind
from conference.registration.documents import actions
from conference.registration.documents.account import documents_of_order
from conference.registration.documents.errors import NoIssuer, NothingToDocument
from conference.registration.ledger import charge, take_back
from conference.registration.order_queries import OrderDetail
from conference.registration.quoted import Line
from conference.registration.rules import PayBy
from conference.registration.tables import Document, DocumentSeries
from tests.cast import NOW
from tests.registration.conftest import OFFICE, Sale
from tests.registration.documents.conftest import DINNER, DUES, FEE, OpenOrder, Pay, kinds, step


async def promises_hold() -> bool:
    return [finding.sentences for finding in await check_all() if finding.sentences] == []


async def more(sale: Sale, order: OrderDetail, *lines: Line) -> None:
    code = order.registration.code
    async with action("test_charge", by=OFFICE, now=NOW, meeting=sale.meeting.id) as act:
        await charge(act, order.id, lines, registration=code)


async def back(sale: Sale, order: OrderDetail, *kept: Line) -> None:
    code = order.registration.code
    async with action("test_back", by=OFFICE, now=NOW, meeting=sale.meeting.id) as act:
        await take_back(act, order.id, registration=code, kept=kept, reason="Cancelled.")


async def test_issue_invoice_when_the_order_is_paid(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    """T02: 350.00 net at 22 % is 427.00."""
    documents = await pay(await order_of(issuing.cast.alice), 427_00)

    invoice, receipt = documents
    assert kinds(documents) == ["invoice", "receipt"]
    assert (invoice.number, receipt.number) == ("SOS-INV-2027-00001", "SOS-REC-2027-00001")
    content = invoice.content
    assert (content.net, content.tax, content.gross) == (350_00, 77_00, 427_00)
    assert content.lines[0].whose == "Alice Ångström"
    assert content.bill_to.name == "Alice Ångström"
    assert content.settled == "Paid in full. Bank transfer, Mon 10 May 2027."
    assert (content.due, content.due_on) == (0, None)
    assert receipt.content.received is not None
    assert receipt.content.received.amount == receipt.gross == 427_00
    assert await promises_hold()


async def test_issue_nothing_twice(issuing: Sale, order_of: OpenOrder, pay: Pay) -> None:
    order = await order_of(issuing.cast.alice)
    documents = await pay(order, 427_00)

    assert await step(issuing, order) == ()
    assert await documents_of_order(order.id) == documents


async def test_issue_no_invoice_while_money_is_due(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)

    (receipt,) = await pay(order, 100_00)

    assert receipt.content.received is not None
    assert (receipt.kind, receipt.content.received.due) == ("receipt", 327_00)
    assert kinds(await pay(order, 327_00)) == ["invoice", "receipt", "receipt"]
    assert await promises_hold()


async def test_issue_the_invoice_at_once_to_who_pays_on_account(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    """T04: the institution pays, by its order number, until a day that is printed."""
    order = await order_of(
        issuing.cast.alice,
        pays_by=PayBy.PURCHASE_ORDER,
        bill_to="Clyde Institute\nAccounts Payable\n12 Shore Road",
        bill_country="GB",
        vat_number="GB 999",
        purchase_order="PO-778",
    )

    assert await step(issuing, order) == ("SOS-INV-2027-00001",)

    (invoice,) = await documents_of_order(order.id)
    content = invoice.content
    assert content.bill_to.name == invoice.billed_to == "Clyde Institute"
    assert content.bill_to.address == "Accounts Payable\n12 Shore Road"
    assert (content.bill_to.country, content.bill_to.tax_number) == ("GB", "GB 999")
    assert content.purchase_order == "PO-778"
    assert (content.due, content.due_on) == (427_00, date(2027, 5, 24))
    assert kinds(await pay(order, 427_00)) == ["invoice", "receipt"]


async def test_issue_dues_apart_from_the_fee(issuing: Sale, order_of: OpenOrder, pay: Pay) -> None:
    """M02: dues and fee are on one order, and on two invoices."""
    order = await order_of(issuing.cast.alice, [FEE, DUES, DINNER])

    documents = await pay(order, 582_00)

    assert [each.gross for each in documents] == [482_00, 100_00, 582_00]
    assert [line.title for line in documents[1].content.lines] == [DUES.title]
    assert [(e.points, e.net, e.tax) for e in documents[0].content.tax_sums] == [
        (2200, 350_00, 77_00),
        (1000, 50_00, 5_00),
    ]
    assert await promises_hold()


async def test_issue_nothing_for_a_free_registration(issuing: Sale, order_of: OpenOrder) -> None:
    waived = replace(FEE, title="Code FREE", item="code:FREE", amount=-427_00, tax=-77_00)
    order = await order_of(issuing.cast.alice, [FEE, waived])

    assert await step(issuing, order) == ()
    with pytest.raises(NothingToDocument):
        await actions.issue_invoice(order.code, issuing.meeting, by=OFFICE, now=NOW)


async def test_issue_a_second_invoice_for_what_is_added_later(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    await pay(order, 427_00)
    await more(issuing, order, DINNER)
    assert await step(issuing, order) == ()  # it is due

    documents = await pay(order, 55_00)

    assert [each.gross for each in documents if each.kind == "invoice"] == [427_00, 55_00]
    assert await promises_hold()


async def test_credit_what_is_taken_back(issuing: Sale, order_of: OpenOrder, pay: Pay) -> None:
    """A cancelled fee is credited against its invoice; what is kept is invoiced anew (C02)."""
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)
    kept = Line("Cancellation fee", "", 122_00, LineKind.CHARGE, "cancelled", 1, 22_00, 2200)
    await back(issuing, order, kept)

    assert await step(issuing, order) == ("SOS-CRN-2027-00001", "SOS-INV-2027-00002")

    (credit,) = [e for e in await documents_of_order(order.id) if e.kind == "credit_note"]
    assert (credit.gross, credit.tax, credit.corrects) == (-427_00, -77_00, invoice.id)
    assert credit.content.corrects == invoice.number
    assert credit.content.settled == "305.00 EUR is given back the way it was paid."
    assert await promises_hold()


async def test_credit_nothing_that_was_never_invoiced(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice, [FEE, DINNER])
    await back(issuing, order)

    assert await step(issuing, order) == ()
    await more(issuing, order, FEE)
    (invoice, _) = await pay(order, 427_00)
    assert [line.amount for line in invoice.content.lines] == [427_00]
    assert await promises_hold()


async def test_credit_a_reduction_against_the_newest_invoice(
    issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)
    await more(issuing, order, Line("Goodwill", "Late bus.", -20_00, LineKind.CHARGE, "goodwill"))

    assert await step(issuing, order) == ("SOS-CRN-2027-00001",)
    (credit,) = [e for e in await documents_of_order(order.id) if e.kind == "credit_note"]
    assert (credit.gross, credit.corrects) == (-20_00, invoice.id)
    assert await promises_hold()


async def test_issue_invoice_now_although_money_is_due(issuing: Sale, order_of: OpenOrder) -> None:
    order = await order_of(issuing.cast.alice)

    numbers = await actions.issue_invoice(order.code, issuing.meeting, by=OFFICE, now=NOW)

    (invoice,) = await documents_of_order(order.id)
    assert numbers == (invoice.number,)
    assert invoice.content.due == 427_00
    with pytest.raises(NothingToDocument):
        await actions.issue_invoice(order.code, issuing.meeting, by=OFFICE, now=NOW)
    assert [row["last"] for row in await DocumentSeries.select()] == [1]  # no number was lost


async def test_issue_pro_forma_once_while_nothing_changes(
    issuing: Sale, order_of: OpenOrder
) -> None:
    order = await order_of(issuing.cast.alice)

    async def ask() -> str:
        return await actions.issue_pro_forma(order.code, issuing.meeting, by=OFFICE, now=NOW)

    assert await ask() == await ask() == "SOS-PRO-2027-00001"
    await more(issuing, order, DINNER)
    assert await ask() == "SOS-PRO-2027-00002"
    assert await promises_hold()


async def test_issue_nothing_before_an_issuer_is_named(
    sale: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(sale.cast.alice)
    with pytest.raises(NoIssuer):
        await step(sale, order)
    async with action("test", by=OFFICE, now=NOW, meeting=sale.meeting.id) as act:
        assert await actions.document_order(act, order.id, sale.meeting) == ()
    assert await Document.count() == 0


async def test_issue_one_invoice_for_a_group(issuing: Sale, order_of: OpenOrder, pay: Pay) -> None:
    """T04: one payer settles many registrations; each line says whose it is."""
    cast = issuing.cast
    order = await order_of(cast.olive, attendees=[cast.alice, cast.bob, cast.dan])

    invoice, _ = await pay(order, 3 * 427_00)

    whose = [line.whose for line in invoice.content.lines]
    assert sorted(whose) == ["Alice Ångström", "Bob Brennan", "Dan Díaz"]
    assert invoice.billed_to == "Olive Okafor"
    assert invoice.gross == 1281_00


async def test_a_refused_action_leaves_no_gap(issuing: Sale, order_of: OpenOrder) -> None:
    first = await order_of(issuing.cast.alice, pays_by=PayBy.PURCHASE_ORDER)
    second = await order_of(issuing.cast.bob, pays_by=PayBy.PURCHASE_ORDER)

    async def stumble() -> None:
        async with action("test", by=OFFICE, now=NOW, meeting=issuing.meeting.id) as act:
            await actions.document_order(act, first.id, issuing.meeting)
            raise RuntimeError("the card was declined")

    with pytest.raises(RuntimeError):
        await stumble()
    assert await step(issuing, second) == ("SOS-INV-2027-00001",)
    assert await promises_hold()
