"""The payer's page of an order: every line with its reason, what is paid, how to pay the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Visitor, signed_in
from conference.people.rules import PersonInfo
from conference.registration import order_queries
from conference.registration.billing import BILL_FOR, INSTITUTION, ME, ways_to_pay
from conference.registration.billing_actions import (
    BillChange,
    ChangedBillForm,
    change_billing,
    why_not_changeable,
)
from conference.registration.catalogue_queries import policy_of
from conference.registration.checkout import typed_bill
from conference.registration.documents.queries import documents_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownOrder
from conference.registration.my_orders import how_to_pay
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import (
    METHOD_WORDS,
    ORDER_WORDS,
    PAY_BY_WORDS,
    REGISTRATION_WORDS,
)
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect


@dataclass(frozen=True, slots=True)
class Mine:
    """An order of the visitor, with its meeting."""

    order: OrderDetail
    meeting: MeetingInfo
    payer: PersonInfo


async def _mine(visitor: Visitor, code: str) -> Mine:
    """Another person's order is as unknown as none at all."""
    assert visitor.person is not None
    order = await order_queries.order_of_payer(visitor.person, code)
    payer = await people.person_by_id(visitor.person)
    meeting = await meetings.meeting_by_id(order.meeting) if order else None
    if order is None or meeting is None or payer is None:
        raise UnknownOrder
    return Mine(order, meeting, payer)


@get("/my/orders/{code:str}", opt=signed_in)
async def show_my_order(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    settings: TheSettings,
    now: Now,
) -> Template:
    mine = await _mine(visitor, code)
    order = mine.order
    return page(
        request,
        "registration/my_order.html",
        order=order,
        meeting=mine.meeting,
        payer=mine.payer,
        pay=await how_to_pay(order, mine.meeting, settings, now),
        papers=await documents_of(order.id),
        fixed=await why_not_changeable(order),
        words=ORDER_WORDS,
        registration_words=REGISTRATION_WORDS,
        method_words=METHOD_WORDS,
        way=PAY_BY_WORDS[order.pays_by],
    )


@get("/my/orders/{code:str}/billing", opt=signed_in)
async def show_billing(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Template | Redirect:
    mine = await _mine(visitor, code)
    if await why_not_changeable(mine.order):
        return redirect(f"/my/orders/{mine.order.code}")
    return await _billing_page(request, mine, settings, FormState(_billed(mine)))


def _billed(mine: Mine) -> dict[str, Any]:
    order = mine.order
    return {
        "bill_for": INSTITUTION if order.bill_to else ME,
        "bill_to": order.bill_to or mine.payer.affiliation,
        "bill_country": order.bill_country or mine.payer.country,
        "vat_number": order.vat_number,
        "purchase_order": order.purchase_order,
        "pays_by": order.pays_by.value,
    }


async def _billing_page(
    request: AnyRequest,
    mine: Mine,
    settings: Settings,
    form: FormState,
    *,
    change: BillChange | None = None,
) -> Template:
    """`change`: what another tax makes of the order, to be agreed to first (T01)."""
    ways = ways_to_pay(settings, await policy_of(mine.meeting.id))
    agreed = {"agreed": str(change.total)} if change else {}
    return page(
        request,
        "registration/billing.html",
        status=409 if change else 422 if form.errors else 200,
        form=FormState({**form.values, **agreed}, form.errors),
        order=mine.order,
        meeting=mine.meeting,
        change=change,
        bill_for=BILL_FOR,
        ways=[(each.value, PAY_BY_WORDS[each]) for each in ways],
    )


@post("/my/orders/{code:str}/billing", opt=signed_in)
async def save_billing(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    settings: TheSettings,
    now: Now,
) -> Template | Redirect:
    mine = await _mine(visitor, code)
    ways = ways_to_pay(settings, await policy_of(mine.meeting.id))
    try:
        form = await read_form(request, ChangedBillForm)
        change = await _change(mine, form, ways, visitor, now)
    except FormErrors as wrong:
        return await _billing_page(request, mine, settings, wrong.state)
    if not change.is_done:
        again = FormState(typed_bill(form))
        return await _billing_page(request, mine, settings, again, change=change)
    flash(request, "Saved.")
    return redirect(f"/my/orders/{mine.order.code}")


async def _change(
    mine: Mine, form: ChangedBillForm, ways: Any, visitor: Visitor, now: datetime
) -> BillChange:
    try:
        payer = form.payer(mine.payer.id, mine.payer.country, form.way(ways))
    except FormErrors as wrong:
        raise FormErrors(typed_bill(form), wrong.errors) from None
    return await change_billing(
        mine.order.code, payer, mine.meeting, agreed=form.agreed, by=visitor.actor, now=now
    )


handlers = [show_my_order, show_billing, save_billing]
