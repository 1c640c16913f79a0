"""The office's page of unpaid orders: what to decide, and what happens by itself (R03, P03)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo, end_of_day
from conference.people.access import Role, Visitor, roles
from conference.registration.catalogue_queries import policy_of
from conference.registration.draft import AnyRequest
from conference.registration.policy import LatePayment
from conference.registration.till import Till
from conference.registration.unpaid import giving_up, late, queries, reminding
from conference.registration.unpaid.forms import DecisionForm, MoreTimeForm
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Problem
from conference.web.refusals import refusals

MONEY = roles(Role.OFFICE, Role.TREASURER)
OFFICE_LINKS = [
    Link(
        "Unpaid orders",
        "/office/unpaid",
        "Part payments, late payers, orders that were given up.",
        Role.TREASURER,
    )
]
CHORES = [
    reminding.remind_of_expiry,
    giving_up.expire_unpaid_orders,
    late.announce_late_prices,
    late.charge_late_orders,
    late.settle_late_charges,
]
LATE_WORDS: Mapping[LatePayment, str] = {
    LatePayment.REPRICE: "Who has not paid when a price period ends pays the next price.",
    LatePayment.HOLD: "Prices hold, whenever the money comes.",
    LatePayment.CANCEL: "Who has not paid when a price period ends loses the place.",
}


@get("/{slug:str}/office/unpaid", opt=MONEY)
async def show_unpaid(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _unpaid_page(request, meeting, now)


async def _unpaid_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: datetime,
    wrong: str = "",
    form: FormState | None = None,
) -> Template:
    """`wrong` names the form that was refused: "<order>-<verb>"."""
    policy = await policy_of(meeting.id)
    return page(
        request,
        "registration/unpaid/unpaid.html",
        status=422 if form else 200,
        lists=await queries.unpaid_lists(meeting.id, now),
        policy=policy,
        late_words=LATE_WORDS[policy.late_payment],
        wrong=wrong,
        form=form or FormState.empty(),
    )


Decide = Callable[..., Awaitable[Any]]


async def _decide(
    request: AnyRequest,
    meeting: MeetingInfo,
    order: str,
    verb: str,
    decide: Callable[[str], Awaitable[Any]],
    now: datetime,
) -> Template | Redirect:
    """One decision with its reason; `decide` takes the reason."""
    try:
        form = await read_form(request, DecisionForm)
        with refusals(form):
            await decide(form.reason)
    except FormErrors as wrong:
        return await _unpaid_page(request, meeting, now, f"{order}-{verb}", wrong.state)
    except Problem as problem:
        if problem.status == 404:
            raise
        flash(request, problem.detail or problem.title, "bad")
    else:
        flash(request, _SAID[verb].format(order))
    return redirect(f"/{meeting.slug}/office/unpaid")


_SAID = {
    "give-up": "Order {} is given up; its places are free.",
    "reinstate": "Order {} is open again.",
    "undo-late": "The difference is taken back from order {}.",
}


@post("/{slug:str}/office/unpaid/{code:str}/give-up", opt=MONEY)
async def give_up_order(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    decide = _by_office(giving_up.give_up_order, code, meeting, visitor, now, settings)
    return await _decide(request, meeting, code, "give-up", decide, now)


@post("/{slug:str}/office/unpaid/{code:str}/reinstate", opt=MONEY)
async def reinstate_order(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    decide = _by_office(giving_up.reinstate_order, code, meeting, visitor, now, settings)
    return await _decide(request, meeting, code, "reinstate", decide, now)


@post("/{slug:str}/office/unpaid/{code:str}/undo-late", opt=MONEY)
async def undo_late_charge(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    decide = _by_office(late.undo_late_charge, code, meeting, visitor, now, settings)
    return await _decide(request, meeting, code, "undo-late", decide, now)


@post("/{slug:str}/office/unpaid/{code:str}/extend", opt=MONEY)
async def give_more_time(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        form = await read_form(request, MoreTimeForm)
        assert form.until is not None
        until = end_of_day(form.until, meeting.zone)
        till = Till.of(meeting, settings)
        with refusals(form):
            await giving_up.give_more_time(
                code, until, till=till, by=visitor.actor, now=now, reason=form.reason
            )
    except FormErrors as wrong:
        return await _unpaid_page(request, meeting, now, f"{code}-extend", wrong.state)
    flash(request, f"Order {code} has more time.")
    return redirect(f"/{meeting.slug}/office/unpaid")


def _by_office(
    decide: Decide,
    code: str,
    meeting: MeetingInfo,
    visitor: Visitor,
    now: datetime,
    settings: Settings,
) -> Callable[[str], Awaitable[Any]]:
    """The decision as a function of its reason."""
    till = Till.of(meeting, settings)

    def decided(reason: str) -> Awaitable[Any]:
        return decide(code, till=till, by=visitor.actor, now=now, reason=reason)

    return decided


handlers = [
    show_unpaid,
    give_up_order,
    reinstate_order,
    undo_late_charge,
    give_more_time,
]
