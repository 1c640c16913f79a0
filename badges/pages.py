"""The desk: one box for names and scans, the scanning page, arrivals, and what a badge opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges import actions, arrivals, batch_pages, person_pages, queries
from badges.forms import ScanForm, StationForm
from badges.rules import AlreadyIn, CheckInAnswer, Refused
from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.people import queries as people
from conference.people.access import Role, Visitor, public, roles
from conference.registration.queries import RegistrationInfo
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.limits import count_try
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
TOKEN_LENGTH = 16
CODE_LENGTHS = range(6, 13)
RECENT = 8
FINDS_AN_HOUR = 60

OFFICE_LINKS = [
    Link("Desk", "desk", "Find a person, check in, print a badge.", Role.DESK),
    Link("Badges", "desk/badges", "Print a batch, with a report before.", Role.DESK),
]


@get("/{slug:str}/desk", opt=roles(Role.DESK))
async def desk(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template | Redirect:
    """Enter on a code or on a single hit opens the person; typing shows the list below the box."""
    text = request.query_params.get("q", "").strip()[:200]
    is_typing = request.headers.get("hx-request") == "true"
    refused, rows = None, []
    if text:
        found = await _at_once(meeting, text)
        if isinstance(found, Refused):
            refused = found
        elif found:
            rows = await queries.desk_rows(meeting, [found])
        else:
            rows = await queries.search_desk(meeting, text)
    if len(rows) == 1 and not is_typing:
        return redirect(person_pages.address(meeting, rows[0].info))
    shown = {"text": text, "rows": rows, "refused": refused}
    if is_typing:
        return page(request, "badges/_results.html", **shown)
    recent = await arrivals.latest_arrivals(meeting.id, RECENT) if not text else ()
    return page(
        request, "badges/desk.html", recent=recent, desk=person_pages.desk_of(request), **shown
    )


async def _at_once(meeting: MeetingInfo, text: str) -> RegistrationInfo | Refused | None:
    """What a scan or a whole code names; None for anything that is to be searched."""
    typed = tokens.normalise(text)
    if not typed or not set(typed) <= set(tokens.ALPHABET):
        return None
    if len(typed) == TOKEN_LENGTH:
        found = await queries.find_scanned(meeting.id, typed)
        # Sixteen letters may also be a name; only a code has digits.
        return found if _is_code(found, typed) else None
    if len(typed) in CODE_LENGTHS and any(sign.isdigit() for sign in typed):
        return await queries.registration_by_code(meeting.id, typed)
    return None


def _is_code(found: RegistrationInfo | Refused, typed: str) -> bool:
    return isinstance(found, RegistrationInfo) or any(sign.isdigit() for sign in typed)


@post("/{slug:str}/desk/station", opt=roles(Role.DESK))
async def name_station(request: AnyRequest, meeting: TheMeeting) -> Template | Redirect:
    try:
        form = await read_form(request, StationForm)
    except FormErrors as wrong:
        return page(
            request, "badges/desk.html", status=422, form=wrong.state, text="", rows=[],
            refused=None, recent=(), desk=person_pages.desk_of(request),
        )  # fmt: skip
    request.session[person_pages.DESK] = form.desk
    flash(request, f"Check-ins are noted for “{form.desk}”." if form.desk else "No desk is noted.")
    return redirect(f"/{meeting.slug}/desk")


@get("/{slug:str}/desk/scan", opt=roles(Role.DESK))
async def show_scan(request: AnyRequest, meeting: TheMeeting) -> Template:
    return page(request, "badges/scan.html", form=FormState.empty(), answer=None, info=None)


@post("/{slug:str}/desk/scan", opt=roles(Role.DESK))
async def scan(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now) -> Template:
    """One scan, one answer: in, already in, or why not; then the next scan."""
    try:
        form = await read_form(request, ScanForm)
    except FormErrors as wrong:
        return page(
            request, "badges/scan.html", status=422, form=wrong.state, answer=None, info=None
        )
    found = await queries.find_scanned(meeting.id, form.q)
    if isinstance(found, Refused):
        found = await queries.registration_by_code(meeting.id, form.q) or found
    answer: CheckInAnswer
    if isinstance(found, Refused):
        answer, info = found, None
    else:
        info = found
        answer = await actions.check_in(
            found, desk=person_pages.desk_of(request), by=visitor.actor, now=now
        )
    sign = (
        "already"
        if isinstance(answer, AlreadyIn)
        else "no"
        if isinstance(answer, Refused)
        else "yes"
    )
    return page(
        request, "badges/scan.html", form=FormState.empty(), answer=answer, info=info, sign=sign
    )


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
    where = await queries.meeting_of_badge(token)
    meeting = await meetings.meeting_by_id(where) if where else None
    if meeting is None:
        raise NotFound("No badge has this code.")
    info = await queries.registration_of_badge(token)
    if info and await _is_desk(visitor, meeting):
        return redirect(person_pages.address(meeting, info))
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
    *batch_pages.handlers,
]
