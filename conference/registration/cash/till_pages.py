"""The till: find an order, take cash or a card payment, give change, take it back."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration import order_queries
from conference.registration.buy_pages import issuer_of
from conference.registration.cash import actions, queries
from conference.registration.cash.desk import DESK, desk_of
from conference.registration.cash.errors import CountedAlready
from conference.registration.cash.forms import DeskForm, TakeForm, WhyForm
from conference.registration.cash.rules import TILL_METHODS, TILL_WORDS, expected_of
from conference.registration.documents.answering import pdf_answer
from conference.registration.documents.queries import document_by_number
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownOrder
from conference.registration.found_orders import find_orders
from conference.registration.queries import readable
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AT_DESK = roles(Role.DESK)
TILL = "/{slug:str}/desk/till"
ORDER = f"{TILL}/orders/{{code:str}}"
PAYMENT = f"{TILL}/payments/{{payment:uuid}}"
METHODS = [(method.value, TILL_WORDS[method]) for method in TILL_METHODS]


@get(TILL, opt=AT_DESK)
async def show_till(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _till_page(request, meeting)


async def _till_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState | None = None
) -> Template:
    text = clean(request.query_params.get("q", ""))[:200]
    desk = desk_of(request)
    waiting = await queries.waiting_payments(meeting.id, desk)
    return page(
        request,
        "registration/cash/till.html",
        status=422 if form else 200,
        text=text,
        found=await find_orders(meeting.id, text),
        desk=desk,
        form=form or FormState.of({"desk": desk}),
        expected=expected_of(queries.taken(waiting)),
        waiting=waiting[:20],
        words=TILL_WORDS,
        wanted=_wanted(request.query_params.get("order", ""), request),
    )


@post(f"{TILL}/station", opt=AT_DESK)
async def name_desk(request: AnyRequest, meeting: TheMeeting) -> Template | Redirect:
    """Every payment is noted with the desk that took it: its drawer is counted later."""
    try:
        form = await read_form(request, DeskForm)
    except FormErrors as wrong:
        return await _till_page(request, meeting, wrong.state)
    request.session[DESK] = clean(form.desk)
    return redirect(f"/{meeting.slug}/desk/till{_wanted_order(request)}")


def _wanted_order(request: AnyRequest) -> str:
    """The order that was opened before the desk had a name, with who stands there."""
    code = readable(request.query_params.get("order", "")[:12])
    return f"/orders/{code}{_for_whom(request)}" if code else ""


@get(ORDER, opt=AT_DESK)
async def show_till_order(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str]
) -> Template | Redirect:
    if not desk_of(request):
        return _ask_for_desk(request, meeting, code)
    return await _order_page(request, meeting, code)


def _ask_for_desk(request: AnyRequest, meeting: MeetingInfo, code: str) -> Redirect:
    """The name first; then on to the order that was wanted."""
    flash(request, "First say what this desk is called; its drawer is counted later.", "warn")
    return redirect(f"/{meeting.slug}/desk/till?{_wanted(code, request)}")


def _wanted(code: str, request: AnyRequest) -> str:
    """The order and the person that wait until the desk has a name, "" for none."""
    order, person = readable(code[:12]), readable(request.query_params.get("for", "")[:12])
    return urlencode({"order": order, "for": person}) if order else ""


async def _order_page(
    request: AnyRequest, meeting: MeetingInfo, code: str, form: FormState | None = None
) -> Template:
    order = await order_queries.order_detail(meeting.id, code)
    if order is None:
        raise UnknownOrder
    due = format_money(order.balance.due, order.currency).removesuffix(f" {order.currency}")
    fresh = {"key": secrets.token_urlsafe(16), "amount": due, "method": TILL_METHODS[0].value}
    return page(
        request,
        "registration/cash/order.html",
        status=422 if form else 200,
        order=order,
        desk=desk_of(request),
        form=form or FormState.of(fresh),
        methods=METHODS,
    )


@post(ORDER, opt=AT_DESK)
async def take_payment(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str],
    now: Now, settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    desk = desk_of(request)
    if not desk:
        return _ask_for_desk(request, meeting, code)
    try:
        form = await read_form(request, TakeForm)
        with refusals(form):
            payment = await actions.take_payment(
                code, form.as_handed(meeting.currency), desk=desk, key=form.key,
                till=Till(meeting, issuer_of(settings)), by=visitor.actor, now=now,
            )  # fmt: skip
    except FormErrors as wrong:
        return await _order_page(request, meeting, code, wrong.state)
    return redirect(f"/{meeting.slug}/desk/till/payments/{payment}{_for_whom(request)}")


def _for_whom(request: AnyRequest) -> str:
    """The person who stands at the desk, kept until the payment leads back to them."""
    code = readable(request.query_params.get("for", "")[:12])
    return f"?for={code}" if code else ""


@get(PAYMENT, opt=AT_DESK)
async def show_payment(
    request: AnyRequest, meeting: TheMeeting, payment: FromPath[UUID]
) -> Template:
    return await _payment_page(request, meeting, payment, FormState.empty())


async def _payment_page(
    request: AnyRequest, meeting: MeetingInfo, payment: UUID, form: FormState
) -> Template:
    taken = await queries.till_payment(meeting.id, payment)
    order = await order_queries.order_detail(meeting.id, taken.order_code)
    return page(
        request,
        "registration/cash/payment.html",
        status=422 if form.errors else 200,
        taken=taken,
        order=order,
        words=TILL_WORDS,
        form=form,
        back_to=readable(request.query_params.get("for", "")[:12]),
    )


@get(f"{PAYMENT}/receipt.pdf", opt=AT_DESK)
async def show_receipt(
    request: AnyRequest, meeting: TheMeeting, payment: FromPath[UUID]
) -> Response[bytes | None]:
    """The receipt of a payment that a desk took, for the person who stands there."""
    taken = await queries.till_payment(meeting.id, payment)
    return await pdf_answer(request, await document_by_number(meeting.id, taken.receipt))


@post(f"{PAYMENT}/take-back", opt=AT_DESK)
async def take_back(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, payment: FromPath[UUID],
    now: Now, settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    till = Till(meeting, issuer_of(settings))
    try:
        form = await read_form(request, WhyForm)
        await actions.take_back(payment, reason=form.reason, till=till, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _payment_page(request, meeting, payment, wrong.state)
    except CountedAlready as told:
        flash(request, told.detail, "warn")
    else:
        flash(request, "Taken back. The order is due again.")
    return redirect(f"/{meeting.slug}/desk/till/payments/{payment}")


handlers = [
    show_till,
    name_desk,
    show_till_order,
    take_payment,
    show_payment,
    show_receipt,
    take_back,
]
