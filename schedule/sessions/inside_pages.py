"""The committee's steps inside a session: arrange, move to another one, copy its shape."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import FormErrors, flash, read_form, redirect
from conference.web.problems import Invalid
from schedule.actions.inside import arrange_session, copy_session, move_slots
from schedule.errors import StaleSession, WouldConflict
from schedule.sessions.inside_forms import ArrangeForm, CopyForm
from schedule.sessions.view import Wrong, refused, session_page

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
SESSION = "/{slug:str}/committee/programme/sessions/{code:str}"


@post(SESSION + "/arrange", opt=PROGRAMME)
async def arrange(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, ArrangeForm)
        await _take_step(form, code, meeting, visitor, now)
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except (FormErrors, Invalid) as wrong:
        again = Wrong(inside=refused(form, wrong), is_clash=isinstance(wrong, WouldConflict))
        return await session_page(request, meeting, code, wrong=again)
    return _back(meeting, code, f"slot-{form.slot}" if form.do == "reorder" else "slots")


async def _take_step(
    form: ArrangeForm, code: str, meeting: MeetingInfo, visitor: Visitor, now: Now
) -> None:
    by, ok = visitor.actor, form.conflicts_ok
    if form.do == "move":
        target = form.target()
        await move_slots(
            code,
            form.version,
            form.slots,
            target,
            meeting=meeting.id,
            by=by,
            now=now,
            conflicts_ok=ok,
        )
        return
    step = form.arrangement()
    await arrange_session(
        code, form.version, step, meeting=meeting.id, by=by, now=now, conflicts_ok=ok
    )


@post(SESSION + "/copy", opt=PROGRAMME)
async def copy(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    form = None
    try:
        form = await read_form(request, CopyForm)
        to = form.copy_to(meeting.tz)
        made = await copy_session(
            code, form.version, to, meeting=meeting.id, by=visitor.actor, now=now
        )
    except StaleSession as stale:
        return await session_page(request, meeting, code, stale=stale)
    except (FormErrors, Invalid) as wrong:
        again = Wrong(copying=refused(form, wrong))
        return await session_page(request, meeting, code, wrong=again)
    flash(request, "A copy with empty talks. It is a draft until you untick “Keep it out”.")
    return _back(meeting, made, "slots")


def _back(meeting: MeetingInfo, code: str, place: str) -> Redirect:
    return redirect(f"/{meeting.slug}/committee/programme/sessions/{code}#{place}")


handlers = [
    arrange,
    copy,
]
