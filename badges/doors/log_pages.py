"""The log of a door: on the page its last scans, in the file all of them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from badges.doors.errors import NoSuchDoor
from badges.doors.log import SHOWN, disagrees, log_csv, scans_of
from badges.doors.presenters import presenters_of
from badges.doors.queries import point_of
from conference.meetings.given import TheMeeting
from conference.people.access import Role, roles
from conference.web import page
from conference.web.pages import download

AnyRequest = Request[Any, Any, Any]
DOOR = "/{slug:str}/desk/doors/{key:str}"


@get(DOOR + "/log", opt=roles(Role.DESK))
async def show_log(request: AnyRequest, meeting: TheMeeting, key: FromPath[str]) -> Template:
    """The last scans, those where a device disagreed marked; and who presents here and came."""
    door = await point_of(meeting, key)
    if door is None:
        raise NoSuchDoor
    lines = [(line, disagrees(door, line)) for line in await scans_of(door, SHOWN)]
    presenters = await presenters_of(door) if door.session else ()
    return page(request, "badges/doors_log.html", door=door, lines=lines, presenters=presenters)


@get(DOOR + "/log.csv", opt=roles(Role.DESK))
async def save_log(meeting: TheMeeting, key: FromPath[str]) -> Response[bytes]:
    door = await point_of(meeting, key)
    if door is None:
        raise NoSuchDoor
    body = log_csv(door, await scans_of(door))
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-{door.key}-scans.csv")


handlers = [show_log, save_log]
