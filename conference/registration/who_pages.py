"""Step 1, who: a stranger proves the address by a code; a signed-in person only checks.

The same answer is given for a known and an unknown address, and nobody orders in the name of an
address that they cannot read.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import action
from conference.people import actions as people_actions
from conference.people import newcomers, sign_in
from conference.people import queries as people
from conference.people.access import Visitor, public
from conference.people.errors import SignInRefused
from conference.people.proving import send_code
from conference.people.rules import PersonInfo, fold
from conference.registration import queries
from conference.registration.behalf_pages import keep_somebody
from conference.registration.draft import AnyRequest, Draft, keep_draft, read_draft, who_of
from conference.registration.forms import CodeForm, KnownForm, WhoForm
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import TooMany
from conference.web.sessions import start_session


@get("/{slug:str}/register", opt=public)
async def show_who(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    if visitor.person is None:
        typed = read_draft(request, meeting.slug).who
        return page(request, "registration/who.html", form=FormState.of(typed))
    held = await queries.active_registration(meeting.id, visitor.person)
    if held:
        return page(request, "registration/registered.html", info=held)
    person = await people.person_by_id(visitor.person)
    assert person is not None
    known = KnownForm.of(person)
    typed = read_draft(request, meeting.slug).who
    start = {name: known[name] or typed.get(name, "") for name in known}
    return page(request, "registration/who.html", form=FormState.of(start))


@post("/{slug:str}/register", opt=public)
async def save_who(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    try:
        if visitor.is_signed_in:
            form = await read_form(request, KnownForm)
            await _keep_names(visitor, form, now)
            await keep_somebody(meeting, visitor, None, now)
            return redirect(f"/{meeting.slug}/register/what")
        return await _prove(request, meeting, await read_form(request, WhoForm), settings, now)
    except FormErrors as wrong:
        return page(request, "registration/who.html", status=422, form=wrong.state)
    except TooMany as refused:
        typed = read_draft(request, meeting.slug).who
        again = FormState(typed, {"email": f"Too many letters to this address. {refused.detail}"})
        return page(request, "registration/who.html", status=429, form=again)


async def _prove(
    request: AnyRequest, meeting: MeetingInfo, form: WhoForm, settings: Settings, now: datetime
) -> Redirect:
    draft = read_draft(request, meeting.slug)
    keep_draft(request, meeting.slug, msgspec.structs.replace(draft, who=who_of(form)))
    await send_code(request, form.email, _after_code(meeting), settings, now)
    return redirect(f"/{meeting.slug}/register/code")


def _after_code(meeting: MeetingInfo) -> str:
    """Where the letter's link leads, in whichever browser it is opened."""
    return f"/{meeting.slug}/register/what"


async def _keep_names(visitor: Visitor, form: KnownForm, now: datetime) -> None:
    """Writes only what changed, so that names given elsewhere stay as they are (R07)."""
    assert visitor.person is not None
    before = await people.person_by_id(visitor.person)
    assert before is not None
    changed = {
        name: value
        for name, value in msgspec.structs.asdict(form).items()
        if value != KnownForm.of(before)[name]
    }
    if not changed:
        return
    async with action("amend_person", by=visitor.actor, now=now) as act:
        await people_actions.amend_person(act, visitor.person, **changed)


@get("/{slug:str}/register/code", opt=public)
async def show_register_code(request: AnyRequest, meeting: TheMeeting) -> Template | Redirect:
    draft = read_draft(request, meeting.slug)
    if not draft.email:
        return redirect(f"/{meeting.slug}/register")
    return page(request, "registration/code.html", form=FormState.empty(), email=draft.email)


@post("/{slug:str}/register/code", opt=public)
async def use_register_code(
    request: AnyRequest, meeting: TheMeeting, now: Now
) -> Template | Redirect:
    draft = read_draft(request, meeting.slug)
    if not draft.email:
        return redirect(f"/{meeting.slug}/register")
    try:
        form = await read_form(request, CodeForm)
        proved = await sign_in.use_code(address=draft.email, code=form.code, now=now)
    except FormErrors as wrong:
        return _code_again(request, draft, wrong.state)
    except SignInRefused as refused:
        return _code_again(request, draft, FormState({"code": form.code}, {"code": refused.detail}))
    return await _come_in(request, meeting, draft, proved.person, now)


def _code_again(
    request: AnyRequest, draft: Draft, form: FormState, *, status: int = 422
) -> Template:
    return page(request, "registration/code.html", status=status, form=form, email=draft.email)


async def _come_in(
    request: AnyRequest, meeting: MeetingInfo, draft: Draft, known: UUID | None, now: datetime
) -> Redirect:
    """Somebody new is written down as typed; of somebody known, what is known stands."""
    who = msgspec.convert(draft.who, WhoForm)
    if known is None:
        known = await newcomers.welcome_newcomer(new=who.as_person(), address=who.email, now=now)
    start_session(request, person=str(known))
    person = await people.person_by_id(known)
    assert person is not None
    if _is_same_name(person, who) and person.affiliation and person.country:
        return redirect(f"/{meeting.slug}/register/what")
    flash(request, "We know this address already. Please check what we have.", "warn")
    return redirect(f"/{meeting.slug}/register")


def _is_same_name(person: PersonInfo, who: WhoForm) -> bool:
    typed = fold(f"{who.given_name} {who.family_name}")
    return typed == fold(f"{person.given_name} {person.family_name}")


@post("/{slug:str}/register/code/again", opt=public)
async def send_register_code_again(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Template | Redirect:
    draft = read_draft(request, meeting.slug)
    if not draft.email:
        return redirect(f"/{meeting.slug}/register")
    try:
        await send_code(request, draft.email, _after_code(meeting), settings, now)
    except TooMany as refused:
        again = FormState({}, {"": f"Too many letters to this address. {refused.detail}"})
        return _code_again(request, draft, again, status=429)
    return redirect(f"/{meeting.slug}/register/code")


handlers = [show_who, save_who, show_register_code, use_register_code, send_register_code_again]
