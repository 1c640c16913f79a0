"""The committee's pages of rooms' hours, people's times and the meeting's own numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo, zone_names
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals
from schedule.limits import actions
from schedule.limits.errors import NobodyOfTheProgramme, NoSuchRoom
from schedule.limits.forms import (
    OpenRoomsForm,
    PolicyForm,
    hours_state,
    read_hours,
    read_times,
    shown_rows,
    times_state,
)
from schedule.limits.queries import PersonLimits, people_with_times, rooms_with_hours, times_of
from schedule.limits.stretches import day_choices, hours_lines
from schedule.queries.policy import policy_of

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
ROOMS = "/{slug:str}/committee/rooms"
PEOPLE = "/{slug:str}/committee/availability"
RULES = "/{slug:str}/committee/programme-rules"
COMMITTEE_LINKS = [
    Link("Hours of rooms", "/committee/rooms", "When each room is open.", Role.PROGRAMME),
    Link(
        "Availability",
        "/committee/availability",
        "When speakers, chairs and presenters can be there, and from where.",
        Role.PROGRAMME,
    ),
    Link(
        "Rules of the programme",
        "/committee/programme-rules",
        "Minutes between two sessions, when talks are popular, who may embed the programme.",
        Role.PROGRAMME,
    ),
]


@get(ROOMS, opt=PROGRAMME)
async def show_rooms(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await rooms_page(request, meeting, FormState.empty())


async def rooms_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    """Every room with its hours, and the form that opens several every day."""
    rooms = await rooms_with_hours(meeting.id)
    words = {each.room.id: hours_lines(each.hours, meeting) for each in rooms}
    return page(
        request,
        "schedule/limits/rooms.html",
        status=status,
        rooms=rooms,
        words=words,
        form=form,
    )


@post(ROOMS, opt=PROGRAMME)
async def open_rooms(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, OpenRoomsForm)
        read = form.spans(meeting)
        if read.errors:
            raise FormErrors(form, read.errors)
        with refusals(form):
            await actions.set_room_hours(
                form.rooms, read.spans, meeting=meeting, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await rooms_page(request, meeting, wrong.state, status=422)
    flash(request, "The hours are kept. Conflicts with them show on the board.")
    return redirect(f"/{meeting.slug}/committee/rooms")


@get(f"{ROOMS}/{{room_id:uuid}}", opt=PROGRAMME)
async def show_room(request: AnyRequest, meeting: TheMeeting, room_id: FromPath[UUID]) -> Template:
    return await room_page(request, meeting, room_id)


async def room_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    room_id: UUID,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """One room with its stretches as rows. Raises NoSuchRoom."""
    rooms = {each.room.id: each for each in await rooms_with_hours(meeting.id)}
    if room_id not in rooms:
        raise NoSuchRoom
    limits = rooms[room_id]
    form = form or hours_state(limits.hours, meeting)
    return page(
        request,
        "schedule/limits/room.html",
        status=status,
        limits=limits,
        form=form,
        rows=shown_rows(form),
        days=day_choices(meeting, limits.hours),
    )


@post(f"{ROOMS}/{{room_id:uuid}}", opt=PROGRAMME)
async def save_room(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    room_id: FromPath[UUID],
) -> Template | Redirect:
    try:
        hours = await read_hours(request, meeting)
    except FormErrors as wrong:
        return await room_page(request, meeting, room_id, wrong.state, status=422)
    await actions.set_room_hours([room_id], hours, meeting=meeting, by=visitor.actor, now=now)
    flash(request, "The hours are kept. Conflicts with them show on the board.")
    return redirect(f"/{meeting.slug}/committee/rooms")


@get(PEOPLE, opt=PROGRAMME)
async def show_availability(request: AnyRequest, meeting: TheMeeting) -> Template:
    people = await people_with_times(meeting.id)
    only = "limited" if request.query_params.get("show") == "limited" else ""
    return page(
        request,
        "schedule/limits/availability.html",
        people=[each for each in people if each.is_limited or not only],
        limited=sum(each.is_limited for each in people),
        everyone=len(people),
        only=only,
        words={each.person: hours_lines(each.hours, meeting) for each in people},
    )


@get(f"{PEOPLE}/{{person:uuid}}", opt=PROGRAMME)
async def show_person_times(
    request: AnyRequest, meeting: TheMeeting, person: FromPath[UUID]
) -> Template:
    return await person_page(request, meeting, person)


async def person_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    person: UUID,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """The times of one person of the programme. Raises NobodyOfTheProgramme."""
    limits = await times_of(meeting.id, person)
    if limits is None:
        raise NobodyOfTheProgramme
    context = times_context(limits, meeting, form or times_state(limits, meeting))
    return page(request, "schedule/limits/person.html", status=status, **context)


def times_context(limits: PersonLimits, meeting: MeetingInfo, form: FormState) -> dict[str, Any]:
    """What a page of somebody's times shows."""
    return {
        "limits": limits,
        "form": form,
        "rows": shown_rows(form),
        "days": day_choices(meeting, limits.hours),
        "zones": [(name, name.replace("_", " ")) for name in zone_names()],
    }


@post(f"{PEOPLE}/{{person:uuid}}", opt=PROGRAMME)
async def save_person_times(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    person: FromPath[UUID],
) -> Template | Redirect:
    try:
        times = await read_times(request, meeting)
    except FormErrors as wrong:
        return await person_page(request, meeting, person, wrong.state, status=422)
    await actions.set_times(person, times, meeting=meeting, by=visitor.actor, now=now)
    flash(request, "The times are kept. Conflicts with them show on the board.")
    return redirect(f"/{meeting.slug}/committee/availability")


@get(RULES, opt=PROGRAMME)
async def show_rules(request: AnyRequest, meeting: TheMeeting) -> Template:
    policy = await policy_of(meeting.id)
    values = {
        "changeover_minutes": policy.changeover_minutes,
        "popular_from": policy.popular_from,
        "hosts": "\n".join(policy.hosts),
    }
    return page(request, "schedule/limits/rules.html", form=FormState(values))


@post(RULES, opt=PROGRAMME)
async def save_rules(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, PolicyForm)
        policy = form.policy()
    except FormErrors as wrong:
        return page(request, "schedule/limits/rules.html", status=422, form=wrong.state)
    await actions.save_policy(policy, meeting=meeting.id, by=visitor.actor, now=now)
    flash(request, "The rules are kept.")
    return redirect(f"/{meeting.slug}/committee/programme-rules")


handlers: list[Any] = [
    show_rooms,
    open_rooms,
    show_room,
    save_room,
    show_availability,
    show_person_times,
    save_person_times,
    show_rules,
    save_rules,
]
