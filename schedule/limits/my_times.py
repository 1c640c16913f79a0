"""The presenter's own page: when they can be there, from where, and a word to the committee."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.web import FormErrors, FormState, flash, page, redirect
from schedule.limits import actions
from schedule.limits.forms import read_times, times_state
from schedule.limits.pages import times_context
from schedule.limits.queries import meetings_of_presenter, times_of

AnyRequest = Request[Any, Any, Any]
MY_TIMES = "/{slug:str}/my-times"
MY_ORDER = 45


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """The meetings to come in whose programme the visitor is; for others nothing."""
    found = await meetings_of_presenter(visitor.person) if visitor.person else []
    known = await meetings.meetings_by_ids(found) if found else {}
    coming = [each for each in known.values() if not each.is_over(now)]
    coming.sort(key=lambda each: (each.starts_on, each.slug))
    return Card(MY_ORDER, "schedule/limits/_my_card.html", {"meetings": coming}) if coming else None


@get(MY_TIMES, opt=signed_in)
async def show_my_times(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    return await my_times_page(request, meeting, _who(visitor))


async def my_times_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    person: UUID,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """The visitor's own times; who has no part is told so."""
    limits = await times_of(meeting.id, person)
    if limits is None:
        return page(request, "schedule/limits/no_part.html")
    context = times_context(limits, meeting, form or times_state(limits, meeting))
    return page(request, "schedule/limits/my_times.html", status=status, **context)


@post(MY_TIMES, opt=signed_in)
async def save_my_times(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    person = _who(visitor)
    try:
        times = await read_times(request, meeting)
    except FormErrors as wrong:
        return await my_times_page(request, meeting, person, wrong.state, status=422)
    await actions.set_times(person, times, meeting=meeting, by=visitor.actor, now=now)
    flash(request, "Thank you. The committee sees it beside the programme.")
    return redirect("/my")


def _who(visitor: Visitor) -> UUID:
    assert visitor.person is not None  # the route is for who is signed in
    return visitor.person


handlers: list[Any] = [show_my_times, save_my_times]
