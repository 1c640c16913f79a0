"""The committee's pages of reviewers: the list, invitations, one reviewer with their conflicts."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import queries
from abstracts.reviewers import conflict_actions, inviting
from abstracts.reviewers.assignment_queries import assignments_for
from abstracts.reviewers.conflict_queries import conflicted_abstracts, conflicts_of, titles_of
from abstracts.reviewers.inviting import Host
from abstracts.reviewers.reviewer_forms import CodeForm, ConflictForm, InviteForm, ReasonForm
from abstracts.reviewers.reviewer_queries import chairs_of, reviewer_by_id, reviewers_of
from abstracts.reviewers.rounds import rounds_of
from abstracts.reviewers.words import ASSIGNMENT_WORDS, CONFLICT_WORDS, REVIEWER_WORDS
from abstracts.vocabulary import ReviewerState
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
REVIEWERS = "/{slug:str}/committee/reviewers"
ONE = REVIEWERS + "/{reviewer:uuid}"
PROGRAMME = roles(Role.PROGRAMME)


def host_of(meeting: MeetingInfo, visitor: Visitor, settings: Settings) -> Host:
    """For whom the committee member acts."""
    return Host(meeting, visitor.actor, settings.base_url)


@get(REVIEWERS, opt=PROGRAMME)
async def show_reviewers(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _reviewers_page(request, meeting, FormState.empty())


@post(REVIEWERS, opt=PROGRAMME)
async def invite_reviewers(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Template | Redirect:
    try:
        form = await read_form(request, InviteForm)
        with refusals(form):
            invitees = form.invitees()
    except FormErrors as wrong:
        return await _reviewers_page(request, meeting, wrong.state, 422)
    host = host_of(meeting, visitor, settings)
    counts = await inviting.invite(host, invitees, form.message, now)
    before = counts.get(ReviewerState.ACCEPTED, 0)
    said = f" {before} had accepted before." if before else ""
    flash(request, f"Invited: {counts.get(ReviewerState.INVITED, 0)}.{said}")
    return redirect(f"/{meeting.slug}/committee/reviewers")


@post(REVIEWERS + "/chairs", opt=PROGRAMME)
async def enrol_chairs(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
) -> Redirect:
    number = await inviting.enrol_chairs(host_of(meeting, visitor, settings), now)
    flash(request, f"{number} topic chairs are reviewers now, as experts of their topics.")
    return redirect(f"/{meeting.slug}/committee/reviewers")


@get(ONE, opt=PROGRAMME)
async def show_reviewer(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, reviewer: FromPath[UUID]
) -> Template:
    return await _reviewer_page(request, meeting, visitor, reviewer)


@post(ONE + "/invite", opt=PROGRAMME)
async def invite_again(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    reviewer: FromPath[UUID],
) -> Redirect:
    await inviting.invite_again(host_of(meeting, visitor, settings), reviewer, now)
    flash(request, "A new invitation is on its way; the old link is void.")
    return redirect(f"/{meeting.slug}/committee/reviewers/{reviewer}")


@post(ONE + "/remove", opt=PROGRAMME)
async def remove_reviewer(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    reviewer: FromPath[UUID],
) -> Template | Redirect:
    try:
        form = await read_form(request, ReasonForm)
    except FormErrors as wrong:
        return await _reviewer_page(request, meeting, visitor, reviewer, "remove", wrong.state)
    host = host_of(meeting, visitor, settings)
    freed = await inviting.remove_reviewer(host, reviewer, form.reason, now)
    flash(request, f"Removed. {freed} abstracts are free again; reviews that were sent stay.")
    return redirect(f"/{meeting.slug}/committee/reviewers")


@post(ONE + "/conflicts", opt=PROGRAMME)
async def add_conflict(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    reviewer: FromPath[UUID],
) -> Template | Redirect:
    try:
        form = await read_form(request, ConflictForm)
        with refusals(form):
            await conflict_actions.add_conflict(
                meeting=meeting.id,
                reviewer=reviewer,
                code=form.code,
                reason=form.reason,
                by=visitor.actor,
                now=now,
            )
    except FormErrors as wrong:
        return await _reviewer_page(request, meeting, visitor, reviewer, "conflict", wrong.state)
    flash(request, f"{form.code.upper()} is a conflict now.")
    return redirect(f"/{meeting.slug}/committee/reviewers/{reviewer}")


@post(ONE + "/waive", opt=PROGRAMME)
async def waive_conflict(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    reviewer: FromPath[UUID],
) -> Template | Redirect:
    try:
        form = await read_form(request, ConflictForm)
        with refusals(form):
            await conflict_actions.waive_conflict(
                meeting=meeting.id,
                reviewer=reviewer,
                code=form.code,
                reason=form.reason,
                by=visitor.actor,
                now=now,
            )
    except FormErrors as wrong:
        which = "waive-" + str(wrong.values.get("code", ""))
        return await _reviewer_page(request, meeting, visitor, reviewer, which, wrong.state)
    flash(request, f"The conflict with {form.code} is waived.")
    return redirect(f"/{meeting.slug}/committee/reviewers/{reviewer}")


@post(ONE + "/restore", opt=PROGRAMME)
async def restore_conflict(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    reviewer: FromPath[UUID],
) -> Template | Redirect:
    try:
        form = await read_form(request, CodeForm)
        with refusals(form):
            await conflict_actions.restore_conflict(
                meeting=meeting.id, reviewer=reviewer, code=form.code, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await _reviewer_page(request, meeting, visitor, reviewer, "conflict", wrong.state)
    flash(request, f"The conflict with {form.code} holds again.")
    return redirect(f"/{meeting.slug}/committee/reviewers/{reviewer}")


async def _reviewers_page(
    request: AnyRequest, meeting: MeetingInfo, form: FormState, status: int = 200
) -> Template:
    reviewers = await reviewers_of(meeting.id)
    known = {row.person for row in reviewers}
    return page(
        request,
        "abstracts/reviewers/reviewers.html",
        status=status,
        reviewers=reviewers,
        topics={topic.id: topic for topic in await queries.topics(meeting.id)},
        chairs_outside=len(await chairs_of(meeting.id) - known),
        words=REVIEWER_WORDS,
        form=form,
    )


async def _reviewer_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    reviewer: UUID,
    wrong: str = "",
    form: FormState | None = None,
) -> Template:
    """`wrong` names the form that was refused; what concerns the visitor is left out (V03)."""
    assert visitor.person is not None
    row = await reviewer_by_id(meeting.id, reviewer)
    hidden = await conflicted_abstracts(meeting.id, visitor.person)
    conflicts = [each for each in await conflicts_of(meeting.id) if each.reviewer == reviewer]
    return page(
        request,
        "abstracts/reviewers/reviewer.html",
        status=422 if form else 200,
        reviewer=row,
        conflicts=conflicts,
        papers=await titles_of(meeting.id),
        assignments=[
            each
            for each in await assignments_for(meeting.id, reviewer)
            if each.abstract not in hidden
        ],
        rounds={each.id: each for each in await rounds_of(meeting.id)},
        topics={topic.id: topic for topic in await queries.topics(meeting.id)},
        words=REVIEWER_WORDS,
        assignment_words=ASSIGNMENT_WORDS,
        conflict_words=CONFLICT_WORDS,
        wrong=wrong,
        form=form or FormState.empty(),
        empty=FormState.empty(),
    )


handlers = [
    show_reviewers,
    invite_reviewers,
    enrol_chairs,
    show_reviewer,
    invite_again,
    remove_reviewer,
    add_conflict,
    waive_conflict,
    restore_conflict,
]
