"""A supervisor lets somebody in whom a rule stops, and takes that back."""

from __future__ import annotations

from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.desk.forms import LetInForm
from badges.desk.overriding import Screen, override, withdraw_override
from badges.desk.showing import PERSON, AnyRequest, address, person_of, show_person
from badges.desk.supervisors import confirm_supervisor
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, roles
from conference.registration.cash.desk import desk_of
from conference.web import FormErrors, flash, read_form, redirect
from conference.web.refusals import refusals


@post(f"{PERSON}/let-in", opt=roles(Role.DESK))
async def let_in(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template | Redirect:
    """With a reason, and with the supervisor's PIN where nobody is signed in as one."""
    person = await person_of(meeting, code)
    screen = Screen(desk_of(request), visitor.name)
    try:
        form = await read_form(request, LetInForm)
        with refusals(form):
            by = await confirm_supervisor(
                meeting.id, form.supervisor, form.pin, at_screen_of=visitor, now=now
            )
            info = person.row.info
            await override(info, form.refusal, form.why, by=by, now=now, screen=screen)
    except FormErrors as wrong:
        typed = type(wrong)({**wrong.values, "pin": ""}, wrong.errors)  # a PIN is never shown
        return await show_person(request, meeting, person, now, typed.state, 422)
    flash(request, f"{by.name} lets {info.person.registered_name} in. The reason is on record.")
    return redirect(address(meeting, info))


@post(f"{PERSON}/let-in/{{override_id:uuid}}/withdraw", opt=roles(Role.SUPERVISOR))
async def withdraw(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str],
    override_id: FromPath[UUID], now: Now,
) -> Redirect:  # fmt: skip
    info = (await person_of(meeting, code)).row.info
    is_withdrawn = await withdraw_override(info, override_id, by=visitor.actor, now=now)
    said = "Taken back: the rule counts again." if is_withdrawn else "It was taken back before."
    flash(request, said)
    return redirect(address(meeting, info))


handlers = [let_in, withdraw]
