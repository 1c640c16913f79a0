"""The committee's pages of what is inside a session: talks, posters, and placing abstracts."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid
from schedule.actions.placing import place_abstract
from schedule.actions.slots import add_slot, edit_slot, move_slot, remove_slot
from schedule.committee_pages import PROGRAMME, find_session, people_fields, session_page
from schedule.errors import NoSuchSlot, StaleSession
from schedule.forms import PlaceForm, SlotForm, VersionForm, slot_values
from schedule.people_choice import SLOT_PARTS, looked_up
from schedule.queries.draft import draft_programme
from schedule.queries.programme import session_changes
from schedule.rules.editing import end_of_talks
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.vocabulary import SlotKind

AnyRequest = Request[Any, Any, Any]


@get("/{slug:str}/committee/programme/sessions/{code:str}/slots/new", opt=PROGRAMME)
async def new_slot(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return await slot_page(request, meeting, code, None)


@post("/{slug:str}/committee/programme/sessions/{code:str}/slots/new", opt=PROGRAMME)
async def create_slot(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SlotForm)
        if again := await looked_up(form, meeting=meeting.id, by=visitor.actor, now=now):
            return await slot_page(request, meeting, code, None, again)
        await add_slot(
            code, form.version, form.edit(), meeting=meeting.id, by=visitor.actor, now=now
        )
    except (FormErrors, Invalid, StaleSession) as wrong:
        return await slot_page(request, meeting, code, None, FormState.of(form or {}), wrong)
    return _back(request, meeting, code, f"“{form.title}” is in the session.")


@get("/{slug:str}/committee/programme/sessions/{code:str}/slots/{slot:str}", opt=PROGRAMME)
async def show_slot(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], slot: FromPath[str]
) -> Template:
    return await slot_page(request, meeting, code, slot)


@post("/{slug:str}/committee/programme/sessions/{code:str}/slots/{slot:str}", opt=PROGRAMME)
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
        await edit_slot(
            code, slot, form.version, form.edit(), meeting=meeting.id, by=visitor.actor, now=now
        )
    except (FormErrors, Invalid, StaleSession) as wrong:
        return await slot_page(request, meeting, code, slot, FormState.of(form or {}), wrong)
    return _back(request, meeting, code, "Saved. It is public with the next release.")


@post("/{slug:str}/committee/programme/sessions/{code:str}/slots/{slot:str}/move", opt=PROGRAMME)
async def shift_slot(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    code: FromPath[str],
    slot: FromPath[str],
) -> Template | Redirect:
    form = await read_form(request, VersionForm)
    try:
        await move_slot(
            code,
            slot,
            form.version,
            earlier=form.direction == "earlier",
            meeting=meeting.id,
            by=visitor.actor,
            now=now,
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except Invalid as refused:
        return await session_page(request, meeting, code, status=422, refused=refused)
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}#slot-{slot}")


@post("/{slug:str}/committee/programme/sessions/{code:str}/slots/{slot:str}/remove", opt=PROGRAMME)
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
    try:
        form = await read_form(request, PlaceForm)
        placed = await place_abstract(
            code, form.version, form.abstract, meeting=meeting.id, by=visitor.actor, now=now
        )
    except FormErrors as wrong:
        refused = Invalid(errors=dict(wrong.errors))
        return await session_page(request, meeting, code, status=422, refused=refused)
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except Invalid as wrong:
        return await session_page(request, meeting, code, status=422, refused=wrong)
    who = f", presented by {placed.people[0].name}" if placed.people else "; its presenter is open"
    return _back(request, meeting, code, f"“{placed.title}” has its place{who}.")


def _back(request: AnyRequest, meeting: MeetingInfo, code: str, said: str) -> Redirect:
    flash(request, said)
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}#slots")


async def slot_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    code: str,
    slot_code: str | None,
    form: FormState | None = None,
    wrong: FormErrors | Invalid | StaleSession | None = None,
) -> Template:
    """The page of one talk or poster, with what was typed and why it was not accepted.

    Raises NoSuchSession, NoSuchSlot.
    """
    session = find_session(await draft_programme(meeting.id), code)
    slot = _find_slot(session, slot_code) if slot_code else None
    form = _state(form or FormState.of(_values(session, slot)), wrong, session)
    stale = wrong if isinstance(wrong, StaleSession) else None
    changes = await session_changes(meeting.id, code, after=stale.seen) if stale else []
    return page(
        request,
        "schedule/slot_edit.html",
        status=409 if stale else 422 if wrong else 200,
        session=session,
        slot=slot,
        form=form,
        is_stale=stale is not None,
        changes=changes,
        kinds=[(kind.value, kind.label) for kind in SlotKind],
        free_from=end_of_talks(session.slots),
        **await people_fields(form, SLOT_PARTS),
    )


def _values(session: PlannedSession, slot: PlannedSlot | None) -> dict[str, Any]:
    if slot is not None:
        return slot_values(slot, session.version)
    is_poster = session.kind == "poster"
    kind = SlotKind.POSTER if is_poster else SlotKind.TALK
    minutes = 0 if is_poster else 15
    return {"kind": kind.value, "duration_minutes": minutes, "version": session.version}


def _state(
    form: FormState, wrong: FormErrors | Invalid | StaleSession | None, session: PlannedSession
) -> FormState:
    if isinstance(wrong, FormErrors):
        return wrong.state
    if isinstance(wrong, StaleSession):
        return FormState({**form.values, "version": session.version})
    if isinstance(wrong, Invalid):
        return FormState(form.values, wrong.errors or {"": wrong.detail})
    return form


def _find_slot(session: PlannedSession, code: str) -> PlannedSlot:
    for slot in session.slots:
        if slot.code == code:
            return slot
    raise NoSuchSlot(code)


handlers = [
    new_slot,
    create_slot,
    show_slot,
    save_slot,
    shift_slot,
    drop_slot,
    place,
]
