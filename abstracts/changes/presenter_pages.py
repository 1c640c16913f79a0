"""Naming another presenter: an author, or whoever the rules allow (A12)."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts.changes.changing import change_presenter, may_change_freely, refuse_while_open
from abstracts.changes.forms import ELSE, PresenterForm
from abstracts.changes.programme import planned_place, public_places
from abstracts.changes.reading import Hand, changeable, hand_of, standing_of
from abstracts.changes.requests import requests_of
from abstracts.changes.rules import CHANGEABLE
from abstracts.deciding.policy import policy_of
from abstracts.queries import AbstractDetail
from abstracts.vocabulary import ChangeKind, RequestState
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import signed_in
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
PATH = "/{slug:str}/abstracts/{code:str}/presenter"


@get(PATH, opt=signed_in)
async def show_presenter(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template | Redirect:
    hand = hand_of(meeting, visitor, settings)
    abstract = await changeable(hand, code)
    if abstract.may_edit(now) and abstract.submitter == hand.person:
        flash(request, "The call is still open: say here who presents.", "warn")
        return redirect(f"/{meeting.slug}/abstracts/{abstract.code}/edit#field-authors")
    refuse_while_open(abstract, hand, now)
    return await _page(request, hand, abstract, now)


@post(PATH, opt=signed_in)
async def save_presenter(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    code: FromPath[str],
) -> Template | Redirect:
    hand = hand_of(meeting, visitor, settings)
    try:
        form = await read_form(request, PresenterForm)
        with refusals(form):
            state = await change_presenter(hand, code, form.choice(), now)
    except FormErrors as wrong:
        return await _page(request, hand, await changeable(hand, code), now, wrong.state)
    flash(request, _said(state))
    return redirect(f"/{meeting.slug}/abstracts/{code}")


def _said(state: RequestState) -> str:
    if state is RequestState.GRANTED:
        return "The new presenter is named; everybody concerned has a letter."
    return "The programme committee has your request and writes to you once it is judged."


async def _page(
    request: AnyRequest,
    hand: Hand,
    abstract: AbstractDetail,
    now: datetime,
    form: FormState | None = None,
) -> Template:
    policy = await policy_of(hand.meeting.id)
    asked = [each for each in await requests_of(abstract.id) if each.kind is ChangeKind.PRESENTER]
    is_committee = standing_of(abstract, hand).is_committee
    released = await public_places(hand.meeting.id, [abstract.code])
    return page(
        request,
        "abstracts/changes/presenter.html",
        status=422 if form else 200,
        abstract=abstract,
        form=form or FormState.empty(),
        choices=_choices(abstract, may_anybody=policy.may_anybody_present),
        may_anybody=policy.may_anybody_present,
        until=policy.presenter_change_until or policy.frozen_at,
        is_free=is_committee or may_change_freely(hand.meeting, policy, now),
        is_open=abstract.state in CHANGEABLE,
        is_committee=is_committee,
        planned=await planned_place(abstract.id) if is_committee else None,
        place=released.get(abstract.code),
        requests=asked,
    )


def _choices(abstract: AbstractDetail, *, may_anybody: bool) -> list[tuple[str, str, str]]:
    """(value, name, hint): every author who does not present yet."""
    presents = abstract.presented_by is None
    found = [
        (str(place), author.name, "" if author.email else "No e-mail address in the abstract")
        for place, author in enumerate(abstract.manuscript.authors)
        if not (author.is_presenting and presents)
    ]
    return [*found, *([(ELSE, "Somebody else", "")] if may_anybody else [])]


handlers = [show_presenter, save_presenter]
