"""The chase list: accepted abstracts whose presenter is not registered and paid (A09)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.deciding.chase_queries import missing, presenting_of
from abstracts.deciding.chasing import extend_presenter, release_place, remind_presenters
from abstracts.deciding.chasing_rules import days_left
from abstracts.deciding.composing import Desk
from abstracts.deciding.letter_queries import subjects_of
from abstracts.deciding.policy import policy_of
from abstracts.deciding.presenter_letters import remind_register
from abstracts.deciding.release_forms import moment_of
from abstracts.errors import NotPossible
from abstracts.vocabulary import DECISION_WORDS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
PRESENTERS = "/{slug:str}/committee/presenters"
CHAIR = roles(Role.PROGRAMME)
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=250)]


class ExtendForm(msgspec.Struct):
    """More time for one presenter, on the clock of the meeting."""

    until: str
    reason: Reason


class ReleaseForm(msgspec.Struct):
    """Why a place is taken back."""

    reason: Reason


@get(PRESENTERS, opt=CHAIR)
async def show_presenters(
    request: AnyRequest, meeting: TheMeeting, now: Now, settings: TheSettings
) -> Template:
    return await _presenters_page(request, meeting, now, settings)


@post(PRESENTERS + "/remind", opt=CHAIR)
async def remind(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Redirect:
    codes = [str(each) for each in (await request.form()).getall("code", [])]
    desk = Desk(meeting, settings.base_url)
    sent = await remind_presenters(desk, codes, by=visitor.actor, now=now)
    flash(request, f"{sent} letter{'s' * (sent != 1)} queued.", "good" if sent else "warn")
    return redirect(f"/{meeting.slug}/committee/presenters")


@post(PRESENTERS + "/{code:str}/extend", opt=CHAIR)
async def extend(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    try:
        form = await read_form(request, ExtendForm)
        until = _instant(form, meeting)
        await extend_presenter(meeting, code, until, reason=form.reason, by=visitor.actor, now=now)
    except (FormErrors, Invalid) as wrong:
        state = FormState({str(k): v for k, v in (await request.form()).items()}, wrong.errors)
        return await _presenters_page(request, meeting, now, settings, state, f"extend-{code}")
    flash(request, f"{code} has more time.")
    return redirect(f"/{meeting.slug}/committee/presenters")


@post(PRESENTERS + "/{code:str}/release", opt=CHAIR)
async def release(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    try:
        form = await read_form(request, ReleaseForm)
    except FormErrors as wrong:
        return await _presenters_page(
            request, meeting, now, settings, wrong.state, f"release-{code}"
        )
    desk = Desk(meeting, settings.base_url)
    try:
        await release_place(desk, code, reason=form.reason, by=visitor.actor, now=now)
    except NotPossible as refused:
        flash(request, refused.detail, "bad")
        return redirect(f"/{meeting.slug}/committee/presenters")
    flash(request, f"The place of {code} is free. The waiting list says who is next.")
    return redirect(f"/{meeting.slug}/committee/decisions/waiting")


def _instant(form: ExtendForm, meeting: MeetingInfo) -> datetime:
    try:
        return moment_of(form.until, meeting)
    except ValueError as wrong:
        raise Invalid("", errors={"until": str(wrong)}) from None


async def _presenters_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    now: datetime,
    settings: Settings,
    form: FormState | None = None,
    wrong: str = "",
) -> Template:
    """`wrong` names the form that was refused: "<verb>-<reference>"."""
    everybody = await presenting_of(meeting.id)
    late = missing(everybody)
    policy = await policy_of(meeting.id)
    sample = await subjects_of([late[0].id]) if late else {}
    desk = Desk(meeting, settings.base_url)
    letters = [
        letter
        for each in late[:1]
        for letter in remind_register(
            desk,
            sample[each.id],
            each.registering.until or policy.register_by(now),
            is_released=policy.is_slot_released,
        )
    ]
    return page(
        request,
        "abstracts/deciding/presenters.html",
        status=422 if wrong else 200,
        late=late,
        total=len(everybody),
        unanswered=sum(1 for each in everybody if not each.answer),
        policy=policy,
        now=now,
        days_left=days_left,
        decisions=DECISION_WORDS,
        letters=letters[:1],
        form=form or FormState.empty(),
        empty=FormState.empty(),
        wrong=wrong,
    )


handlers = [show_presenters, remind, extend, release]
