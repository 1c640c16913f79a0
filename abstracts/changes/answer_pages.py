"""The presenter's answer: what was decided, duties and days, accept or decline (V08)."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.actions import Desk
from abstracts.changes.errors import NotYours
from abstracts.changes.forms import AnswerForm
from abstracts.changes.invitations import invitation_to_present
from abstracts.changes.reading import Hand, abstract_at_hand, hand_of, standing_of
from abstracts.deciding.answering import answer_invitation
from abstracts.queries import AbstractDetail
from abstracts.vocabulary import DECISION_WORDS, Answer
from abstracts.words import state_words
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import signed_in
from conference.web import FormErrors, FormState, flash, page, read_form, redirect

AnyRequest = Request[Any, Any, Any]
PATH = "/{slug:str}/abstracts/{code:str}/answer"


@get(PATH, opt=signed_in)
async def show_invitation_to_present(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template:
    hand = hand_of(meeting, visitor, settings)
    return await _page(request, hand, await abstract_at_hand(hand, code), now)


@post(PATH, opt=signed_in)
async def answer(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template | Redirect:
    hand = hand_of(meeting, visitor, settings)
    abstract = await abstract_at_hand(hand, code)
    if not standing_of(abstract, hand).may_answer:
        raise NotYours("The presenting author answers, or the submitter for them.")
    try:
        form = await read_form(request, AnswerForm)
    except FormErrors as wrong:
        return await _page(request, hand, abstract, now, wrong.state)
    if form.answer is Answer.DECLINED and not form.is_sure:
        return await _page(request, hand, abstract, now, FormState.of(form), is_confirming=True)
    desk = Desk(meeting, hand.person, hand.by, hand.base_url)
    await answer_invitation(desk, code, form.answer, now, reason=form.reason)
    flash(request, _said(form.answer))
    return redirect(f"/{meeting.slug}/abstracts/{code}/answer")


def _said(given: Answer) -> str:
    if given is Answer.ACCEPTED:
        return "Thank you: the committee counts on you."
    return "You have declined. The committee gives the place to somebody else."


async def _page(
    request: AnyRequest,
    hand: Hand,
    abstract: AbstractDetail,
    now: datetime,
    form: FormState | None = None,
    *,
    is_confirming: bool = False,
) -> Template:
    invitation = await invitation_to_present(hand.meeting.id, abstract)
    decision = abstract.decision or invitation.left_as
    return page(
        request,
        "abstracts/changes/answer.html",
        status=422 if form and form.errors else 200,
        abstract=abstract,
        invitation=invitation,
        decision=DECISION_WORDS[decision] if decision else "",
        state=state_words(abstract.state, abstract.decision),
        is_mine=standing_of(abstract, hand).may_answer,
        is_late=invitation.is_late(now),
        is_confirming=is_confirming,
        form=form or FormState.empty(),
    )


handlers = [show_invitation_to_present, answer]
