"""Several sessions at once, something new at a place, undo and redo, accepting a conflict."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.web import FormErrors, FormState, flash, read_form, redirect
from conference.web.refusals import refusals
from schedule.actions.board_moves import Moved
from schedule.actions.editing import create_session
from schedule.actions.moving import add_break, copy_break, shift_sessions, swap_rooms
from schedule.actions.undoing import redo_change, undo_change
from schedule.board.answers import (
    BoardAnswer,
    as_json,
    base_of,
    chips_html,
    counts_html,
    other_sides,
    wants_data,
)
from schedule.board.cards import Chip, chip_of
from schedule.board.errors import NoSuchConflict, NothingChosen
from schedule.board.forms import AcceptForm, AddForm, Several, SeveralForm, asked_place
from schedule.board.moving_parts import place_options, session_of
from schedule.board.parts import Part, show_part
from schedule.board.replies import done, refused, too_late
from schedule.board.seen import Seen, seen_now
from schedule.conflicts.actions import acknowledge, withdraw_acknowledgement
from schedule.errors import StaleSession
from schedule.rules.editing import SessionEdit
from schedule.rules.moving import Place
from schedule.rules.programme import PlannedSession, Programme, Span
from schedule.rules.vocabulary import ItemStatus, SessionKind

AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any] | Template | Redirect
PROGRAMME = roles(Role.PROGRAMME)
KINDS = [(kind.value, kind.label) for kind in SessionKind]


@post("/{slug:str}/committee/programme/undo", opt=PROGRAMME)
async def undo(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> AnyResponse:
    moved = await undo_change(meeting.id, by=visitor.actor, now=now)
    return await done(request, meeting, moved, tray=True, offer="redo")


@post("/{slug:str}/committee/programme/redo", opt=PROGRAMME)
async def redo(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> AnyResponse:
    moved = await redo_change(meeting.id, by=visitor.actor, now=now)
    return await done(request, meeting, moved, tray=True)


@post("/{slug:str}/committee/programme/several", opt=PROGRAMME)
async def several(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> AnyResponse:
    form = await read_form(request, SeveralForm)
    try:
        moved = await carry_all(form, meeting, visitor.actor, now)
    except StaleSession as stale:
        if not wants_data(request):
            raise
        return await too_late(request, await seen_now(meeting), None, stale, now)
    return await done(request, meeting, moved)


async def carry_all(form: SeveralForm, meeting: MeetingInfo, by: Actor, now: datetime) -> Moved:
    """Moves several, swaps rooms or copies a break. Raises FormErrors, Invalid, StaleSession."""
    more: Any = {"meeting": meeting.id, "by": by, "now": now}
    if form.what is Several.SWAP:
        if form.one is None or form.other is None or form.one == form.other:
            raise NothingChosen("Choose two different rooms.")
        seen = form.versions(form.seen.split())
        return await swap_rooms(form.the_day(), form.one, form.other, seen=seen, **more)
    chosen = form.versions(form.chosen)
    if not chosen:
        raise NothingChosen("Tick Select on at least one session first.")
    if form.what is Several.SHIFT:
        return await shift_sessions(chosen, form.minutes, **more)
    if len(chosen) > 1:
        raise NothingChosen("Select one break to copy, not several.")
    (code, version), *_ = chosen.items()
    now_seen = await seen_now(meeting)
    rooms = free_rooms(now_seen.programme, session_of(now_seen, code))
    return await copy_break(code, version, rooms, **more)


def free_rooms(programme: Programme, session: PlannedSession) -> list[UUID]:
    """The rooms in which nothing takes place while the session does."""
    span = _span(session)
    if span is None:
        return []
    taken = {
        each.room
        for each in programme.sessions
        if (other := _span(each)) is not None and other.overlaps(span)
    }
    return [room.id for room in programme.rooms if room.id not in taken]


def _span(session: PlannedSession) -> Span | None:
    if session.starts_at is None or session.ends_at is None:
        return None
    is_cancelled = session.status is ItemStatus.CANCELLED
    return None if is_cancelled else Span(session.starts_at, session.ends_at)


@get("/{slug:str}/committee/programme/add", opt=PROGRAMME)
async def show_add(request: AnyRequest, meeting: TheMeeting) -> Template:
    place = asked_place(request.query_params)
    blank = {"kind": SessionKind.BREAK.value, "minutes": 30, "title": "Coffee"}
    day, room = place.day or "", place.room or ""
    values = {**blank, "day": day, "start": place.start, "room": room}
    return show_part(request, add_part(await seen_now(meeting), FormState(values)))


def add_part(seen: Seen, form: FormState) -> Part:
    """A new session or break."""
    return Part(
        "add", "Add to the programme", {"form": form, "kinds": KINDS, **place_options(seen)}
    )


@post("/{slug:str}/committee/programme/add", opt=PROGRAMME)
async def add(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> AnyResponse:
    try:
        form = await read_form(request, AddForm)
        with refusals(form):
            moved = await add_at(form, meeting, visitor.actor, now)
    except FormErrors as wrong:
        return refused(request, add_part(await seen_now(meeting), wrong.state), wrong)
    return await done(request, meeting, moved)


async def add_at(form: AddForm, meeting: MeetingInfo, by: Actor, now: datetime) -> Moved:
    """A break, or a session that its own page describes further; conflicts show on the board.

    Raises FormErrors, Invalid.
    """
    more: Any = {"meeting": meeting.id, "by": by, "now": now}
    starts_at = form.starts_at(meeting.tz)
    if form.kind is SessionKind.BREAK:
        return await add_break(Place(starts_at, form.room), form.minutes, form.title, **more)
    edit = SessionEdit(
        title=clean(form.title),
        kind=form.kind,
        room=form.room,
        starts_at=starts_at,
        duration_minutes=form.minutes,
    )
    code = await create_session(edit, conflicts_ok=True, **more)
    seen = await seen_now(meeting)
    session = session_of(seen, code)
    appeared = tuple(each for each in seen.draft.conflicts if each.touches(session.id))
    return Moved(seen.draft.cursor, (session,), f"“{session.title}” added", appeared)


@get("/{slug:str}/committee/programme/accept", opt=PROGRAMME)
async def show_accept(request: AnyRequest, meeting: TheMeeting) -> AnyResponse:
    key = request.query_params.get("key", "")
    if not key:
        return redirect(base_of(meeting.slug))
    chip = find_chip(await seen_now(meeting), key)
    return show_part(request, accept_part(chip, FormState({"reason": chip.reason})))


@post("/{slug:str}/committee/programme/accept", opt=PROGRAMME)
async def accept(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> AnyResponse:
    try:
        form = await read_form(request, AcceptForm)
        with refusals(form):
            said = await keep_accepted(form, meeting, visitor.actor, now)
    except FormErrors as wrong:
        chip = find_chip(await seen_now(meeting), str(wrong.values.get("key") or ""))
        return refused(request, accept_part(chip, wrong.state), wrong)
    if not wants_data(request):
        flash(request, said)
        return redirect(base_of(meeting.slug))
    seen = await seen_now(meeting)
    sides = other_sides((e for e in seen.draft.conflicts if e.key == form.key), seen)
    counts, chips = counts_html(seen), chips_html(seen, sides)
    return as_json(BoardAnswer(seen.draft.cursor, said, chips=chips, counts=counts))


async def keep_accepted(form: AcceptForm, meeting: MeetingInfo, by: Actor, now: datetime) -> str:
    """Accepts a conflict with its reason (N06), or makes it open again; what to say of it.

    Raises Invalid without a reason, or when it is not there any more.
    """
    more: Any = {"meeting": meeting.id, "by": by, "now": now}
    if form.withdraw:
        await withdraw_acknowledgement([form.key], **more)
        return "The conflict is open again."
    await acknowledge([form.key], form.reason, **more)
    return "Accepted with its reason. It no longer holds a release back."


def accept_part(chip: Chip, form: FormState) -> Part:
    """A conflict with the reason why it may stay."""
    title = "An accepted conflict" if chip.reason else "Accept a conflict"
    return Part("accept", title, {"chip": chip, "form": form})


def find_chip(seen: Seen, key: str) -> Chip:
    """The conflict of a key. Raises NoSuchConflict."""
    for each in seen.draft.conflicts:
        if each.key == key:
            return chip_of(each, seen.accepted)
    raise NoSuchConflict


handlers = [undo, redo, several, show_add, add, show_accept, accept]
