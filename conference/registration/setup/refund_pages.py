"""The office: refund ladders per kind of line, and what they give on a day (C01, C02)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.registration import price_queries
from conference.registration.changes.held_queries import terms_of
from conference.registration.changes.rules.terms import KIND_WORDS
from conference.registration.draft import AnyRequest
from conference.registration.setup import queries, refund_actions
from conference.registration.setup.reading import money_words, typed
from conference.registration.setup.refund_forms import (
    KINDS,
    Example,
    ladder_values,
    read_example,
    read_ladders,
    shown_rows,
    step_field,
)
from conference.web import FormErrors, FormState, flash, page, redirect

OFFICE = roles(Role.OFFICE)
REFUNDS = "/{slug:str}/office/prices/refunds"


@get(REFUNDS, opt=OFFICE)
async def show_refunds(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    values = ladder_values(await queries.ladders_of(meeting.id), meeting.currency)
    return await _refunds_page(request, meeting, now, FormState.of(values))


async def _refunds_page(
    request: AnyRequest, meeting: MeetingInfo, now: datetime, form: FormState
) -> Template:
    terms = await terms_of(meeting)
    asked: dict[str, Any] = dict(request.query_params)
    default = await _default_example(meeting, now)
    example, errors = read_example(asked, default, meeting.currency)
    shown = {
        "day": asked.get("day") or example.day.isoformat(),
        "fee": asked.get("fee") or money_words(example.fee, meeting.currency),
        "extras": asked.get("extras") or money_words(example.extras, meeting.currency),
    }
    return page(
        request,
        "registration/setup/refunds.html",
        status=422 if form.errors else 200,
        form=form,
        kinds=[(kind, KIND_WORDS[kind], sentence) for kind, sentence in KINDS.items()],
        rows=shown_rows(form.values),
        field=step_field,
        terms=terms,
        asked=FormState(shown, errors),
        example=example,
        refund=example.refund(terms),
    )


async def _default_example(meeting: MeetingInfo, now: datetime) -> Example:
    """The dearest fee of the price list and some extras, given up a month before the meeting."""
    table = (await price_queries.price_list(meeting.id, meeting.currency)).table
    day = max(meeting.local(now).date(), meeting.starts_on - timedelta(days=30))
    fee = max(table.amounts.values(), default=0)
    return Example(day, fee, fee // 5)


@post(REFUNDS, opt=OFFICE)
async def save_refunds(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    values = await typed(request)
    try:
        ladders = read_ladders(values, meeting.currency)
    except FormErrors as wrong:
        return await _refunds_page(request, meeting, now, wrong.state)
    await refund_actions.save_ladders(meeting, ladders, by=visitor.actor, now=now)
    flash(request, "The refund ladders are saved. They hold for whoever cancels from now on.")
    return redirect(f"/{meeting.slug}/office/prices/refunds")


handlers = [show_refunds, save_refunds]
