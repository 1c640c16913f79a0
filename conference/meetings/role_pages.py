"""Who may do what at a meeting."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from conference.meetings.forms import ROLE_WORDS, GrantForm, RevokeForm
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import actions, queries
from conference.people.access import GRANTED_ROLES, Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
PATH = "/{slug:str}/office/roles"
NOBODY = "Nobody here has this address yet. Ask them to sign in once, then give the role."


@get(PATH, opt=OFFICE)
async def show_roles(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _roles_page(request, meeting, FormState.empty())


async def _roles_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    grantable = [role for role in GRANTED_ROLES if role is not Role.ADMIN]
    return page(
        request,
        "meetings/roles.html",
        status=status,
        form=form,
        holders=await queries.role_holders(meeting.id),
        words={role.value: words[0] for role, words in ROLE_WORDS.items()},
        options=[(role.value, *ROLE_WORDS[role]) for role in grantable],
    )


@post(PATH, opt=OFFICE)
async def grant_role(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, GrantForm)
    except FormErrors as wrong:
        return await _roles_page(request, meeting, wrong.state, 422)
    person = await queries.person_by_email(form.email)
    if person is None:
        again = FormState(FormState.of(form).values, {"email": NOBODY})
        return await _roles_page(request, meeting, again, 422)
    await actions.grant_role(
        person=person.id, role=form.role, meeting=meeting.id, by=visitor.actor, now=now
    )
    flash(request, f"{person.registered_name} is now: {ROLE_WORDS[form.role][0].lower()}.")
    return redirect(f"/{meeting.slug}/office/roles")


@post(f"{PATH}/revoke", opt=OFFICE)
async def revoke_role(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    form = await read_form(request, RevokeForm)
    is_gone = await actions.revoke_role(
        grant=form.grant, meeting=meeting.id, by=visitor.actor, now=now
    )
    if is_gone:
        flash(request, "The role is taken away.")
    else:
        flash(request, "This role cannot be taken away here, or was already.", "warn")
    return redirect(f"/{meeting.slug}/office/roles")


handlers = [show_roles, grant_role, revoke_role]
