"""Moving on the board: by drag, dialog, keyboard or a plain page, all through one address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, read_form
from conference.web.refusals import refusals
from schedule.actions.board_moves import Moved
from schedule.actions.moving import move_session, resize_session
from schedule.actions.moving_slots import move_slot_to, place_in, unplace_slot
from schedule.board.answers import as_json, wants_data
from schedule.board.forms import MoveForm, What, asked_place
from schedule.board.limits import limits_of
from schedule.board.moving_parts import (
    days_of,
    found_answer,
    found_at,
    move_part,
    part_for,
    place_part,
    session_of,
    talks_part,
)
from schedule.board.parts import show_part
from schedule.board.replies import done, refused, too_late
from schedule.board.seen import seen_now
from schedule.errors import StaleSession
from schedule.rules.moving import Place

AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any] | Template | Redirect
PROGRAMME = roles(Role.PROGRAMME)


@post("/{slug:str}/committee/programme/move", opt=PROGRAMME)
async def move(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> AnyResponse:
    """The one address of every move. Conflicts never stop it: they show at once on both sides."""
    form = None
    try:
        form = await read_form(request, MoveForm)
        if form.look:
            return await look(request, meeting, form)
        with refusals(form):
            moved = await carry(form, meeting, visitor.actor, now)
    except FormErrors as wrong:
        return refused(request, await part_for(await seen_now(meeting), wrong.values), wrong)
    except StaleSession as stale:
        assert form is not None
        seen = await seen_now(meeting)
        values = msgspec.structs.asdict(form)
        part = None if wants_data(request) else await part_for(seen, values)
        return await too_late(request, seen, part, stale, now)
    return await done(request, meeting, moved, tray=form.what in (What.ABSTRACT, What.TRAY))


async def carry(form: MoveForm, meeting: MeetingInfo, by: Actor, now: datetime) -> Moved:
    """Carries a move out. Raises FormErrors, Invalid, StaleSession, NotFound."""
    code, version = form.session, form.version
    (to, to_version), before = form.target, form.before or None
    more: Any = {"meeting": meeting.id, "by": by, "now": now}
    if form.what is What.SESSION:
        place = Place(form.starts_at(meeting.tz), form.room)
        return await move_session(code, version, place, **more)
    if form.what is What.LENGTH:
        return await resize_session(code, version, form.minutes or 0, **more)
    if form.what is What.TRAY:
        return await unplace_slot(code, version, form.slot, **more)
    if form.what is What.ABSTRACT:
        return await place_in(to, to_version, form.abstract, before, **more)
    target = (to, to_version) if to else (code, version)
    return await move_slot_to(code, version, form.slot, *target, before, **more)


async def look(request: AnyRequest, meeting: MeetingInfo, form: MoveForm) -> Template:
    """Without a script: what the chosen place would bring, before it is taken."""
    seen = await seen_now(meeting)
    found = found_at(seen, session_of(seen, form.session), form)
    return show_part(request, move_part(seen, form.session, FormState.of(form), found))


@get("/{slug:str}/committee/programme/sessions/{code:str}/move", opt=PROGRAMME)
async def show_move(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> AnyResponse:
    """The page or dialog of a move; to the board's script what a place would bring, or without
    a place when the session's people cannot be there."""
    seen = await seen_now(meeting)
    if not wants_data(request):
        return show_part(request, move_part(seen, code))
    session = session_of(seen, code)
    if "day" not in request.query_params:
        return as_json(limits_of(seen.programme, session, days_of(seen)))
    return as_json(found_answer(found_at(seen, session, asked_place(request.query_params))))


@get("/{slug:str}/committee/programme/sessions/{code:str}/talks", opt=PROGRAMME)
async def show_talks(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return show_part(request, talks_part(await seen_now(meeting), code))


@get("/{slug:str}/committee/programme/abstracts/{code:str}/place", opt=PROGRAMME)
async def show_place(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return show_part(request, await place_part(await seen_now(meeting), code))


handlers = [move, show_move, show_talks, show_place]
