"""The office: every order, its whole history, payments, refunds, cancelling."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration import actions, order_queries, payment_actions, queries
from conference.registration.buy_pages import issuer_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import AlreadyCancelled, PaymentRefused, UnknownOrder
from conference.registration.money_forms import MoneyForm, ReasonForm
from conference.registration.order_list import FILTERS, OrderFilter, order_page
from conference.registration.order_queries import OrderDetail
from conference.registration.payment_actions import Till
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import METHOD_WORDS, ORDER_WORDS, REGISTRATION_WORDS
from conference.registration.spreadsheet import registrations_csv
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import download, page_number

MONEY = roles(Role.OFFICE, Role.TREASURER)
OFFICE = roles(Role.OFFICE)


@get("/{slug:str}/office/orders", opt=MONEY)
async def show_orders(request: AnyRequest, meeting: TheMeeting) -> Template:
    query = request.query_params
    wanted = OrderFilter(
        state=query.get("state", "") if query.get("state", "") in FILTERS else "",
        text=clean(query.get("q", ""))[:100],
        page=page_number(request),
    )
    return page(
        request,
        "registration/orders.html",
        wanted=wanted,
        found=await order_page(meeting.id, wanted),
        filters=FILTERS,
        words=ORDER_WORDS,
    )


@get("/{slug:str}/office/orders/{code:str}", opt=MONEY)
async def show_order(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], now: Now
) -> Template:
    return await _order_page(request, meeting, code, now)


async def _order_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    code: str,
    now: datetime,
    **wrong: FormState,
) -> Template:
    """`wrong` holds the form that was refused, under "payment", "refund" or "cancelling"."""
    order = await order_queries.order_detail(meeting.id, code)
    if order is None:
        raise UnknownOrder
    kind = _kind_of_money(request, order, wrong)
    balance = order.registration.balance
    fresh = _new_money(meeting, balance.to_refund if kind == "refund" else balance.due, now)
    return page(
        request,
        "registration/order.html",
        status=422 if wrong else 200,
        order=order,
        history=await order_queries.history_of(meeting.id, order),
        kind=kind,
        money=wrong.get(kind, fresh),
        cancelling=wrong.get("cancelling") or FormState.empty(),
        form=next(iter(wrong.values()), FormState.empty()),
        words=ORDER_WORDS,
        registration_words=REGISTRATION_WORDS,
        methods=[(each.value, text) for each, text in METHOD_WORDS.items()],
        method_words=METHOD_WORDS,
    )


def _kind_of_money(request: AnyRequest, order: OrderDetail, wrong: Mapping[str, FormState]) -> str:
    """One money form at a time: a refund where money is owed back, else a payment."""
    for kind in ("payment", "refund"):
        if kind in wrong:
            return kind
    wants_payment = request.query_params.get("money") == "payment"
    return "refund" if order.registration.balance.to_refund and not wants_payment else "payment"


def _new_money(meeting: MeetingInfo, amount: int, now: datetime) -> FormState:
    """A fresh form: the open amount, today, and a key of its own."""
    shown = format_money(amount, meeting.currency).removesuffix(f" {meeting.currency}")
    today = meeting.local(now).date().isoformat()
    key = secrets.token_urlsafe(16)
    return FormState.of({"amount": shown if amount else "", "received_on": today, "key": key})


@post("/{slug:str}/office/orders/{code:str}/payments", opt=MONEY)
async def record_payment(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        payment = (await read_form(request, MoneyForm)).as_payment(meeting, now)
        info = await payment_actions.record_payment(
            code, payment, till=_till(meeting, settings), by=visitor.actor, now=now
        )
    except (FormErrors, PaymentRefused) as wrong:
        return await _order_page(request, meeting, code, now, payment=await _typed(request, wrong))
    flash(request, f"{format_money(payment.amount, info.currency)} recorded; {_said(info)}.")
    return redirect(f"/{meeting.slug}/office/orders/{info.order_code}")


@post("/{slug:str}/office/orders/{code:str}/refunds", opt=MONEY)
async def record_refund(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        payment = (await read_form(request, MoneyForm)).as_payment(meeting, now)
        info = await payment_actions.record_refund(
            code, payment, till=_till(meeting, settings), by=visitor.actor, now=now
        )
    except (FormErrors, PaymentRefused) as wrong:
        return await _order_page(request, meeting, code, now, refund=await _typed(request, wrong))
    flash(request, f"Refund of {format_money(payment.amount, meeting.currency)} recorded.")
    return redirect(f"/{meeting.slug}/office/orders/{info.order_code}")


@post("/{slug:str}/office/orders/{code:str}/cancel", opt=OFFICE)
async def cancel_order(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    order = await order_queries.order_detail(meeting.id, code)
    if order is None:
        raise UnknownOrder
    try:
        form = await read_form(request, ReasonForm)
        await actions.cancel_registration(
            order.registration.code,
            meeting=meeting,
            issuer=issuer_of(settings),
            by=visitor.actor,
            now=now,
            reason=form.reason,
        )
    except FormErrors as wrong:
        return await _order_page(request, meeting, code, now, cancelling=wrong.state)
    except AlreadyCancelled:
        flash(request, "It was cancelled already.", "warn")
    else:
        flash(request, f"Registration {order.registration.code} is cancelled; its place is free.")
    return redirect(f"/{meeting.slug}/office/orders/{order.code}")


@get("/{slug:str}/office/registrations.csv", opt=OFFICE)
async def download_registrations(meeting: TheMeeting) -> Response[bytes]:
    found = await queries.registrations_of_meeting(meeting.id)
    return download(registrations_csv(found), "text/csv", f"{meeting.slug}-registrations.csv")


def _said(info: RegistrationInfo) -> str:
    """What a payment has come to."""
    if info.due:
        return f"{format_money(info.due, info.currency)} still due"
    if info.balance.to_refund:
        return f"{format_money(info.balance.to_refund, info.currency)} to refund"
    return "the registration is confirmed"


def _till(meeting: MeetingInfo, settings: Settings) -> Till:
    return Till(meeting, issuer_of(settings))


async def _typed(request: AnyRequest, wrong: FormErrors | PaymentRefused) -> FormState:
    """What was typed, with what is wrong beside it; a refused payment gets no new key."""
    if isinstance(wrong, FormErrors):
        return wrong.state
    form = await request.form()
    values: dict[str, Any] = {name: str(form.get(name, "")) for name in form}
    return FormState(values, dict(wrong.errors) or {"": wrong.detail})


handlers = [
    show_orders,
    show_order,
    record_payment,
    record_refund,
    cancel_order,
    download_registrations,
]
