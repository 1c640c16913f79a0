"""Registering somebody else: the person at the browser orders and pays, another one attends.

The other person hears of it and completes the rest by a link of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.orm import action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.access import Visitor, signed_in
from conference.registration import queries
from conference.registration.draft import AnyRequest, Kept, Somebody, load_kept, save_kept
from conference.registration.forms import WhoForm
from conference.web import FormErrors, FormState, page, read_form, redirect
from conference.web.limits import count_try
from conference.web.problems import TooMany

OTHERS_PER_HOUR = 30
OWN_ADDRESS = "This is your own address. Register yourself instead, or write theirs."
HOLDS_A_PLACE = "The person with this address holds a place already."
WRONG_NUMBER = (
    "This number and this address do not belong together. "
    "Leave the number empty to go on without the member price."
)


class OtherForm(WhoForm):
    """Step 1 for somebody else; the member price needs the number beside the address (M08)."""

    member_number: Annotated[str, msgspec.Meta(max_length=40)] = ""


@get("/{slug:str}/register/other", opt=signed_in)
async def show_other(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    assert visitor.person is not None
    somebody = (await load_kept(meeting.id, visitor.person)).kept.somebody
    form = FormState(somebody.typed if somebody else {})
    return page(request, "registration/other.html", form=form)


@post("/{slug:str}/register/other", opt=signed_in)
async def save_other(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, OtherForm)
        somebody = await _write_down(form, meeting, visitor, now)
    except FormErrors as wrong:
        return page(request, "registration/other.html", status=422, form=wrong.state)
    except TooMany as refused:
        again = FormState(FormState.of(form).values, {"email": refused.detail})
        return page(request, "registration/other.html", status=429, form=again)
    await keep_somebody(meeting, visitor, somebody, now)
    return redirect(f"/{meeting.slug}/register/what")


async def _write_down(
    form: OtherForm, meeting: MeetingInfo, visitor: Visitor, now: datetime
) -> Somebody:
    """Whoever has the address stays as they are known; raises FormErrors, TooMany."""
    assert visitor.person is not None
    typed = {name: str(value) for name, value in msgspec.structs.asdict(form).items()}
    hour = timedelta(hours=1)
    whom = str(visitor.person)
    await count_try("register-others", whom, limit=OTHERS_PER_HOUR, window=hour, now=now)
    known = await people.person_by_email(form.email)
    if known and known.id == visitor.person:
        raise FormErrors(typed, {"email": OWN_ADDRESS})
    if known and await queries.active_registration(meeting.id, known.id):
        raise FormErrors(typed, {"email": HOLDS_A_PLACE})
    is_proved = await _is_proved(form, meeting, known.id if known else None)
    if form.member_number and not is_proved:
        raise FormErrors(typed, {"member_number": WRONG_NUMBER})
    async with action("write_down_person", by=visitor.actor, now=now, meeting=meeting.id) as act:
        person = await people_actions.find_or_create_by_email(act, form.as_new_person())
    return Somebody(person, typed, is_proved)


async def _is_proved(form: OtherForm, meeting: MeetingInfo, known: UUID | None) -> bool:
    if not form.member_number or known is None:
        return False
    return await membership.find_member(meeting.society, form.member_number, form.email) == known


async def keep_somebody(
    meeting: MeetingInfo, visitor: Visitor, somebody: Somebody | None, now: datetime
) -> None:
    """From now on this draft is about somebody else, or (None) about oneself again."""
    assert visitor.person is not None
    before = (await load_kept(meeting.id, visitor.person)).kept
    if before.somebody is None and somebody is None:
        return
    kept = Kept(before.chosen, somebody, before.bill)
    await save_kept(meeting.id, visitor.person, kept, by=visitor.actor, now=now)


handlers = [show_other, save_other]
