"""The office: every order, its whole history, payments, refunds, cancelling."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration import order_queries, payment_actions, price_queries, queries
from conference.registration.bank.references import payment_reference
from conference.registration.buy_pages import issuer_of
from conference.registration.catalogue import MODE_WORDS
from conference.registration.documents.queries import documents_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import PaymentRefused, UnknownOrder
from conference.registration.money_forms import MoneyForm
from conference.registration.order_history import history_of
from conference.registration.order_list import FILTERS, OrderFilter, order_page
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import (
    METHOD_WORDS,
    ORDER_WORDS,
    PAY_BY_WORDS,
    PROOF_WORDS,
    REGISTRATION_WORDS,
)
from conference.registration.settling import Till
from conference.registration.spreadsheet import registrations_csv, registrations_xlsx
from conference.registration.unpaid.queries import late_terms_of
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import download, page_number
from conference.web.sheets import XLSX

MONEY = roles(Role.OFFICE, Role.TREASURER)
OFFICE = roles(Role.OFFICE)


@get("/{slug:str}/office/orders", opt=MONEY)
async def show_orders(request: AnyRequest, meeting: TheMeeting) -> Template:
    table = (await price_queries.price_list(meeting.id, meeting.currency)).table
    choices: dict[str, Mapping[Any, str]] = {
        "state": FILTERS,
        "category": {each.key: each.title for each in table.categories},
        "window": {each.key: each.title for each in table.windows},
        "mode": MODE_WORDS,
        "pays_by": PAY_BY_WORDS,
        "proof": {key: word for key, (word, _) in PROOF_WORDS.items()},
    }
    wanted = _filter(request, choices)
    return page(
        request,
        "registration/orders.html",
        wanted=wanted,
        found=await order_page(meeting, wanted),
        choices=choices,
        words=ORDER_WORDS,
    )


def _filter(request: AnyRequest, choices: Mapping[str, Mapping[Any, str]]) -> OrderFilter:
    """What the address asks for; whatever is not offered counts as not asked."""
    query = request.query_params
    chosen = {name: query.get(name, "") for name in choices}
    return OrderFilter(
        **{name: value for name, value in chosen.items() if value in choices[name]},
        text=clean(query.get("q", ""))[:100],
        since=_day(query.get("from", "")),
        until=_day(query.get("to", "")),
        page=page_number(request),
    )


def _day(text: str) -> str:
    """A day of these centuries, as it is compared; whatever else is typed counts as not asked."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1900 <= day.year <= 2200 else ""


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
    """`wrong` holds the form that was refused, under "payment" or "refund"."""
    order = await order_queries.order_detail(meeting.id, code)
    if order is None:
        raise UnknownOrder
    kind = _kind_of_money(request, order, wrong)
    balance = order.balance
    fresh = _new_money(meeting, balance.to_refund if kind == "refund" else balance.due, now)
    return page(
        request,
        "registration/order.html",
        status=422 if wrong else 200,
        order=order,
        reference=payment_reference(order.code),
        history=await history_of(meeting.id, order),
        kind=kind,
        money=wrong.get(kind, fresh),
        payer=await people.person_by_id(order.person),
        papers=await documents_of(order.id),
        late=await late_terms_of(order, meeting, now),
        form=next(iter(wrong.values()), FormState.empty()),
        words=ORDER_WORDS,
        registration_words=REGISTRATION_WORDS,
        methods=[(each.value, text) for each, text in METHOD_WORDS.items()],
        method_words=METHOD_WORDS,
        pay_by_words=PAY_BY_WORDS,
        proof_words=PROOF_WORDS,
    )


def _kind_of_money(request: AnyRequest, order: OrderDetail, wrong: Mapping[str, FormState]) -> str:
    """One money form at a time: a refund where money is owed back, else a payment."""
    for kind in ("payment", "refund"):
        if kind in wrong:
            return kind
    wants_payment = request.query_params.get("money") == "payment"
    return "refund" if order.balance.to_refund and not wants_payment else "payment"


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
        order = await payment_actions.record_payment(
            code, payment, till=_till(meeting, settings), by=visitor.actor, now=now
        )
    except (FormErrors, PaymentRefused) as wrong:
        return await _order_page(request, meeting, code, now, payment=await _typed(request, wrong))
    flash(request, f"{format_money(payment.amount, order.currency)} recorded; {_said(order)}.")
    return redirect(f"/{meeting.slug}/office/orders/{order.code}")


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
        order = await payment_actions.record_refund(
            code, payment, till=_till(meeting, settings), by=visitor.actor, now=now
        )
    except (FormErrors, PaymentRefused) as wrong:
        return await _order_page(request, meeting, code, now, refund=await _typed(request, wrong))
    flash(request, f"Refund of {format_money(payment.amount, meeting.currency)} recorded.")
    return redirect(f"/{meeting.slug}/office/orders/{order.code}")


@get("/{slug:str}/office/registrations.csv", opt=OFFICE)
async def download_registrations(meeting: TheMeeting) -> Response[bytes]:
    found = await queries.registrations_of_meeting(meeting.id)
    return download(registrations_csv(found), "text/csv", f"{meeting.slug}-registrations.csv")


@get("/{slug:str}/office/registrations.xlsx", opt=OFFICE)
async def download_registrations_workbook(meeting: TheMeeting) -> Response[bytes]:
    found = await queries.registrations_of_meeting(meeting.id)
    return download(registrations_xlsx(found), XLSX, f"{meeting.slug}-registrations.xlsx")


def _said(order: OrderDetail) -> str:
    """What a payment has come to."""
    if order.due:
        return f"{format_money(order.due, order.currency)} still due"
    if order.balance.to_refund:
        return f"{format_money(order.balance.to_refund, order.currency)} to refund"
    return "the registration is confirmed" if order.registrations else "nothing is due"


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
    download_registrations,
    download_registrations_workbook,
]
