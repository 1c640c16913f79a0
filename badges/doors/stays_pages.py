"""Ways out that were not scanned: what was assumed, and the office's word instead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.doors.door import Door
from badges.doors.errors import NoSuchDoor
from badges.doors.forms import WayOutForm
from badges.doors.queries import point_of
from badges.doors.stays import Stay, other_doors, stay_of, stays_of, tell_way_out
from conference.meetings.forms import shown_local
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_link, page_number
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
STAYS = "/{slug:str}/desk/doors/{key:str}/stays"
OFFICE = roles(Role.OFFICE)
ON_A_PAGE = 100


async def _door(meeting: MeetingInfo, key: str) -> Door:
    door = await point_of(meeting, key)
    if door is None:
        raise NoSuchDoor
    return door


@get(STAYS, opt=OFFICE)
async def show_stays(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    door = await _door(meeting, key)
    stays = await stays_of(meeting, door)
    pages = max(1, -(-len(stays) // ON_A_PAGE))
    number = min(page_number(request), pages)
    return page(
        request,
        "badges/doors_stays.html",
        door=door,
        others=await other_doors(meeting, door),
        stays=stays[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        found=len(stays),
        number=number,
        pages=pages,
        page_link=page_link,
    )


def _form_page(
    request: AnyRequest, door: Door, stay: Stay, form: FormState, status: int = 200
) -> Template:
    return page(request, "badges/doors_stay.html", status=status, door=door, stay=stay, form=form)


@get(STAYS + "/{scan:uuid}", opt=OFFICE)
async def show_stay(
    request: AnyRequest, meeting: TheMeeting, key: FromPath[str], scan: FromPath[UUID]
) -> Template:
    door = await _door(meeting, key)
    stay = await stay_of(meeting, door, scan)
    return _form_page(
        request, door, stay, FormState.of({"left_at": shown_local(stay.ends_at, door.zone)})
    )


@post(STAYS + "/{scan:uuid}", opt=OFFICE)
async def save_way_out(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str],
    scan: FromPath[UUID], now: Now,
) -> Template | Redirect:  # fmt: skip
    door = await _door(meeting, key)
    stay = await stay_of(meeting, door, scan)
    try:
        form = await read_form(request, WayOutForm)
        with refusals(form):
            left = form.instant(door.zone)
            await tell_way_out(door, stay, left, form.reason, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return _form_page(request, door, stay, wrong.state, status=422)
    flash(request, f"Saved: minutes of {stay.name} count by it from now on.")
    return redirect(f"/{meeting.slug}/desk/doors/{key}/stays")


handlers = [show_stays, show_stay, save_way_out]
