"""Downloading one's own documents, and the office's buttons on an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from conference.people.access import Role
from conference.people.actions import grant_role
from conference.registration.documents.account import documents_of_order
from conference.registration.documents.queries import documents_of
from conference.registration.order_queries import order_by_id
from conference.registration.tables import Document
from conference.web.templating import render
from tests.cast import NOW
from tests.registration.changes.conftest import form_of
from tests.registration.conftest import OFFICE, Sale
from tests.registration.documents.conftest import FEE, OpenOrder, Pay
from tests.registration.documents.reading import text_of
from tests.registration.reading import errors_beside, words

CORRECTION = {
    "bill_name": "Clyde Institute",
    "bill_address": "12 Shore Road\nGlasgow",
    "bill_country": "GB",
    "vat_number": "",
    "purchase_order": "PO-1",
    "reason": "The institute pays.",
    "fee": "",
}


async def test_download_my_document(
    client: httpx.AsyncClient, sign_in: Any, issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)
    await sign_in(client, issuing.cast.alice)

    answer = await client.get(f"/my/orders/{order.code}/documents/{invoice.number}.pdf")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert f'filename="{invoice.number}.pdf"' in answer.headers["content-disposition"]
    assert "427.00 EUR" in text_of(answer.content)
    known = {"if-none-match": answer.headers["etag"]}
    assert (await client.get(str(answer.url), headers=known)).status_code == 304


async def test_download_of_another_persons_document_is_not_found(
    client: httpx.AsyncClient, sign_in: Any, issuing: Sale, order_of: OpenOrder, pay: Pay
) -> None:
    order = await order_of(issuing.cast.alice)
    mine = await order_of(issuing.cast.dan)
    invoice, _ = await pay(order, 427_00)
    await sign_in(client, issuing.cast.dan)

    for path in (
        f"/my/orders/{order.code}/documents/{invoice.number}.pdf",
        f"/my/orders/{mine.code}/documents/{invoice.number}.pdf",
        f"/my/orders/{order.code}/documents/{invoice.number}",
        f"/glasgow/office/documents/{invoice.number}.pdf",
    ):
        answer = await client.get(path)
        assert answer.status_code in (403, 404), path
        assert b"%PDF" not in answer.content


async def test_ask_for_pro_forma_as_payer_leads_to_the_paper(
    client: httpx.AsyncClient, sign_in: Any, post: Callable, issuing: Sale, order_of: OpenOrder
) -> None:
    order = await order_of(issuing.cast.alice)
    await sign_in(client, issuing.cast.dan)
    path = f"/my/orders/{order.code}/documents/pro-forma"
    assert (await post(client, path)).status_code == 404
    await sign_in(client, issuing.cast.alice)

    answers = [await post(client, path) for _ in range(2)]

    assert await Document.count() == 1  # asked twice, the same paper
    where = answers[0].headers["location"]
    assert where == answers[1].headers["location"]
    assert "This is not an invoice" in text_of((await client.get(where)).content)


async def test_issue_invoice_now_by_the_treasurer(
    client: httpx.AsyncClient, sign_in: Any, post: Callable, issuing: Sale, order_of: OpenOrder
) -> None:
    cast = issuing.cast
    order = await order_of(cast.alice)
    await grant_role(
        person=cast.dan.id, role=Role.TREASURER, meeting=cast.meeting.id, by=OFFICE, now=NOW
    )
    await sign_in(client, cast.dan)
    path = f"/glasgow/office/orders/{order.code}/documents/invoice"

    first, again = await post(client, path), await post(client, path)

    assert first.headers["location"] == f"/glasgow/office/orders/{order.code}"
    assert again.status_code == 303  # and a word that there is nothing more
    (invoice,) = await documents_of_order(order.id)
    assert invoice.content.due == 427_00


async def test_correct_invoice_on_its_page(
    client: httpx.AsyncClient,
    sign_in: Any,
    post: Callable,
    issuing: Sale,
    order_of: OpenOrder,
    pay: Pay,
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)
    await sign_in(client, issuing.cast.olive)
    path = f"/glasgow/office/orders/{order.code}/documents/{invoice.number}/correct"
    shown = await client.get(path)
    assert "A credit note takes 427.00 EUR off Alice Ångström" in words(shown)

    answer = await post(client, path, CORRECTION)

    assert answer.headers["location"] == f"/glasgow/office/orders/{order.code}"
    kinds = [each.kind.value for each in await documents_of_order(order.id)]
    assert sorted(kinds) == ["credit_note", "invoice", "invoice", "receipt"]
    after = await order_by_id(order.id)
    assert after.bill_to == "Clyde Institute\n12 Shore Road\nGlasgow"
    gone = await post(client, path, CORRECTION)
    assert gone.status_code == 303
    assert len(await documents_of_order(order.id)) == 4


async def test_correct_invoice_keeps_what_was_typed(
    client: httpx.AsyncClient,
    sign_in: Any,
    post: Callable,
    issuing: Sale,
    order_of: OpenOrder,
    pay: Pay,
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, receipt = await pay(order, 427_00)
    await sign_in(client, issuing.cast.olive)
    base = f"/glasgow/office/orders/{order.code}/documents"

    answer = await post(
        client,
        f"{base}/{invoice.number}/correct",
        {**CORRECTION, "reason": "", "fee": "20,5x", "bill_country": "XX"},
    )

    assert answer.status_code == 422
    assert errors_beside(answer).keys() == {"reason"}
    assert 'value="Clyde Institute"' in answer.text
    wrong = {**CORRECTION, "fee": "20,5x"}
    answer = await post(client, f"{base}/{invoice.number}/correct", wrong)
    assert errors_beside(answer).keys() == {"fee"}
    assert 'value="20,5x"' in answer.text
    assert await Document.count() == 2
    assert (await client.get(f"{base}/{receipt.number}/correct")).status_code == 404


async def test_correct_invoice_says_that_nothing_would_change(
    client: httpx.AsyncClient,
    sign_in: Any,
    post: Callable,
    issuing: Sale,
    order_of: OpenOrder,
    pay: Pay,
) -> None:
    order = await order_of(issuing.cast.alice)
    invoice, _ = await pay(order, 427_00)
    await sign_in(client, issuing.cast.olive)
    path = f"/glasgow/office/orders/{order.code}/documents/{invoice.number}/correct"
    as_shown = form_of(await client.get(path))

    answer = await post(client, path, {**as_shown, "reason": "Just so."})

    assert answer.status_code == 422
    assert "This is what the invoice says already." in errors_beside(answer)["bill_name"]
    assert 'value="Just so."' in answer.text
    assert await Document.count() == 2


async def test_the_partial_of_an_order_shows_what_can_be_done(
    issuing: Sale, order_of: OpenOrder, pay: Pay, count_statements: Any
) -> None:
    cast = issuing.cast
    order = await order_of(cast.olive, [FEE], attendees=[cast.alice])
    with count_statements() as one:
        papers = await documents_of(order.id)
    context = {"meeting": issuing.meeting, "csrf_input": ""}
    shown = render("registration/documents/_order_documents.html", papers=papers, **context)
    assert "Invoice 427.00 EUR now" in shown
    await pay(order, 427_00)
    more = await order_of(cast.bob, [FEE], attendees=[cast.bob, cast.dan, cast.carol])
    await pay(more, 3 * 427_00)
    with count_statements() as three:
        papers = await documents_of(more.id)
    assert len(one) == len(three)
    shown = render("registration/documents/_order_documents.html", papers=papers, **context)
    assert " now</button>" not in shown
    assert f"/glasgow/office/orders/{more.code}/documents/SOS-INV-2027-00002/correct" in shown
    mine = render("registration/documents/_my_documents.html", papers=papers, **context)
    assert f"/my/orders/{more.code}/documents/SOS-INV-2027-00002.pdf" in mine
