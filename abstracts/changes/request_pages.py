"""What the committee is asked: open objections of co-authors and changes to judge."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.changes.asking import settle_objection
from abstracts.changes.changing import judge_request
from abstracts.changes.forms import JudgeForm, SettleForm
from abstracts.changes.objections import objections_of
from abstracts.changes.reading import hand_of
from abstracts.changes.requests import judged_requests, open_requests
from abstracts.deciding.policy import policy_of
from abstracts.errors import NotPossible
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
PROGRAMME = roles(Role.PROGRAMME)
PATH = "/{slug:str}/committee/requests"


@get(PATH, opt=PROGRAMME)
async def show_requests(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _page(request, meeting)


@post(PATH + "/{wanted:uuid}", opt=PROGRAMME)
async def judge(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    wanted: FromPath[UUID],
) -> Template | Redirect:
    hand, is_granted = hand_of(meeting, visitor, settings), False
    try:
        form = await read_form(request, JudgeForm)
        is_granted = form.do == "grant"
        asked = await judge_request(hand, wanted, form.answer, now, is_granted=is_granted)
    except (FormErrors, Invalid, NotPossible) as wrong:
        return await _page(request, meeting, wanted, wrong)
    word = "granted" if is_granted else "refused"
    flash(request, f"The change of {asked.code} is {word}; the authors have a letter.")
    return redirect(f"/{meeting.slug}/committee/requests")


@post(PATH + "/objections/{objection:uuid}", opt=PROGRAMME)
async def settle(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    objection: FromPath[UUID],
) -> Template | Redirect:
    try:
        form = await read_form(request, SettleForm)
        name = await settle_objection(
            hand_of(meeting, visitor, settings), objection, form.answer, now
        )
    except FormErrors as wrong:
        return await _page(request, meeting, objection, wrong)
    flash(request, f"The objection is settled; {name} has a letter.")
    return redirect(f"/{meeting.slug}/committee/requests")


async def _page(
    request: AnyRequest,
    meeting: MeetingInfo,
    id: UUID | None = None,
    wrong: FormErrors | Invalid | NotPossible | None = None,
) -> Template:
    """`id` is of the one that was refused, with what was typed and why."""
    policy = await policy_of(meeting.id)
    return page(
        request,
        "abstracts/changes/requests.html",
        status=422 if wrong else 200,
        objections=await objections_of(meeting.id),
        requests=await open_requests(meeting.id),
        judged=await judged_requests(meeting.id),
        form=_state(wrong),
        blank=FormState.empty(),
        refused=id,
        frozen_at=policy.frozen_at,
    )


def _state(wrong: FormErrors | Invalid | NotPossible | None) -> FormState:
    if isinstance(wrong, FormErrors):
        return wrong.state
    if isinstance(wrong, Invalid):
        return FormState({}, {"answer": " ".join(wrong.errors.values()) or wrong.detail})
    return FormState({}, {"answer": wrong.detail} if wrong else {})


handlers = [show_requests, judge, settle]
