"""The committee's pages of what is inside a session: talks, posters, and placing abstracts."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.queries.lists import unplaced_accepted
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid
from schedule.actions.filling import replace_abstract
from schedule.actions.inside import arrange_session
from schedule.actions.placing import place_abstract
from schedule.actions.slots import add_slot, edit_slot, remove_slot
from schedule.errors import StaleSession, WouldConflict
from schedule.queries.described import described_programme
from schedule.rules.abstract_places import PRESENTING, placed_abstracts
from schedule.rules.arrangements import Swap, slot_of
from schedule.rules.conflicts import find_conflicts
from schedule.rules.editing import end_of_talks
from schedule.rules.filling import usual_talk
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.usual import USUAL_SLOT, kind_for
from schedule.rules.vocabulary import SlotKind
from schedule.sessions.forms import PlaceForm, SlotForm, VersionForm
from schedule.sessions.people_choice import SLOT_PARTS, looked_up
from schedule.sessions.slot_rows import is_about, person_in, start_of
from schedule.sessions.values import slot_values
from schedule.sessions.view import (
    Wrong,
    find_session,
    offered,
    people_fields,
    refused,
    session_page,
    stale_notice,
)

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
SLOTS = "/{slug:str}/committee/programme/sessions/{code:str}/slots"
Refusal = FormErrors | Invalid | StaleSession


@get(SLOTS + "/new", opt=PROGRAMME)
async def new_slot(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return await slot_page(request, meeting, code, None)


@post(SLOTS + "/new", opt=PROGRAMME)
async def create_slot(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SlotForm)
        if again := await looked_up(form, meeting=meeting.id, by=visitor.actor, now=now):
            return await slot_page(request, meeting, code, None, again)
        edit, by, ok = form.edit(), visitor.actor, form.conflicts_ok
        await add_slot(
            code, form.version, edit, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
        )
    except (FormErrors, Invalid, StaleSession) as wrong:
        return await slot_page(request, meeting, code, None, FormState.of(form or {}), wrong=wrong)
    return _back(request, meeting, code, f"“{form.title}” is in the session.")


@get(SLOTS + "/{slot:str}", opt=PROGRAMME)
async def show_slot(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], slot: FromPath[str]
) -> Template:
    return await slot_page(request, meeting, code, slot)


@post(SLOTS + "/{slot:str}", opt=PROGRAMME)
async def save_slot(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    code: FromPath[str],
    slot: FromPath[str],
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SlotForm)
        if again := await looked_up(form, meeting=meeting.id, by=visitor.actor, now=now):
            return await slot_page(request, meeting, code, slot, again)
        edit, by, ok = form.edit(), visitor.actor, form.conflicts_ok
        await edit_slot(
            code, slot, form.version, edit, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
        )
    except (FormErrors, Invalid, StaleSession) as wrong:
        return await slot_page(request, meeting, code, slot, FormState.of(form or {}), wrong=wrong)
    return _back(request, meeting, code, "Saved. It is public with the next release.")


@post(SLOTS + "/{slot:str}/abstract", opt=PROGRAMME)
async def show_another(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    code: FromPath[str],
    slot: FromPath[str],
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, PlaceForm)
        by, ok = visitor.actor, form.conflicts_ok
        shown = await replace_abstract(
            code,
            slot,
            form.version,
            form.abstract,
            meeting=meeting.id,
            by=by,
            now=now,
            conflicts_ok=ok,
        )
    except StaleSession as stale:
        return await slot_page(request, meeting, code, slot, wrong=stale)
    except (FormErrors, Invalid) as wrong:
        return await slot_page(
            request, meeting, code, slot, replacing=refused(form, wrong), replacing_wrong=wrong
        )
    return _back(request, meeting, code, f"“{shown.title}” is shown there now.")


@post(SLOTS + "/{slot:str}/move", opt=PROGRAMME)
async def shift_slot(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    code: FromPath[str],
    slot: FromPath[str],
) -> Template | Redirect:
    form = await read_form(request, VersionForm)
    step, by, ok = Swap(slot, form.direction == "earlier"), visitor.actor, form.conflicts_ok
    try:
        await arrange_session(
            code, form.version, step, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except Invalid as wrong:
        return await _refused(request, meeting, code, form, wrong, f"slots/{slot}/move")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}#slot-{slot}")


@post(SLOTS + "/{slot:str}/remove", opt=PROGRAMME)
async def drop_slot(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    code: FromPath[str],
    slot: FromPath[str],
) -> Template | Redirect:
    form = await read_form(request, VersionForm)
    try:
        await remove_slot(code, slot, form.version, meeting=meeting.id, by=visitor.actor, now=now)
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    return _back(request, meeting, code, "Taken out. If it was released, it shows as cancelled.")


@post("/{slug:str}/committee/programme/sessions/{code:str}/place", opt=PROGRAMME)
async def place(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, PlaceForm)
        by, ok = visitor.actor, form.conflicts_ok
        placed = await place_abstract(
            code, form.version, form.abstract, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except (FormErrors, Invalid) as wrong:
        return await _refused(request, meeting, code, form, wrong, "place")
    who = f", presented by {placed.people[0].name}" if placed.people else "; its presenter is open"
    return _back(request, meeting, code, f"“{placed.title}” has its place{who}.")


async def _refused(
    request: AnyRequest,
    meeting: MeetingInfo,
    code: str,
    form: VersionForm | PlaceForm | None,
    wrong: FormErrors | Invalid,
    again: str,
) -> Template:
    """The session's page with what was not done, and the offer to do it all the same."""
    state = refused(form, wrong)
    typed = FormState({**state.values, "again": again}, state.errors)
    what = Wrong(inside=typed, is_clash=isinstance(wrong, WouldConflict))
    return await session_page(request, meeting, code, wrong=what)


def _back(request: AnyRequest, meeting: MeetingInfo, code: str, said: str) -> Redirect:
    flash(request, said)
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}#slots")


async def slot_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    code: str,
    slot_code: str | None,
    form: FormState | None = None,
    *,
    wrong: Refusal | None = None,
    replacing: FormState | None = None,
    replacing_wrong: FormErrors | Invalid | None = None,
) -> Template:
    """The page of one talk or poster, with what was typed and why it was not accepted.

    Raises NoSuchSession, NoSuchSlot.
    """
    programme = await described_programme(meeting.id)
    session = find_session(programme, code)
    slot = slot_of(session, slot_code) if slot_code else None
    typed = form.values if form and form.values else _values(session, slot)
    form = _state(FormState(typed, form.errors if form else {}), wrong, session)
    stale = wrong if isinstance(wrong, StaleSession) else None
    waiting = await unplaced_accepted(meeting.id, placed_abstracts(programme))
    return page(
        request,
        "schedule/slot_edit.html",
        status=409 if stale else 422 if wrong or replacing else 200,
        session=session,
        slot=slot,
        starts_at=start_of(session, slot),
        form=form,
        is_clash=isinstance(wrong, WouldConflict),
        kinds=[(kind.value, kind.label) for kind in SlotKind],
        free_from=end_of_talks(session.slots),
        placeable=[(each.code, offered(each)) for each in waiting],
        replacing=replacing or FormState(),
        replacing_clash=isinstance(replacing_wrong, WouldConflict),
        **await stale_notice(meeting.id, code, stale),
        **_facts(programme, slot),
        **await people_fields(form, SLOT_PARTS),
    )


def _facts(programme: Programme, slot: PlannedSlot | None) -> dict[str, Any]:
    """Who presents a talk, and what it is in conflict with."""
    if slot is None:
        return {"presenting": [], "conflicts": []}
    speaking = [each for each in slot.people if each.part in PRESENTING]
    return {
        "presenting": [person_in(programme, each) for each in speaking],
        "conflicts": [each for each in find_conflicts(programme) if is_about(each, slot)],
    }


def _values(session: PlannedSession, slot: PlannedSlot | None) -> dict[str, Any]:
    if slot is not None:
        return slot_values(slot, session.version)
    decision = kind_for(session.kind)
    minutes, questions = usual_talk(session, decision)
    return {
        "kind": USUAL_SLOT[decision].kind.value,
        "duration_minutes": minutes,
        "questions_minutes": questions or "",
        "version": session.version,
    }


def _state(form: FormState, wrong: Refusal | None, session: PlannedSession) -> FormState:
    if isinstance(wrong, FormErrors):
        return wrong.state
    if isinstance(wrong, StaleSession):
        return FormState({**form.values, "version": session.version})
    if isinstance(wrong, Invalid):
        return FormState(form.values, wrong.errors or {"": wrong.detail})
    return form


handlers = [
    new_slot,
    create_slot,
    show_slot,
    save_slot,
    show_another,
    shift_slot,
    drop_slot,
    place,
]
