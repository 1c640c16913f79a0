"""Counting a desk's drawer and terminal, and looking at what was counted."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.registration.buy_pages import issuer_of
from conference.registration.cash import actions, queries
from conference.registration.cash.desk import desk_of
from conference.registration.cash.forms import CountForm
from conference.registration.cash.rules import TILL_WORDS, expected_of
from conference.registration.draft import AnyRequest
from conference.registration.rules import PaymentMethod
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AT_DESK = roles(Role.DESK)
COUNTED = roles(Role.DESK, Role.TREASURER)
CASH_UP = "/{slug:str}/desk/till/cash-up"
CASH_UPS = "/{slug:str}/desk/till/cash-ups"


@get(CASH_UP, opt=AT_DESK)
async def show_cash_up(request: AnyRequest, meeting: TheMeeting) -> Template | Redirect:
    if not desk_of(request):
        flash(request, "First say what this desk is called.", "warn")
        return redirect(f"/{meeting.slug}/desk/till")
    return await _count_page(request, meeting)


async def _count_page(
    request: AnyRequest, meeting: MeetingInfo, wrong: FormState | None = None
) -> Template:
    """The sum that was seen is always the one on this page, also after a refusal."""
    desk = desk_of(request)
    payments = await queries.waiting_payments(meeting.id, desk)
    expected = expected_of(queries.taken(payments))
    last = await queries.last_cash_up(meeting.id, desk)
    float_amount = last.lines[0].float_amount if last else 0
    typed = wrong.values if wrong else {"float_amount": _plain(float_amount, meeting.currency)}
    values = {**typed, "seen": sum(line.amount for line in expected)}
    return page(
        request,
        "registration/cash/cash_up.html",
        status=422 if wrong else 200,
        desk=desk,
        last=last,
        payments=payments,
        expected=expected,
        words=TILL_WORDS,
        form=FormState(values, wrong.errors if wrong else {}),
    )


def _plain(amount: int, currency: str) -> str:
    return format_money(amount, currency).removesuffix(f" {currency}")


@post(CASH_UP, opt=AT_DESK)
async def count_drawer(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Template | Redirect:
    try:
        form = await read_form(request, CountForm)
        with refusals(form):
            done = await actions.cash_up(
                desk_of(request), form.as_counts(meeting.currency), form.seen, note=form.note,
                till=Till(meeting, issuer_of(settings)), by=visitor.actor, now=now,
            )  # fmt: skip
    except FormErrors as wrong:
        return await _count_page(request, meeting, wrong.state)
    return redirect(f"/{meeting.slug}/desk/till/cash-ups/{done.id}")


@get(CASH_UPS, opt=COUNTED)
async def show_cash_ups(request: AnyRequest, meeting: TheMeeting) -> Template:
    found = await queries.cash_ups_of(meeting.id)
    return page(request, "registration/cash/cash_ups.html", cash_ups=found, words=TILL_WORDS)


@get(f"{CASH_UPS}/{{cash_up:uuid}}", opt=COUNTED)
async def show_counted(
    request: AnyRequest, meeting: TheMeeting, cash_up: FromPath[UUID]
) -> Template:
    """The page to print and sign."""
    found = await queries.cash_up_of(meeting.id, cash_up)
    return page(
        request,
        "registration/cash/counted.html",
        found=found,
        payments=await queries.counted_payments(found.lines),
        words=TILL_WORDS,
        cash=PaymentMethod.CASH,
    )


handlers = [show_cash_up, count_drawer, show_cash_ups, show_counted]
