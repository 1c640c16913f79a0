"""An author's own abstracts; what the module gives to the home page, to "My" and to the index."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import actions, call_pages, committee_pages, queries, writing_pages
from abstracts.errors import UnknownAbstract
from abstracts.markup import body_html
from abstracts.rules import AbstractEvent, next_state
from abstracts.words import state_words
from abstracts.writing_pages import desk_of
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Card, Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, public, signed_in
from conference.web import flash, page, redirect

AnyRequest = Request[Any, Any, Any]
HOME_ORDER = 30
MY_ORDER = 20

COMMITTEE_LINKS = [
    Link("Abstracts", "/committee/abstracts", "Read, accept and reject.", Role.PROGRAMME),
    Link(
        "Calls", "/committee/calls", "When abstracts come, how long, which topics.", Role.PROGRAMME
    ),
]


@get("/{slug:str}/abstracts", opt=public)
async def show_my_abstracts(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    mine = []
    if visitor.person:
        mine = await queries.abstracts_of_person(visitor.person, meeting.id)
    return page(
        request,
        "abstracts/mine.html",
        abstracts=mine,
        calls=await queries.calls(meeting.id),
        topics=await queries.topics(meeting.id),
        now=now,
        state_words=state_words,
    )


@get("/{slug:str}/abstracts/{code:str}", opt=signed_in)
async def show_abstract(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Template:
    assert visitor.person is not None
    abstract = await queries.abstract_for_author(meeting.id, code, visitor.person)
    if abstract is None:
        raise UnknownAbstract
    is_mine = abstract.submitter == visitor.person
    return page(
        request,
        "abstracts/show.html",
        abstract=abstract,
        body=body_html(abstract.manuscript.body),
        state=state_words(abstract.state, abstract.decision),
        may_edit=is_mine and abstract.may_edit(now),
        may_withdraw=is_mine and bool(next_state(abstract.state, AbstractEvent.WITHDRAW)),
    )


@get("/{slug:str}/abstracts/{code:str}/withdraw", opt=signed_in)
async def confirm_withdrawal(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Template:
    abstract = await writing_pages.own_abstract(meeting, visitor, code)
    return page(request, "abstracts/withdraw.html", abstract=abstract)


@post("/{slug:str}/abstracts/{code:str}/withdraw", opt=signed_in)
async def withdraw_abstract(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
    code: FromPath[str],
) -> Redirect:
    await actions.withdraw_abstract(desk_of(meeting, visitor, settings), code, now)
    flash(request, f"Abstract {code} is withdrawn.")
    return redirect(f"/{meeting.slug}/abstracts/{code}")


async def home_card(meeting: MeetingInfo, _visitor: Visitor, now: datetime) -> Card | None:
    """Which calls are open, until when; nothing once all have closed."""
    open_calls = [call for call in await queries.calls(meeting.id) if call.is_open(now)]
    if not open_calls:
        return None
    return Card(HOME_ORDER, "abstracts/_home_card.html", {"calls": open_calls, "meeting": meeting})


async def my_card(visitor: Visitor, _now: datetime) -> Card | None:
    """The visitor's abstracts at every meeting."""
    if visitor.person is None:
        return None
    mine = await queries.abstracts_of_person(visitor.person)
    if not mine:
        return None
    return Card(
        MY_ORDER, "abstracts/_my_card.html", {"abstracts": mine, "state_words": state_words}
    )


handlers = [
    show_my_abstracts,
    writing_pages.new_abstract,
    writing_pages.start_abstract,
    writing_pages.count_abstract,
    show_abstract,
    writing_pages.edit_abstract,
    writing_pages.save_abstract,
    confirm_withdrawal,
    withdraw_abstract,
    *committee_pages.handlers,
    *call_pages.handlers,
]
