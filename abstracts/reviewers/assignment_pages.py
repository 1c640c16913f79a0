"""The committee's pages of assignments: progress, the proposal, single changes by hand."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from abstracts import queries
from abstracts.errors import UnknownAbstract
from abstracts.reviewers.assigning import FIT_WORDS
from abstracts.reviewers.assignment_actions import (
    Ask,
    apply_proposal,
    assign_by_hand,
    propose,
    take_assignment_back,
)
from abstracts.reviewers.assignment_forms import ApplyForm, AssignForm, TakeBackForm, ask_of
from abstracts.reviewers.assignment_queries import (
    PaperRow,
    assignments_of,
    bench_of,
    paper_of_code,
    papers_read_in,
    readers_of_abstract,
    sent_by_reviewer,
)
from abstracts.reviewers.candidates import candidates_for
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviewers.errors import ProposalChanged, UnknownRound
from abstracts.reviewers.naming import namings_in
from abstracts.reviewers.progress import Progress, measure
from abstracts.reviewers.reminding import to_remind
from abstracts.reviewers.reviewer_pages import PROGRAMME, host_of
from abstracts.reviewers.rounds import RoundInfo, round_of_key, rounds_of
from abstracts.reviewers.words import ASSIGNMENT_WORDS
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
ASSIGNMENTS = "/{slug:str}/committee/assignments"
ROUND = ASSIGNMENTS + "/{key:str}"
ONE = ROUND + "/abstracts/{code:str}"


async def round_at(meeting: MeetingInfo, key: str) -> RoundInfo:
    """The round of this address. Raises UnknownRound."""
    found = await round_of_key(meeting.id, key)
    if found is None:
        raise UnknownRound
    return found


def _in_hand(rounds: Sequence[RoundInfo], now: datetime) -> RoundInfo | None:
    """The round that is open, else the first."""
    return next((each for each in rounds if each.is_open(now)), rounds[0] if rounds else None)


@get(ASSIGNMENTS, opt=PROGRAMME)
async def show_progress(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    rounds = await rounds_of(meeting.id)
    asked = request.query_params.get("round", "")
    chosen = next((each for each in rounds if each.key == asked), _in_hand(rounds, now))
    return page(
        request,
        "abstracts/reviewers/progress.html",
        rounds=rounds,
        round=chosen,
        progress=await _progress(chosen, now) if chosen else None,
        hidden=await _hidden(meeting, visitor),
        topics={topic.id: topic for topic in await queries.topics(meeting.id)},
        remindable=len(await to_remind(meeting.id, now)),
        now=now,
    )


@get(ROUND + "/proposal", opt=PROGRAMME)
async def show_proposal(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Template:
    ask = ask_of(request, await round_at(meeting, key))
    return await _proposal_page(request, ask, await _hidden(meeting, visitor))


@post(ROUND + "/proposal", opt=PROGRAMME)
async def apply(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
) -> Template | Redirect:
    round_ = await round_at(meeting, key)
    form = await read_form(request, ApplyForm)
    host = host_of(meeting, visitor, settings)
    try:
        number = await apply_proposal(
            host, form.ask(round_), form.seen, now, writes=form.writes, left_out=form.leave
        )
    except ProposalChanged:
        hidden = await _hidden(meeting, visitor)
        return await _proposal_page(
            request, form.ask(round_), hidden, has_changed=True, left_out=form.leave
        )
    flash(request, "One review is assigned." if number == 1 else f"{number} reviews are assigned.")
    return redirect(f"/{meeting.slug}/committee/assignments?round={key}")


@get(ONE, opt=PROGRAMME)
async def show_readers(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    key: FromPath[str],
    code: FromPath[str],
) -> Template:
    return await _readers_page(request, meeting, visitor, key, code)


@post(ONE, opt=PROGRAMME)
async def assign_one(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    code: FromPath[str],
) -> Template | Redirect:
    round_ = await round_at(meeting, key)
    host = host_of(meeting, visitor, settings)
    await _open_paper(meeting, visitor, code)
    try:
        form = await read_form(request, AssignForm)
        with refusals(form):
            await assign_by_hand(host, round_, code, form.reviewer, now)
    except FormErrors as wrong:
        return await _readers_page(request, meeting, visitor, key, code, wrong.state)
    flash(request, "It is assigned and stands in their list; they get no letter of it.")
    return redirect(f"/{meeting.slug}/committee/assignments/{key}/abstracts/{code}")


@post(ONE + "/take-back", opt=PROGRAMME)
async def take_back(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    settings: TheSettings,
    now: Now,
    key: FromPath[str],
    code: FromPath[str],
) -> Template | Redirect:
    host = host_of(meeting, visitor, settings)
    paper = await _open_paper(meeting, visitor, code)
    try:
        form = await read_form(request, TakeBackForm)
        with refusals(form):
            await take_assignment_back(host, paper.id, form.assignment, form.reason, now)
    except FormErrors as wrong:
        return await _readers_page(request, meeting, visitor, key, code, wrong.state)
    flash(request, "It is taken back.")
    return redirect(f"/{meeting.slug}/committee/assignments/{key}/abstracts/{code}")


async def _progress(round_: RoundInfo, now: datetime) -> Progress:
    papers = await papers_read_in(round_)
    given = await assignments_of(round_.id)
    return measure(round_, papers, given, await sent_by_reviewer(round_.id), now)


async def _hidden(meeting: MeetingInfo, visitor: Visitor) -> frozenset[UUID]:
    """The abstracts of which this committee member may not know who reads them (V03)."""
    assert visitor.person is not None
    return await conflicted_abstracts(meeting.id, visitor.person)


async def _proposal_page(
    request: AnyRequest,
    ask: Ask,
    hidden: frozenset[UUID],
    *,
    has_changed: bool = False,
    left_out: Collection[str] = (),
) -> Template:
    proposed = await propose(ask)
    namings = await namings_in(ask.round)
    return page(
        request,
        "abstracts/reviewers/proposal.html",
        status=409 if has_changed else 200,
        round=ask.round,
        ask=ask,
        proposed=proposed,
        papers={row.id: row for row in proposed.bench.papers},
        fit_words=FIT_WORDS,
        hidden=hidden,
        has_changed=has_changed,
        left_out=left_out,
        namings=[each for each in namings if each.abstract not in hidden],
    )


async def _open_paper(meeting: MeetingInfo, visitor: Visitor, code: str) -> PaperRow:
    """The abstract, unless the visitor is in conflict with it. Raises UnknownAbstract."""
    row = await paper_of_code(meeting.id, code)
    if row is None or row.id in await _hidden(meeting, visitor):
        raise UnknownAbstract
    return row


async def _readers_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    key: str,
    code: str,
    form: FormState | None = None,
) -> Template:
    """Who reads an abstract; a committee member in conflict with it learns nothing (V03)."""
    round_ = await round_at(meeting, key)
    bench = await bench_of(round_)
    row = await _open_paper(meeting, visitor, code)
    is_read = any(each.id == row.id for each in bench.papers)
    return page(
        request,
        "abstracts/reviewers/readers.html",
        status=422 if form else 200,
        round=round_,
        paper=row,
        topics=bench.topics,
        readers=[each for each in await readers_of_abstract(row.id) if each.round == round_.id],
        candidates=candidates_for(bench, row) if is_read else [],
        is_read=is_read,
        words=ASSIGNMENT_WORDS,
        form=form or FormState.empty(),
    )


handlers = [show_progress, show_proposal, apply, show_readers, assign_one, take_back]
