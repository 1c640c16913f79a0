"""The attendee's own: what exhibitors may learn of me, and which of them scanned me."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from badges.leads.actions import agree, withdraw_from
from badges.leads.forms import ConsentForm, WithdrawForm
from badges.leads.queries import consent_of, who_scanned
from badges.leads.rules import HEADINGS, LeadField, shares
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.registration.queries import RegistrationInfo, active_registration
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import NotFound

AnyRequest = Request[Any, Any, Any]
MINE = "/{slug:str}/who-scanned-me"
FIELDS = [(field.value, field.label) for field in LeadField]
WORDS = {field.value: words for field, words in HEADINGS.items()}


async def _mine(meeting: MeetingInfo, visitor: Visitor) -> RegistrationInfo:
    info = await active_registration(meeting.id, visitor.person) if visitor.person else None
    if info is None:
        raise NotFound("You are not registered for this meeting, so nobody can scan you.")
    return info


@get(MINE, opt=signed_in)
async def show_who_scanned(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    return await _show(request, await _mine(meeting, visitor))


async def _show(
    request: AnyRequest, info: RegistrationInfo, form: FormState | None = None, status: int = 200
) -> Template:
    consent = await consent_of(info.id)
    chosen = FormState.of({"fields": [field.value for field in consent.agreed]})
    return page(
        request,
        "badges/leads_mine.html",
        status=status,
        form=form or chosen,
        fields_of_lead=FIELDS,
        words=WORDS,
        consent=consent,
        shown=shares(info.person, consent),
        scanned=await who_scanned(info.id),
    )


@post(MINE, opt=signed_in)
async def save_consent(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    info = await _mine(meeting, visitor)
    try:
        form = await read_form(request, ConsentForm)
    except FormErrors as wrong:
        return await _show(request, info, wrong.state, status=422)
    await agree(info, form.fields, by=visitor.actor, now=now)
    said = "Exhibitors who scan your badge get what you ticked."
    flash(request, said if form.fields else "Exhibitors get nothing of you any more.")
    return redirect(f"/{meeting.slug}/who-scanned-me")


@post(MINE + "/withdraw", opt=signed_in)
async def withdraw_lead(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    info = await _mine(meeting, visitor)
    form = await read_form(request, WithdrawForm)
    taken = await withdraw_from(info, form.exhibitor, by=visitor.actor, now=now)
    flash(request, "They no longer have anything of you." if taken else "They had nothing.")
    return redirect(f"/{meeting.slug}/who-scanned-me")


handlers = [show_who_scanned, save_consent, withdraw_lead]
