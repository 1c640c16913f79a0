"""The office's page of the dues."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership import dues_actions, dues_queries, queries
from conference.membership.forms import DuesForm, RemoveForm
from conference.membership.roll_words import LIFETIME_TYPES, TYPE_TITLES
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
DUES = "/{slug:str}/office/members/dues"


@get(DUES, opt=OFFICE)
async def show_dues(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _dues_page(request, meeting, meeting.local(now).date())


async def _dues_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    today: date,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    found = await dues_queries.dues_of(meeting.society, meeting.currency)
    wanted = request.query_params.get("change", "")
    change = next((each for each in found if str(each.id) == wanted), None)
    if form is None and change is not None:
        form = FormState.of(DuesForm.of(change.rate, meeting.currency))
    types = TYPE_TITLES | await queries.membership_types(meeting.society)
    return page(
        request,
        "membership/dues.html",
        status=status,
        found=found,
        form=form or FormState.of({"year": today.year}),
        change=change,
        types=[(key, title) for key, title in types.items() if key not in LIFETIME_TYPES],
    )


@post(DUES, opt=OFFICE)
async def set_dues(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, DuesForm)
        with refusals(form):
            await dues_actions.set_dues(
                society=meeting.society, currency=meeting.currency,
                rate=form.as_rate(meeting.currency), by=visitor.actor, now=now,
            )  # fmt: skip
    except FormErrors as wrong:
        return await _dues_page(request, meeting, meeting.local(now).date(), wrong.state, 422)
    flash(request, "The dues are saved.")
    return redirect(f"/{meeting.slug}/office/members/dues")


@post(f"{DUES}/remove", opt=OFFICE)
async def remove_dues(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    form = await read_form(request, RemoveForm)
    await dues_actions.remove_dues(
        society=meeting.society, dues=form.dues, by=visitor.actor, now=now
    )
    flash(request, "These dues are offered no more. Orders keep what they were quoted.")
    return redirect(f"/{meeting.slug}/office/members/dues")


handlers = [show_dues, set_dues, remove_dues]
