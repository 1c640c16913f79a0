"""The desk: one box for names and scans, the scanning page, arrivals, and what a badge opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.admission.rules import AlreadyIn, Refused
from badges.desk import (
    actions,
    arrivals,
    fee_pages,
    let_in_pages,
    lookup,
    my_badge_pages,
    person_pages,
    pick_up_pages,
    showing,
    supervisor_pages,
)
from badges.desk.forms import ScanForm, StationForm
from badges.desk.lookup import Found
from badges.desk.pick_up_letters import send_pick_up_letters
from badges.desk.rules import CheckInAnswer, ComeIn
from badges.desk.stations import choices_of, printer_here
from badges.printing.stations.queries import keep_station, station_of_session
from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Role, Visitor, public, roles
from conference.registration.cash.desk import DESK, desk_of
from conference.registration.queries import RegistrationInfo
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.limits import count_try
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
RECENT = 8
FINDS_AN_HOUR = 60
NOTHING, NO_FORM = Found(), FormState.empty()
SIGNS = {ComeIn: "yes", AlreadyIn: "already", Refused: "no"}

OFFICE_LINKS = [
    Link("Desk", "/desk", "Find a person, check in, print a badge.", Role.DESK),
    Link(
        "Supervisor",
        "/desk/supervisor",
        "Arrivals, lines, printers, who was let in.",
        Role.SUPERVISOR,
    ),
    Link("How many desks", "/desk/calculator", "For so many people and so long a wait.", Role.DESK),
]


@get("/{slug:str}/desk", opt=roles(Role.DESK))
async def desk(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """Enter on a code or on a single hit opens the person; typing shows the list below the box.

    `listed` says that the list was shown while typing: the way back leads to it, also to one hit.
    """
    text = request.query_params.get("q", "").strip()[:200]
    found = await lookup.find_at_desk(meeting, text)
    if request.headers.get("hx-request") == "true":
        return page(request, "badges/_results.html", text=text, found=found)
    if len(found.rows) == 1 and "listed" not in request.query_params:
        return redirect(showing.address(meeting, found.rows[0].info))
    return await _show_desk(request, meeting, now, text, found)


async def _show_desk(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: datetime,
    text: str = "",
    found: Found = NOTHING,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    return page(
        request,
        "badges/desk.html",
        status=status,
        text=text,
        found=found,
        form=form or FormState.of(_this_station(request)),
        stations=await choices_of(meeting, now),
        recent=() if text else await arrivals.latest_arrivals(meeting.id, RECENT),
    )


def _this_station(request: AnyRequest) -> dict[str, str]:
    station = station_of_session(request)
    return {"desk": desk_of(request), "station": str(station or "")}


@post("/{slug:str}/desk/station", opt=roles(Role.DESK))
async def name_station(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template | Redirect:
    """What this desk is called and where it prints; a printer that does not work is told."""
    try:
        form = await read_form(request, StationForm)
    except FormErrors as wrong:
        return await _show_desk(request, meeting, now, form=wrong.state, status=422)
    request.session[DESK] = form.desk
    keep_station(request, form.station)
    flash(request, f"Check-ins are noted for “{form.desk}”." if form.desk else "No desk is noted.")
    if trouble := await printer_here(request, meeting, now):
        flash(request, trouble, "warn")
    return redirect(f"/{meeting.slug}/desk")


@get("/{slug:str}/desk/scan", opt=roles(Role.DESK))
async def show_scan(request: AnyRequest, meeting: TheMeeting) -> Template:
    return _show_scan(request)


def _show_scan(
    request: AnyRequest,
    answer: CheckInAnswer | None = None,
    info: RegistrationInfo | None = None,
    form: FormState = NO_FORM,
    status: int = 200,
) -> Template:
    return page(
        request,
        "badges/scan.html",
        status=status,
        form=form,
        answer=answer,
        info=info,
        sign=SIGNS.get(type(answer)),
        desk=desk_of(request),
    )


@post("/{slug:str}/desk/scan", opt=roles(Role.DESK))
async def scan(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now) -> Template:
    """One scan, one answer: in, already in, or why not; then the next scan."""
    try:
        form = await read_form(request, ScanForm)
    except FormErrors as wrong:
        return _show_scan(request, form=wrong.state, status=422)
    found = await lookup.find_scanned(meeting.id, form.q)
    if isinstance(found, Refused):
        return _show_scan(request, found)
    desk = desk_of(request)
    answer = await actions.check_in(found, desk=desk, by=visitor.actor, now=now)
    return _show_scan(request, answer, found)


@get("/{slug:str}/desk/arrivals", opt=roles(Role.DESK))
async def show_arrivals(request: AnyRequest, meeting: TheMeeting) -> Template:
    return page(request, "badges/arrivals.html", arrivals=await arrivals.arrivals(meeting))


@get("/b/{token:str}", opt=public)
async def found_badge(
    request: AnyRequest, token: FromPath[str], visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """A scanned badge tells a stranger which meeting it is of, and the desk whose it is."""
    if not visitor.is_signed_in:
        host = request.client.host if request.client else ""
        await count_try("badge", host, limit=FINDS_AN_HOUR, window=timedelta(hours=1), now=now)
    where = await lookup.meeting_of_badge(token)
    meeting = await meetings.meeting_by_id(where) if where else None
    if meeting is None:
        raise NotFound("No badge has this code.")
    if await _is_desk(visitor, meeting):
        info = await lookup.registration_of_badge(token)
        void = f"/{meeting.slug}/desk?{urlencode({'q': token})}"  # the desk says that it is void
        return redirect(showing.address(meeting, info) if info else void)
    return page(request, "badges/found.html", of=meeting)


async def _is_desk(visitor: Visitor, meeting: MeetingInfo) -> bool:
    """The address names no meeting, so the roles at the badge's meeting are looked up here."""
    if visitor.person is None:
        return False
    there = await people.visitor_of(visitor.person, meeting.id)
    return there is not None and there.may(Role.DESK)


handlers = [
    desk,
    name_station,
    show_scan,
    scan,
    show_arrivals,
    found_badge,
    *person_pages.handlers,
    *let_in_pages.handlers,
    *fee_pages.handlers,
    *pick_up_pages.handlers,
    *supervisor_pages.handlers,
    *my_badge_pages.handlers,
]
CHORES = [send_pick_up_letters]
MY_CARDS = [*my_badge_pages.MY_CARDS]
