"""The committee's abstracts: find, read, decide."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import actions, queries
from abstracts.actions import DecisionOutcome
from abstracts.errors import UnknownAbstract
from abstracts.forms import AcceptForm, PresenterForm, RejectForm
from abstracts.markup import body_html
from abstracts.queries import AbstractDetail, AbstractFilter
from abstracts.rules import (
    AbstractEvent,
    AbstractState,
    allowed_decisions,
    count_length,
    next_state,
)
from abstracts.vocabulary import DECISION_WORDS, PREFERENCE_WORDS, STATE_WORDS
from abstracts.words import state_words
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.pages import page_number

AnyRequest = Request[Any, Any, Any]
LIST = "/{slug:str}/committee/abstracts"
ONE = LIST + "/{code:str}"
MAX_SEARCH = 200
FILTERED = [state for state in AbstractState if state is not AbstractState.DRAFT]


@get(LIST, opt=roles(Role.PROGRAMME))
async def list_abstracts(request: AnyRequest, meeting: TheMeeting) -> Template:
    typed = {name: request.query_params.get(name, "") for name in ("q", "state", "topic")}
    wanted = _filter(typed, page_number(request))
    return page(
        request,
        "abstracts/committee.html",
        found=await queries.list_abstracts(meeting.id, wanted),
        counts=await queries.count_by_state(meeting.id),
        topics=[(each.code, each.title) for each in await queries.topics(meeting.id)],
        states=[(each.value, STATE_WORDS[each]) for each in FILTERED],
        filters=typed,
        query=urlencode(typed),
        state_words=state_words,
    )


@get(ONE, opt=roles(Role.PROGRAMME))
async def read_abstract(request: AnyRequest, meeting: TheMeeting, code: FromPath[str]) -> Template:
    abstract = await _abstract(meeting.id, code)
    return await _abstract_page(request, abstract)


@post(ONE + "/accept", opt=roles(Role.PROGRAMME))
async def accept_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Template | Redirect:
    try:
        form = await read_form(request, AcceptForm)
    except FormErrors as wrong:
        return await _abstract_page(request, await _abstract(meeting.id, code), wrong, 422)
    outcome = await actions.accept_abstract(
        meeting=meeting,
        code=code,
        decision=form.decision,
        by=visitor.actor,
        now=now,
        base_url=settings.base_url,
    )
    return _told(request, meeting, code, outcome)


@post(ONE + "/reject", opt=roles(Role.PROGRAMME))
async def reject_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    try:
        form = await read_form(request, RejectForm)
    except FormErrors as wrong:
        return await _abstract_page(request, await _abstract(meeting.id, code), wrong, 422)
    outcome = await actions.reject_abstract(
        meeting=meeting, code=code, note=form.note, by=visitor.actor, now=now
    )
    return _told(request, meeting, code, outcome)


@post(ONE + "/presenter", opt=roles(Role.PROGRAMME))
async def link_presenting_author(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template | Redirect:
    try:
        form = await read_form(request, PresenterForm)
    except FormErrors as wrong:
        return await _abstract_page(request, await _abstract(meeting.id, code), wrong, 422)
    outcome = await actions.link_presenting_author(
        meeting=meeting, code=code, email=form.email, by=visitor.actor, now=now
    )
    return _told(request, meeting, code, outcome)


def _told(
    request: AnyRequest, meeting: MeetingInfo, code: str, outcome: DecisionOutcome
) -> Redirect:
    flash(request, outcome.sentence)
    if outcome.doubt:
        flash(request, outcome.doubt, "warn")
    return redirect(f"/{meeting.slug}/committee/abstracts/{code}")


def _filter(typed: dict[str, str], number: int) -> AbstractFilter:
    """Addresses are typed too: what makes no sense in one looks for everything."""
    is_known = typed["state"] in {state.value for state in FILTERED}
    return AbstractFilter(
        AbstractState(typed["state"]) if is_known else None,
        typed["topic"],
        typed["q"][:MAX_SEARCH],
        number,
    )


async def _abstract(meeting: UUID, code: str) -> AbstractDetail:
    abstract = await queries.abstract_of_meeting(meeting, code)
    if abstract is None:
        raise UnknownAbstract
    return abstract


async def _abstract_page(
    request: AnyRequest,
    abstract: AbstractDetail,
    wrong: FormErrors | None = None,
    status: int = 200,
) -> Template:
    manuscript = abstract.manuscript
    allowed = allowed_decisions(abstract.call.kind, manuscript.preference)
    only = allowed[0].value if len(allowed) == 1 else ""
    return page(
        request,
        "abstracts/decide.html",
        status=status,
        abstract=abstract,
        body=body_html(manuscript.body),
        state=state_words(abstract.state, abstract.decision),
        count=count_length(
            abstract.call.policy, manuscript.title, manuscript.authors, manuscript.body
        ),
        preference=PREFERENCE_WORDS[manuscript.preference],
        decisions=[(each.value, DECISION_WORDS[each]) for each in allowed],
        may_accept=bool(next_state(abstract.state, AbstractEvent.ACCEPT)),
        may_reject=bool(next_state(abstract.state, AbstractEvent.REJECT)),
        versions=await queries.versions(abstract.id),
        form=wrong.state if wrong else FormState.of({"decision": abstract.decision or only}),
    )


handlers = [
    list_abstracts,
    read_abstract,
    accept_abstract,
    reject_abstract,
    link_presenting_author,
]
