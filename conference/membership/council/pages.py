"""The office's page of the council: its seats earn a ribbon on the badge."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.membership.council import actions, queries
from conference.membership.council.actions import NewSeat
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
COUNCIL = "/{slug:str}/office/council"
OFFICE_LINKS = [
    Link(
        "Council",
        "/office/council",
        "Who holds an office of the society; the badge says so.",
        Role.OFFICE,
        "Members",
    )
]


class SeatForm(msgspec.Struct):
    """Who, as what, from when; `email` is one of the person's addresses."""

    email: Annotated[str, msgspec.Meta(max_length=254)]
    title: Annotated[str, msgspec.Meta(max_length=80)]
    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on and self.ends_on < self.starts_on:
            typed = msgspec.structs.asdict(self)
            raise FormErrors(typed, {"ends_on": "The last day is before the first."})


class EndForm(msgspec.Struct):
    ends_on: date


@get(COUNCIL, opt=OFFICE)
async def show_council(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _show(request, meeting)


async def _show(
    request: AnyRequest, meeting: MeetingInfo, form: FormState | None = None, status: int = 200
) -> Template:
    return page(
        request,
        "membership/council.html",
        status=status,
        seats=await queries.seats_of(meeting.society),
        form=form or FormState.empty(),
    )


@post(COUNCIL, opt=OFFICE)
async def give_seat(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, SeatForm)
        person = await people.person_by_email(form.email)
        if person is None:
            sentence = "Nobody has this address here. They sign in once, or come with the roll."
            raise FormErrors(form, {"email": sentence})
    except FormErrors as wrong:
        return await _show(request, meeting, wrong.state, 422)
    seat = NewSeat(person.id, form.title.strip(), form.starts_on, form.ends_on)
    await actions.give_seat(meeting.society, seat, by=visitor.actor, now=now)
    flash(request, f"{person.registered_name}: {seat.title}.")
    return redirect(f"/{meeting.slug}/office/council")


@post(f"{COUNCIL}/{{seat:uuid}}/end", opt=OFFICE)
async def end_seat(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, seat: FromPath[UUID], now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, EndForm)
    except FormErrors as wrong:
        return await _show(request, meeting, wrong.state, 422)
    await actions.end_seat(meeting.society, seat, form.ends_on, by=visitor.actor, now=now)
    flash(request, "The office ends on that day.")
    return redirect(f"/{meeting.slug}/office/council")


handlers = [show_council, give_seat, end_seat]
