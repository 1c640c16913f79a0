"""Doors: the list, the page on which people are scanned, and its counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from badges.doors import log_pages, setup_pages, stays_pages
from badges.doors.actions import ScanAnswer, let_in, refused_scan, scan
from badges.doors.door import Counts, Direction, Door, Outcome
from badges.doors.errors import CannotLetIn, NoSuchDoor, SupervisorNeeded
from badges.doors.forms import LetInForm, ScanForm
from badges.doors.queries import (
    DayCounts,
    counts_by_day,
    counts_of,
    counts_of_points,
    point_of,
    points_of,
)
from badges.doors.rules import day_began
from badges.doors.shown import Shown, ShownCounts, shown, shown_counts
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.registration.cash.desk import desk_of
from conference.web import FormErrors, FormState, page, read_form

AnyRequest = Request[Any, Any, Any]
DOOR = "/{slug:str}/desk/doors/{key:str}"
AT_DOOR = roles(Role.DESK)
NO_COUNTS = Counts()

OFFICE_LINKS = [
    Link(
        "Doors", "/desk/doors", "Scan at entrances, sessions and dinners; who is inside.", Role.DESK
    ),
    Link("Scanner", "/desk/scanner", "Try a scanner out, and its keyboard.", Role.DESK),
]


async def the_door(meeting: MeetingInfo, key: str) -> Door:
    door = await point_of(meeting, key)
    if door is None:
        raise NoSuchDoor
    return door


@get("/{slug:str}/desk/doors", opt=AT_DOOR)
async def show_doors(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    doors = await points_of(meeting)
    counts = await counts_of_points(meeting.id, day_began(now, meeting.zone))
    rows = [(door, counts.get(door.id, NO_COUNTS)) for door in doors]
    return page(request, "badges/doors_list.html", rows=rows, now=now)


@get(DOOR, opt=AT_DOOR)
async def show_door(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template:
    door = await the_door(meeting, key)
    counts = await counts_of(door, day_began(now, door.zone))
    asked = request.query_params.get("direction")
    form = {"direction": "out" if door.counts_out and asked == "out" else "in"}
    days = await counts_by_day(door, meeting, now)
    return _show(request, door, visitor, counts=counts, form=FormState.of(form), days=days)


def _show(
    request: AnyRequest,
    door: Door,
    visitor: Visitor,
    *,
    given: ScanAnswer | None = None,
    counts: Counts = NO_COUNTS,
    form: FormState,
    status: int = 200,
    days: Sequence[DayCounts] = (),
) -> Template:
    return page(
        request,
        "badges/doors_scan.html",
        status=status,
        door=door,
        form=form,
        given=shown(given, door, visitor) if given else None,
        counts=shown_counts(given.counts if given else counts, door),
        station=desk_of(request),
        client_id=uuid4(),
        days=days,
    )


@post(DOOR, opt=AT_DOOR, status_code=200)
async def scan_at_door(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template | Response[Shown]:
    """One scan, one answer; as data for the page's own script, as the page for a plain form."""
    door = await the_door(meeting, key)
    try:
        form = await read_form(request, ScanForm)
    except FormErrors as wrong:
        counts = await counts_of(door, day_began(now, door.zone))
        return _show(request, door, visitor, counts=counts, form=wrong.state, status=422)
    given = await scan(
        door, form.q, direction=form.direction, client_id=form.client_id or uuid4(),
        station=desk_of(request), by=visitor.actor, now=now,
    )  # fmt: skip
    if _wants_data(request):
        return Response(shown(given, door, visitor))
    again = FormState.of({"direction": form.direction.value})
    return _show(request, door, visitor, given=given, form=again)


def _wants_data(request: AnyRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


@post(DOOR + "/let-in", opt=AT_DOOR, status_code=200)
async def let_in_at_door(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str], now: Now
) -> Template:
    """A full or closed door is let go by the desk, a missing or used ticket by a supervisor."""
    door = await the_door(meeting, key)
    try:
        form = await read_form(request, LetInForm)
    except FormErrors as wrong:
        counts = await counts_of(door, day_began(now, door.zone))
        return _show(request, door, visitor, counts=counts, form=wrong.state, status=422)
    refused = await refused_scan(door, form.scan)
    if refused is None:
        raise CannotLetIn
    if refused["outcome"] != Outcome.CLOSED.value and not visitor.may(Role.SUPERVISOR):
        raise SupervisorNeeded
    given = await let_in(
        door, form.scan, form.reason, station=desk_of(request), by=visitor.actor, now=now
    )
    again = FormState.of({"direction": Direction.IN.value})
    return _show(request, door, visitor, given=given, form=again)


@get(DOOR + "/counts", opt=AT_DOOR)
async def live_counts(meeting: TheMeeting, key: FromPath[str], now: Now) -> Response[ShownCounts]:
    """The counts as data, for the page that follows them."""
    door = await the_door(meeting, key)
    counts = await counts_of(door, day_began(now, door.zone))
    return Response(shown_counts(counts, door), headers={"cache-control": "no-store"})


handlers = [
    show_doors,
    show_door,
    scan_at_door,
    let_in_at_door,
    live_counts,
    *setup_pages.handlers,
    *log_pages.handlers,
    *stays_pages.handlers,
]
