"""The office's buttons on an order: invoice now, pro-forma, correct an invoice."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration.documents import actions, queries
from conference.registration.documents.account import Account, DocumentInfo, issuer_of_meeting
from conference.registration.documents.actions import Correction
from conference.registration.documents.answering import ENDING
from conference.registration.documents.errors import (
    CannotCorrect,
    NoIssuer,
    NothingToDocument,
    UnknownDocument,
)
from conference.registration.documents.forms import CorrectionForm, correction_values
from conference.registration.documents.rules import DocumentKind
from conference.registration.draft import AnyRequest
from conference.registration.queries import readable
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

MONEY = roles(Role.OFFICE, Role.TREASURER)


def _order_path(meeting: MeetingInfo, code: str) -> str:
    return f"/{meeting.slug}/office/orders/{code}"


@post("/{slug:str}/office/orders/{code:str}/documents/pro-forma", opt=MONEY)
async def issue_pro_forma(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Redirect:
    code = readable(code)
    try:
        number = await actions.issue_pro_forma(code, meeting, by=visitor.actor, now=now)
    except (NoIssuer, NothingToDocument) as refused:
        flash(request, refused.detail, "warn")
        return redirect(_order_path(meeting, code))
    return redirect(f"/{meeting.slug}/office/documents/{number}{ENDING}")


@post("/{slug:str}/office/orders/{code:str}/documents/invoice", opt=MONEY)
async def issue_invoice(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Redirect:
    code = readable(code)
    try:
        numbers = await actions.issue_invoice(code, meeting, by=visitor.actor, now=now)
    except (NoIssuer, NothingToDocument) as refused:
        flash(request, refused.detail, "warn")
    else:
        flash(request, f"Issued: {', '.join(numbers)}.")
    return redirect(_order_path(meeting, code))


@get("/{slug:str}/office/orders/{code:str}/documents/{number:str}/correct", opt=MONEY)
async def show_correction(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], number: FromPath[str]
) -> Template:
    account, wrong = await _found(meeting, code, number)
    issuer = await issuer_of_meeting(meeting.id)
    fee = issuer.change_fee if issuer else 0
    return _correction(request, account, wrong, FormState.of(correction_values(account, fee)))


@post("/{slug:str}/office/orders/{code:str}/documents/{number:str}/correct", opt=MONEY)
async def correct_invoice(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    number: FromPath[str],
    now: Now,
) -> Template | Redirect:
    account, wrong = await _found(meeting, code, number)
    try:
        form = await read_form(request, CorrectionForm)
        with refusals(form):
            bill_to = form.as_bill_to(account.currency)
            correction = Correction(wrong.number, bill_to, form.reason)
            numbers = await actions.correct_invoice(
                account.code, correction, meeting, by=visitor.actor, now=now
            )
    except FormErrors as refused:
        return _correction(request, account, wrong, refused.state)
    except CannotCorrect as gone:
        flash(request, gone.detail, "warn")
    else:
        flash(request, f"{wrong.number} is replaced: {', '.join(numbers)}.")
    return redirect(_order_path(meeting, account.code))


async def _found(meeting: MeetingInfo, code: str, number: str) -> tuple[Account, DocumentInfo]:
    """The order and its invoice. Raises UnknownDocument, also for a document of another kind."""
    account = await queries.account_by_code(meeting.id, readable(code))
    for each in account.documents if account else ():
        if account and each.number == number and each.kind is DocumentKind.INVOICE:
            return account, each
    raise UnknownDocument


def _correction(
    request: AnyRequest, account: Account, wrong: DocumentInfo, form: FormState
) -> Template:
    return page(
        request,
        "registration/documents/correct.html",
        status=422 if form.errors else 200,
        account=account,
        wrong=wrong,
        form=form,
    )


handlers = [issue_pro_forma, issue_invoice, show_correction, correct_invoice]
