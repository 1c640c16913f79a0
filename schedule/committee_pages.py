"""The committee's pages of the draft: the board, and the page of one session."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.queries.lists import PlaceableAbstract, unplaced_accepted
from abstracts.vocabulary import DECISION_WORDS
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid
from schedule.actions.editing import (
    cancel_session,
    create_session,
    edit_session,
    reinstate_session,
)
from schedule.actions.placing import placed_abstracts
from schedule.errors import NoSuchSession, StaleSession
from schedule.forms import SessionForm, VersionForm, session_values
from schedule.people_choice import SESSION_PARTS, PersonChoice, looked_up, people_choices
from schedule.queries.draft import draft_programme
from schedule.queries.programme import session_changes
from schedule.queries.stars import star_counts
from schedule.rules.abstract_places import gone_of
from schedule.rules.board import lay_out_board
from schedule.rules.conflicts import find_conflicts
from schedule.rules.editing import end_of_talks
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.vocabulary import SessionKind

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
SHOWN_CHANGES = 8
KINDS = [(kind.value, kind.label) for kind in SessionKind]


@get("/{slug:str}/committee/programme", opt=PROGRAMME)
async def draft_board(request: AnyRequest, meeting: TheMeeting) -> Template:
    programme = await draft_programme(meeting.id)
    board = lay_out_board(programme, await star_counts(meeting.id))
    waiting = await unplaced_accepted(meeting.id, placed_abstracts(programme))
    return page(
        request,
        "schedule/board.html",
        programme=programme,
        board=board,
        codes={each.id: each.code for each in programme.sessions},
        accepted=len(waiting),
    )


@get("/{slug:str}/committee/programme/sessions/new", opt=PROGRAMME)
async def new_session(request: AnyRequest, meeting: TheMeeting) -> Template:
    blank = {"version": 0, "kind": SessionKind.SYMPOSIUM.value, "duration_minutes": 90}
    return await session_page(request, meeting, None, FormState.of(blank))


@post("/{slug:str}/committee/programme/sessions/new", opt=PROGRAMME)
async def add_session(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SessionForm)
        if again := await looked_up(form, meeting=meeting.id, by=visitor.actor, now=now):
            return await session_page(request, meeting, None, again)
        code = await create_session(
            form.edit(meeting.tz), meeting=meeting.id, by=visitor.actor, now=now
        )
    except FormErrors as wrong:
        return await session_page(request, meeting, None, wrong.state, status=422)
    except Invalid as refused:
        return await session_page(request, meeting, None, _refused(form, refused), status=422)
    flash(request, "The session is in the draft. Add its talks below.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


@get("/{slug:str}/committee/programme/sessions/{code:str}", opt=PROGRAMME)
async def show_session(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return await session_page(request, meeting, code)


@post("/{slug:str}/committee/programme/sessions/{code:str}", opt=PROGRAMME)
async def save_session(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SessionForm)
        if again := await looked_up(form, meeting=meeting.id, by=visitor.actor, now=now):
            return await session_page(request, meeting, code, again)
        edit = form.edit(meeting.tz)
        await edit_session(code, form.version, edit, meeting=meeting.id, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await session_page(request, meeting, code, wrong.state, status=422)
    except StaleSession as stale:
        return await session_page(request, meeting, code, FormState.of(form or {}), stale=stale)
    except Invalid as refused:
        return await session_page(request, meeting, code, _refused(form, refused), status=422)
    flash(request, "Saved. It is public with the next release.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


@post("/{slug:str}/committee/programme/sessions/{code:str}/cancel", opt=PROGRAMME)
async def cancel(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Redirect | Template:
    form = await read_form(request, VersionForm)
    try:
        await cancel_session(
            code, form.version, form.reason, meeting=meeting.id, by=visitor.actor, now=now
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    flash(
        request,
        "Cancelled. If it was released, the next release and calendars show it struck through.",
    )
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


@post("/{slug:str}/committee/programme/sessions/{code:str}/reinstate", opt=PROGRAMME)
async def reinstate(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Redirect | Template:
    form = await read_form(request, VersionForm)
    try:
        await reinstate_session(code, form.version, meeting=meeting.id, by=visitor.actor, now=now)
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except Invalid as refused:
        return await session_page(request, meeting, code, status=422, refused=refused)
    flash(request, "The session takes place again.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


async def session_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    code: str | None,
    form: FormState | None = None,
    *,
    status: int = 200,
    stale: StaleSession | None = None,
    refused: Invalid | None = None,
) -> Template:
    """One session, with what was typed if it was not accepted; for a stale edit who changed what.

    Raises NoSuchSession.
    """
    programme = await draft_programme(meeting.id)
    session = find_session(programme, code) if code else None
    form = form or FormState.of(session_values(session, meeting.tz) if session else {})
    if refused is not None:
        form = _refused(form, refused)
    seen = stale.seen if stale else 0
    changes = await session_changes(meeting.id, code, after=seen) if code else []
    waiting = await unplaced_accepted(meeting.id, placed_abstracts(programme))
    if stale:
        form = FormState({**form.values, "version": stale.current}, form.errors)
    return page(
        request,
        "schedule/session_edit.html",
        status=409 if stale else status,
        programme=programme,
        session=session,
        form=form,
        is_stale=stale is not None,
        changes=changes if stale else changes[:SHOWN_CHANGES],
        used_minutes=end_of_talks(session.slots) if session else 0,
        conflicts=_conflicts(programme, session),
        gone={each.slot.id: each.word for each in gone_of(session)} if session else {},
        kinds=KINDS,
        rooms=[(str(room.id), room.name) for room in programme.rooms],
        slot_times=_slot_times(session),
        placeable=[(each.code, _offered(each)) for each in waiting],
        **await people_fields(form, SESSION_PARTS),
    )


def find_session(programme: Programme, code: str) -> PlannedSession:
    """The session of a code. Raises NoSuchSession."""
    for session in programme.sessions:
        if session.code == code:
            return session
    raise NoSuchSession(code)


async def people_fields(
    form: FormState, parts: tuple[tuple[str, str], ...]
) -> dict[str, list[PersonChoice] | str | tuple[tuple[str, str], ...]]:
    """Who is in the form, and whom the search found, each with the parts they may have."""
    chosen = list(form.values.get("people") or [])
    text = str(form.values.get("find") or "")
    found = await people.search_people(text) if text else []
    return {
        "choices": await people_choices(chosen, found),
        "searched": text,
        "found": str(len(found)),
        "parts": parts,
    }


def _offered(abstract: PlaceableAbstract) -> str:
    who = f" ({abstract.presenter_name})" if abstract.presenter_name else ""
    return f"{abstract.code} · {DECISION_WORDS[abstract.decision]} · {abstract.title}{who}"


def _slot_times(session: PlannedSession | None) -> dict[UUID, datetime]:
    if session is None or session.starts_at is None:
        return {}
    start = session.starts_at
    return {s.id: start + timedelta(minutes=s.starts_after_minutes) for s in session.slots}


def _refused(form: FormState | SessionForm | None, refused: Invalid) -> FormState:
    state = form if isinstance(form, FormState) else FormState.of(form or {})
    return replace(state, errors=refused.errors or {"": refused.detail})


def _conflicts(programme: Programme, session: PlannedSession | None) -> list[Any]:
    if session is None:
        return []
    return [each for each in find_conflicts(programme) if each.touches(session.id)]


handlers = [
    draft_board,
    new_session,
    add_session,
    show_session,
    save_session,
    cancel,
    reinstate,
]
