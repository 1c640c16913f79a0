"""Somebody else collects, and notes for the next desk."""

from __future__ import annotations

from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk import notes, pick_ups
from badges.desk.forms import CollectorForm, HandOutForm, NoteForm
from badges.desk.showing import PERSON, AnyRequest, address, person_of, show_person
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, roles
from conference.web import FormErrors, flash, read_form, redirect
from conference.web.refusals import refusals

AT_DESK = roles(Role.DESK)
COLLECTOR = f"{PERSON}/collectors/{{pick_up:uuid}}"


@post(f"{PERSON}/collectors", opt=AT_DESK)
async def note_collector(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    """The attendee said by phone or mail who collects."""
    person = await person_of(meeting, code)
    info = person.row.info
    try:
        form = await read_form(request, CollectorForm)
        with refusals(form):
            await pick_ups.note_collector(
                info, form.collector, form.told, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await show_person(request, meeting, person, now, wrong.state, 422)
    flash(request, f"{form.collector} may collect this badge.")
    return redirect(address(meeting, info))


@post(f"{COLLECTOR}/hand-out", opt=AT_DESK)
async def hand_out(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str],
    pick_up: FromPath[UUID], now: Now,
) -> Template | Redirect:  # fmt: skip
    person = await person_of(meeting, code)
    info = person.row.info
    try:
        form = await read_form(request, HandOutForm)
        with refusals(form):
            collector = await pick_ups.hand_out(
                info, pick_up, id_was_seen=form.id_was_seen, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await show_person(request, meeting, person, now, wrong.state, 422)
    flash(request, f"{collector} has the badge; the ID was seen. Nobody was checked in.")
    return redirect(address(meeting, info))


@post(f"{COLLECTOR}/withdraw", opt=AT_DESK)
async def withdraw_collector(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str],
    pick_up: FromPath[UUID], now: Now,
) -> Redirect:  # fmt: skip
    info = (await person_of(meeting, code)).row.info
    done = await pick_ups.withdraw_collector(info, pick_up, by=visitor.actor, now=now)
    flash(request, "Taken back." if done else "This was taken back or collected before.")
    return redirect(address(meeting, info))


@post(f"{PERSON}/notes", opt=AT_DESK)
async def leave_note(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    person = await person_of(meeting, code)
    try:
        form = await read_form(request, NoteForm)
    except FormErrors as wrong:
        return await show_person(request, meeting, person, now, wrong.state, 422)
    await notes.leave_note(person.row.info, form.desk_note, by=visitor.actor, now=now)
    return redirect(address(meeting, person.row.info))


@post(f"{PERSON}/notes/{{note:uuid}}/end", opt=AT_DESK)
async def end_note(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str],
    note: FromPath[UUID], now: Now,
) -> Redirect:  # fmt: skip
    info = (await person_of(meeting, code)).row.info
    await notes.end_note(info, note, by=visitor.actor, now=now)
    return redirect(address(meeting, info))


handlers = [note_collector, hand_out, withdraw_collector, leave_note, end_note]
