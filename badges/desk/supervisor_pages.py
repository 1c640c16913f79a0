"""The supervisor's page, the PIN, and how many desks are needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from litestar import get, post
from litestar.response import Redirect, Template

from badges.desk import arrivals
from badges.desk.calculator import Rush, around, desks_for
from badges.desk.forms import CalculatorForm, PinForm
from badges.desk.showing import AnyRequest
from badges.desk.supervisors import set_pin, supervisors_of
from badges.desk.watching import came_since, service_seconds, what_happens
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.forms import parse_form
from conference.web.refusals import refusals

PATH = "/{slug:str}/desk/supervisor"
FIRST_RUSH = 0.6  # of all who are expected come in the first rush (G05)
LOOKED_BACK = timedelta(days=7)
USUAL_MINUTES, USUAL_SECONDS, USUAL_WAIT = 90, 25, 10


@get(PATH, opt=roles(Role.SUPERVISOR))
async def show_supervisor(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    return await _page(request, meeting, visitor, now)


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    now: datetime,
    form: FormState | None = None,
) -> Template:
    supervisors = await supervisors_of(meeting.id)
    return page(
        request,
        "badges/supervisor.html",
        status=422 if form else 200,
        watch=await what_happens(meeting, now),
        supervisors=supervisors,
        has_pin=any(each.has_pin for each in supervisors if each.person == visitor.person),
        form=FormState({}, form.errors) if form else FormState.empty(),  # a PIN is never shown
        now=now,
    )


@post(f"{PATH}/pin", opt=roles(Role.SUPERVISOR))
async def choose_pin(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, PinForm)
        with refusals(form):
            await set_pin(form.pin, by=visitor.actor, now=now, meeting=meeting.id)
    except FormErrors as wrong:
        return await _page(request, meeting, visitor, now, wrong.state)
    flash(request, "Your PIN is set. Type it at any desk's screen; nobody is signed out by it.")
    return redirect(f"/{meeting.slug}/desk/supervisor")


@get("/{slug:str}/desk/calculator", opt=roles(Role.DESK))
async def calculate_desks(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    """How many desks; begins with the meeting's own figures."""
    pace = service_seconds(await came_since(meeting.id, now - LOOKED_BACK))
    try:
        form = _asked(request) or await _usual(meeting, pace)
        rush = Rush(form.people, form.minutes, form.seconds)
        with refusals(form):
            found = desks_for(rush, form.wait)
    except FormErrors as wrong:
        return page(request, "badges/calculator.html", status=422, form=wrong.state, found=None)
    choices = around(found, rush)
    return page(
        request, "badges/calculator.html", form=FormState.of(form), found=found, choices=choices,
        pace=pace,
    )  # fmt: skip


def _asked(request: AnyRequest) -> CalculatorForm | None:
    """The figures in the address, if there are any. Raises FormErrors."""
    if not request.query_params:
        return None
    return parse_form(CalculatorForm, request.query_params)  # type: ignore[arg-type]


async def _usual(meeting: MeetingInfo, pace: int | None) -> CalculatorForm:
    expected = await arrivals.count_expected(meeting.id)
    people = max(1, round(FIRST_RUSH * expected))
    return CalculatorForm(people, USUAL_MINUTES, pace or USUAL_SECONDS, USUAL_WAIT)


handlers = [show_supervisor, choose_pin, calculate_desks]
