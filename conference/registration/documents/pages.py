"""What documents give to registration: the payer's downloads, the office's doors and handlers."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheVisitor
from conference.meetings.roof import Link
from conference.people.access import Role, signed_in
from conference.registration.documents import (
    actions,
    correction_pages,
    journal_pages,
    queries,
    set_up_pages,
)
from conference.registration.documents.answering import ENDING, number_in, pdf_answer
from conference.registration.documents.errors import NoIssuer, NothingToDocument
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownOrder
from conference.registration.queries import readable
from conference.web import flash, redirect

__all__ = ["OFFICE_LINKS", "handlers"]

OFFICE_LINKS = [
    Link("Documents", "/office/documents", "Invoices, receipts, credit notes.", Role.TREASURER),
    Link("Invoicing", "/office/invoicing", "Who issues invoices, and the tax.", Role.TREASURER),
]


@get("/my/orders/{code:str}/documents/{file:str}", opt=signed_in)
async def download_my_document(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], file: FromPath[str]
) -> Response[bytes | None]:
    assert visitor.person is not None
    found = await queries.document_of_payer(visitor.person, readable(code), number_in(file))
    return await pdf_answer(request, found)


@post("/my/orders/{code:str}/documents/pro-forma", opt=signed_in)
async def ask_for_pro_forma(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Redirect:
    assert visitor.person is not None
    order = await queries.order_of_payer(visitor.person, readable(code))
    meeting = await meetings.meeting_by_id(order.meeting) if order else None
    if order is None or meeting is None:
        raise UnknownOrder
    here = f"/my/orders/{order.code}"
    try:
        number = await actions.issue_pro_forma(order.code, meeting, by=visitor.actor, now=now)
    except (NoIssuer, NothingToDocument) as refused:
        flash(request, NO_PRO_FORMA[type(refused)], "warn")
        return redirect(here)
    return redirect(f"{here}/documents/{number}{ENDING}")


NO_PRO_FORMA = {
    NoIssuer: "There are no invoices at this meeting yet. Please write to the office.",
    NothingToDocument: "This order costs nothing, so there is nothing to put on a pro-forma.",
}

handlers = [
    download_my_document,
    ask_for_pro_forma,
    *correction_pages.handlers,
    *journal_pages.handlers,
    *set_up_pages.handlers,
]
