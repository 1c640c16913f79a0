"""The committee's page of one session of the draft."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, read_form, redirect
from conference.web.problems import Invalid
from schedule.actions.editing import (
    cancel_session,
    create_session,
    edit_session,
    reinstate_session,
)
from schedule.errors import StaleSession, WouldConflict
from schedule.rules.usual import USUAL_MINUTES
from schedule.rules.vocabulary import SessionKind
from schedule.sessions.forms import SessionForm, VersionForm
from schedule.sessions.people_choice import looked_up
from schedule.sessions.view import Wrong, new_session_page, refused, session_page

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
SESSIONS = "/{slug:str}/committee/programme/sessions"


class NewSession(msgspec.Struct, kw_only=True):
    """What a link to a new session may propose: its kind, and a place on the board."""

    kind: str = ""
    day: str = ""
    start: str = ""
    room: str = ""
    track: str = ""


@get(SESSIONS + "/new", opt=PROGRAMME)
async def new_session(request: AnyRequest, meeting: TheMeeting) -> Template:
    asked = msgspec.convert(dict(request.query_params.items()), NewSession)
    known = {kind.value for kind in SessionKind}
    kind = SessionKind(asked.kind) if asked.kind in known else SessionKind.SYMPOSIUM
    typed = {
        **msgspec.structs.asdict(asked),
        "version": 0,
        "kind": kind.value,
        "duration_minutes": USUAL_MINUTES[kind],
    }
    return await new_session_page(request, meeting, FormState.of(typed))


@post(SESSIONS + "/new", opt=PROGRAMME)
async def add_session(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SessionForm)
        if again := await asked_again(form, meeting, visitor, now):
            return await new_session_page(request, meeting, again)
        edit, ok = form.edit(meeting.tz), form.conflicts_ok
        code = await create_session(
            edit, meeting=meeting.id, by=visitor.actor, now=now, conflicts_ok=ok
        )
    except (FormErrors, Invalid) as wrong:
        return await new_session_page(request, meeting, FormState(), wrong=as_wrong(form, wrong))
    flash(request, "The session is in the draft. Add its talks below.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


@get(SESSIONS + "/{code:str}", opt=PROGRAMME)
async def show_session(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    return await session_page(request, meeting, code)


@post(SESSIONS + "/{code:str}", opt=PROGRAMME)
async def save_session(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, SessionForm)
        if again := await asked_again(form, meeting, visitor, now):
            return await session_page(request, meeting, code, again)
        await edit_session(
            code,
            form.version,
            form.edit(meeting.tz),
            meeting=meeting.id,
            by=visitor.actor,
            now=now,
            conflicts_ok=form.conflicts_ok,
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, FormState.of(form or {}), stale=stale)
    except (FormErrors, Invalid) as wrong:
        return await session_page(request, meeting, code, wrong=as_wrong(form, wrong))
    flash(request, "Saved. It is public with the next release.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


@post(SESSIONS + "/{code:str}/cancel", opt=PROGRAMME)
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


@post(SESSIONS + "/{code:str}/reinstate", opt=PROGRAMME)
async def reinstate(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Redirect | Template:
    form = await read_form(request, VersionForm)
    by, ok = visitor.actor, form.conflicts_ok
    try:
        await reinstate_session(
            code, form.version, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except Invalid as wrong:
        again = FormState({"again": "reinstate"}, wrong.errors or {"": wrong.detail})
        return await session_page(request, meeting, code, wrong=Wrong(inside=again, is_clash=True))
    flash(request, "The session takes place again.")
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}")


async def asked_again(
    form: SessionForm, meeting: MeetingInfo, visitor: TheVisitor, now: Now
) -> FormState | None:
    """The form again for every button but the one that saves: Find, Add, the usual times.

    Raises FormErrors.
    """
    if form.do == "times":
        return FormState.of(form.usual_times(meeting.tz))
    return await looked_up(form, meeting=meeting.id, by=visitor.actor, now=now)


def as_wrong(form: msgspec.Struct | None, wrong: FormErrors | Invalid) -> Wrong:
    """A session form that was not accepted; after a clash it offers to save all the same."""
    return Wrong(session=refused(form, wrong), is_clash=isinstance(wrong, WouldConflict))


handlers = [
    new_session,
    add_session,
    show_session,
    save_session,
    cancel,
    reinstate,
]
