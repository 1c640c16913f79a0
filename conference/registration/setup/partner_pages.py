"""The office: the partner societies of a joint meeting (M07)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.draft import AnyRequest
from conference.registration.setup import partner_actions
from conference.registration.setup.partner_actions import SocietyName
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

OFFICE = roles(Role.OFFICE)
PARTNERS = "/{slug:str}/office/prices/partners"


class KnownPartnerForm(msgspec.Struct):
    society: UUID


class NewPartnerForm(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(max_length=200)]
    short_name: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def as_society(self) -> SocietyName:
        return SocietyName(clean(self.name), clean(self.short_name))


@get(PARTNERS, opt=OFFICE)
async def show_partners(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _partners_page(request, meeting, FormState.empty())


async def _partners_page(request: AnyRequest, meeting: MeetingInfo, form: FormState) -> Template:
    beside = await partner_actions.societies_beside(meeting)
    return page(
        request,
        "registration/setup/partners.html",
        status=422 if form.errors else 200,
        form=form,
        partners=[each for each in beside if each.is_partner],
        others=[(str(each.society), each.name) for each in beside if not each.is_partner],
    )


@post(PARTNERS, opt=OFFICE)
async def add_partner(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, KnownPartnerForm)
        with refusals(form):
            await partner_actions.add_partner(meeting, form.society, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _partners_page(request, meeting, wrong.state)
    return _saved(request, meeting, "The society is a partner of this meeting now.")


@post(f"{PARTNERS}/new", opt=OFFICE)
async def add_new_partner(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, NewPartnerForm)
        with refusals(form):
            new = form.as_society()
            await partner_actions.add_new_partner(meeting, new, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _partners_page(request, meeting, wrong.state)
    return _saved(request, meeting, f"{new.name} is a partner of this meeting now.")


@post(f"{PARTNERS}/{{society:uuid}}/end", opt=OFFICE)
async def end_partner(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, society: FromPath[UUID], now: Now
) -> Redirect:
    await partner_actions.end_partner(meeting, society, by=visitor.actor, now=now)
    return _saved(request, meeting, "Its members pay as non-members from now on.")


def _saved(request: AnyRequest, meeting: MeetingInfo, sentence: str) -> Redirect:
    flash(request, sentence)
    return redirect(f"/{meeting.slug}/office/prices/partners")


handlers = [show_partners, add_partner, add_new_partner, end_partner]
