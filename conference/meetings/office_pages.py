"""Setting up a meeting: basics and venue, rooms, deadlines."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import actions, queries
from conference.meetings.errors import MilestoneMoved
from conference.meetings.forms import (
    MILESTONES,
    MODES,
    ExtendForm,
    MeetingForm,
    MilestoneForm,
    RemoveRoomForm,
    RoomForm,
    read_local,
    shown_local,
)
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo, MilestoneInfo, zone_names
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
PATH = "/{slug:str}/office/meeting"


def _here(meeting: MeetingInfo) -> str:
    return f"/{meeting.slug}/office/meeting"


@get(PATH, opt=OFFICE)
async def show_meeting(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    return await _set_up_page(request, meeting, now)


async def _set_up_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: datetime,
    *,
    status: int = 200,
    **forms: FormState,
) -> Template:
    shown = {
        "form": FormState.of(MeetingForm.of(meeting)),
        "room_form": FormState.empty(),
        "milestone_form": FormState.of({"deadline_zone": meeting.zone}),
        **forms,
    }
    announced = await queries.milestones(meeting.id)
    known = {each.key for each in announced}
    return page(
        request,
        "meetings/set_up.html",
        status=status,
        rooms=await queries.rooms(meeting.id),
        milestones=announced,
        open_keys=[(key.value, title) for key, title in MILESTONES.items() if key not in known],
        modes=MODES,
        zones=[(name, name) for name in zone_names()],
        now=now,
        has_errors=any(each.errors for each in shown.values()),
        **shown,
    )


@post(PATH, opt=OFFICE)
async def update_meeting(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, MeetingForm)
    except FormErrors as wrong:
        return await _set_up_page(request, meeting, now, status=422, form=wrong.state)
    await actions.update_meeting(
        meeting=meeting.id, details=form.as_details(), by=visitor.actor, now=now
    )
    flash(request, "The meeting is saved.")
    return redirect(_here(meeting))


@post(f"{PATH}/rooms", opt=OFFICE)
async def add_room(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, RoomForm)
        room = msgspec.structs.asdict(form)
        with refusals(form):
            await actions.add_room(meeting=meeting.id, **room, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _set_up_page(request, meeting, now, status=422, room_form=wrong.state)
    flash(request, f"{form.name} is added.")
    return redirect(f"{_here(meeting)}#rooms")


@post(f"{PATH}/rooms/remove", opt=OFFICE)
async def remove_room(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    form = await read_form(request, RemoveRoomForm)
    try:
        with refusals(form):
            await actions.remove_room(meeting=meeting.id, room=form.room, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _set_up_page(request, meeting, now, status=422, room_form=wrong.state)
    flash(request, "The room is removed.")
    return redirect(f"{_here(meeting)}#rooms")


@post(f"{PATH}/milestones", opt=OFFICE)
async def announce_milestone(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, MilestoneForm)
        with refusals(form):
            await actions.announce_milestone(
                meeting=meeting.id, new=form.as_new(), by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await _set_up_page(request, meeting, now, status=422, milestone_form=wrong.state)
    flash(request, "The deadline is announced.")
    return redirect(f"{_here(meeting)}#deadlines")


@get(f"{PATH}/milestones/{{milestone:uuid}}", opt=OFFICE)
async def show_extension(
    request: AnyRequest, meeting: TheMeeting, milestone: FromPath[UUID], now: Now
) -> Template:
    known = await actions.milestone_of(meeting.id, milestone)
    form = FormState.of({"at": shown_local(known.at, known.zone), "shown_at": known.at.isoformat()})
    return page(request, "meetings/extend.html", milestone=known, form=form)


@post(f"{PATH}/milestones/{{milestone:uuid}}", opt=OFFICE)
async def extend_milestone(
    request: AnyRequest,
    meeting: TheMeeting,
    milestone: FromPath[UUID],
    visitor: TheVisitor,
    now: Now,
) -> Template | Redirect:
    known = await actions.milestone_of(meeting.id, milestone)
    try:
        form = await read_form(request, ExtendForm)
        with refusals(form):
            await _extend(known, form, meeting, visitor, now)
    except FormErrors as wrong:
        return page(request, "meetings/extend.html", status=422, milestone=known, form=wrong.state)
    except MilestoneMoved as moved:
        known = await actions.milestone_of(meeting.id, milestone)
        typed = {**msgspec.structs.asdict(form), "shown_at": known.at.isoformat()}
        again = FormState(typed, {"at": moved.detail})
        return page(request, "meetings/extend.html", status=409, milestone=known, form=again)
    flash(request, f"{known.title}: extended. The old date stays visible beside the new one.")
    return redirect(f"{_here(meeting)}#deadlines")


async def _extend(
    known: MilestoneInfo, form: ExtendForm, meeting: MeetingInfo, visitor: Visitor, now: datetime
) -> None:
    if form.shown_at != known.at.isoformat():
        raise MilestoneMoved
    await actions.extend_milestone(
        meeting=meeting.id,
        milestone=known,
        to=read_local(form.at, known.zone, "at"),
        reason=form.reason,
        by=visitor.actor,
        now=now,
    )


handlers = [
    show_meeting,
    update_meeting,
    add_room,
    remove_room,
    announce_milestone,
    show_extension,
    extend_milestone,
]
