"""What a reviewer opens: the invitation with its secret, and their own profile."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import queries
from abstracts.reviewers.errors import NotAReviewer
from abstracts.reviewers.inviting import answer_invitation, invitation_of, take_part
from abstracts.reviewers.profile_actions import save_profile
from abstracts.reviewers.reviewer_forms import (
    LEVELS,
    AnswerForm,
    ProfileForm,
    read_levels,
    values_of,
)
from abstracts.reviewers.reviewer_queries import Profile, profile_of
from abstracts.reviewers.rounds import rounds_of
from abstracts.vocabulary import ReviewerState
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, public, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
INVITATION = "/{slug:str}/reviewing/invitation/{secret:str}"
PROFILE = "/{slug:str}/reviewing/profile"


@get(INVITATION, opt=public)
async def show_invitation(
    request: AnyRequest, meeting: TheMeeting, now: Now, secret: FromPath[str]
) -> Template:
    return await _invitation_page(request, meeting, secret, now, FormState.empty())


@post(INVITATION, opt=public)
async def answer(
    request: AnyRequest, meeting: TheMeeting, secret: FromPath[str], now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, AnswerForm)
    except FormErrors as wrong:
        return await _invitation_page(request, meeting, secret, now, wrong.state, 422)
    accepts = form.answer == "accept"
    await answer_invitation(meeting, secret, accepts=accepts, words=form.words, now=now)
    if accepts:
        flash(request, "Thank you. Please tell us what you know and whom you should not judge.")
        return redirect(f"/{meeting.slug}/reviewing/profile")
    flash(request, "Thank you for telling us.")
    return redirect(f"/{meeting.slug}/reviewing/invitation/{secret}")


@get(PROFILE, opt=roles(Role.REVIEWER))
async def show_profile(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    profile = await _own_profile(meeting, visitor)
    levels = {str(topic): level for topic, level in profile.interests.items()}
    form = FormState.of({**values_of(profile), "levels": levels})
    return await _profile_page(request, meeting, form)


@post(PROFILE, opt=roles(Role.REVIEWER))
async def set_profile(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    assert visitor.person is not None
    await _own_profile(meeting, visitor)
    levels = read_levels(await request.form(), await queries.topics(meeting.id))
    try:
        form = await read_form(request, ProfileForm)
        with refusals(form):
            profile = form.as_profile(levels)
    except FormErrors as wrong:
        typed = {**wrong.values, "levels": {str(topic): level for topic, level in levels.items()}}
        state = FormState(typed, wrong.errors)
        return await _profile_page(request, meeting, state, 422)
    if visitor.may(Role.PROGRAMME):
        await take_part(meeting=meeting.id, person=visitor.person, by=visitor.actor, now=now)
    await save_profile(
        meeting=meeting.id, person=visitor.person, profile=profile, by=visitor.actor, now=now
    )
    flash(request, "Your profile is saved.")
    return redirect(f"/{meeting.slug}/reviewing/profile")


async def _own_profile(meeting: MeetingInfo, visitor: Visitor) -> Profile:
    """What the visitor said, or nothing yet for the programme committee. Raises NotAReviewer."""
    assert visitor.person is not None
    try:
        return await profile_of(meeting.id, visitor.person)
    except NotAReviewer:
        if not visitor.may(Role.PROGRAMME):
            raise
    return Profile(visitor.person, "", None, {}, "", "")


async def _invitation_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    secret: str,
    now: datetime,
    form: FormState,
    status: int = 200,
) -> Template:
    invitation = await invitation_of(meeting.id, secret)
    return page(
        request,
        "abstracts/reviewers/invitation.html",
        status=status,
        invitation=invitation,
        accepted=ReviewerState.ACCEPTED,
        declined=ReviewerState.DECLINED,
        rounds=[each for each in await rounds_of(meeting.id) if now < each.closes_at],
        form=form,
    )


async def _profile_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    return page(
        request,
        "abstracts/reviewers/profile.html",
        status=status,
        topics=await queries.topics(meeting.id),
        levels=LEVELS,
        form=form,
    )


handlers = [show_invitation, answer, show_profile, set_profile]
