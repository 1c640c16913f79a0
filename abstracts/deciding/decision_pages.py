"""The ranked table, its cut-offs and targets; propose, look at it, hold it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Redirect, Template

from abstracts.deciding.board import Board, board_of, now_decided
from abstracts.deciding.cutoff_form import LABELS, LEVELS, field_of, query_of, read_cutoffs
from abstracts.deciding.errors import SeenOtherwise
from abstracts.deciding.hand_form import caught_up, read_choices
from abstracts.deciding.history import latest_held
from abstracts.deciding.holding import Choice, hold_decisions
from abstracts.deciding.marks import marks_of
from abstracts.deciding.proposing import Proposal
from abstracts.deciding.scope import Scope, scope_of
from abstracts.vocabulary import OUTCOME_WORDS, PREFERENCE_WORDS, Outcome
from abstracts.words import state_words
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, redirect
from conference.web.problems import Invalid

AnyRequest = Request[Any, Any, Any]
DECIDERS = roles(Role.REVIEWER)  # and `scope_of` asks for the chair or a topic's chair
BOARD = "/{slug:str}/committee/decisions"


@get(BOARD, opt=DECIDERS)
async def show_decisions(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    board = await board_of(meeting.id, await scope_of(meeting.id, visitor))
    return _board_page(request, board, FormState.of(board.fitting()))


@post(BOARD, opt=DECIDERS)
async def decide_by_hand(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    scope = await scope_of(meeting.id, visitor)
    typed = {str(key): str(value) for key, value in (await request.form()).items()}
    board = await board_of(meeting.id, scope)
    try:
        choices = read_choices(typed, board.rows)
        changed = await hold_decisions(meeting, choices, scope, by=visitor.actor, now=now)
    except SeenOtherwise as late:
        return await _overtaken(request, meeting.id, scope, typed, late)
    except (FormErrors, Invalid) as wrong:
        form = FormState({**board.fitting(), **typed}, wrong.errors)
        return _board_page(request, board, form, 422)
    flash(request, f"{changed} decision{'s' * (changed != 1)} held. Nobody was told.")
    return redirect(f"/{meeting.slug}/committee/decisions?{request.url.query}".rstrip("?"))


@get(BOARD + "/counts", opt=DECIDERS)
async def count_decisions(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    board = await board_of(meeting.id, await scope_of(meeting.id, visitor))
    typed = dict(request.query_params.items())
    try:
        outcomes = _outcomes(board, board.proposal(_cutoffs(board, typed)))
    except FormErrors as wrong:
        sentence = next(iter(wrong.errors.values()))
        return page(request, "abstracts/deciding/_counts.html", sentence=sentence, counts=[])
    sentence = "With these cut-offs. Nothing is held yet."
    counts = board.counts(outcomes)
    return page(
        request,
        "abstracts/deciding/_counts.html",
        counts=counts,
        sentence=sentence,
        outcomes=OUTCOME_WORDS,
    )


@get(BOARD + "/proposal", opt=DECIDERS)
async def propose_decisions(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Template:
    board = await board_of(meeting.id, await scope_of(meeting.id, visitor))
    typed = dict(request.query_params.items())
    try:
        proposal = board.proposal(_cutoffs(board, typed))
    except FormErrors as wrong:
        return _board_page(request, board, wrong.state, 422)
    return _proposal_page(request, board, proposal, typed)


def _proposal_page(
    request: AnyRequest,
    board: Board,
    proposal: Proposal,
    typed: Mapping[str, str],
    meanwhile: Sequence[str] = (),
) -> Template:
    changes = _changes(board, proposal)
    return page(
        request,
        "abstracts/deciding/proposal.html",
        status=409 if meanwhile else 200,
        meanwhile=meanwhile,
        board=board,
        proposal=proposal,
        changes=changes,
        same=len(proposal.rows) - len(changes),
        left=[row for row in proposal.rows if row.outcome is None],
        counts=board.counts(_outcomes(board, proposal)),
        rows={row.code: row for row in board.everything},
        outcomes=OUTCOME_WORDS,
        query=query_of(typed),
        digest=_digest(board, proposal),
        sentence="As it would be.",
    )


@post(BOARD + "/proposal", opt=DECIDERS)
async def hold_proposal(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    scope = await scope_of(meeting.id, visitor)
    board = await board_of(meeting.id, scope)
    typed = dict(request.query_params.items())
    try:
        proposal = board.proposal(_cutoffs(board, typed))
        changed = await _hold(request, meeting, board, proposal, visitor.actor, now)
    except FormErrors as wrong:
        return _board_page(request, board, wrong.state, 422)
    except SeenOtherwise as late:
        board = await board_of(meeting.id, scope)
        said = [late.detail, *await latest_held(meeting.id, [row.code for row in board.shown])]
        return _proposal_page(request, board, board.proposal(_cutoffs(board, typed)), typed, said)
    flash(request, f"The proposal is held: {changed} decisions changed. Nobody was told.")
    return redirect(f"/{meeting.slug}/committee/decisions")


async def _hold(
    request: AnyRequest,
    meeting: MeetingInfo,
    board: Board,
    proposal: Proposal,
    by: Actor,
    now: datetime,
) -> int:
    if (await request.form()).get("seen") != _digest(board, proposal):
        raise SeenOtherwise
    choices = [
        Choice(each.code, each.outcome, each.reason, "", False, each.waiting_rank)
        for each in proposal.rows
        if each.outcome
    ]
    return await hold_decisions(meeting, choices, board.scope, seen=board.seen, by=by, now=now)


async def _overtaken(
    request: AnyRequest, meeting: UUID, scope: Scope, typed: dict[str, str], late: SeenOtherwise
) -> Template:
    """The form again, over the decisions as they are now: what was typed, and who did what."""
    board = await board_of(meeting, scope)
    values, errors, others = caught_up(typed, board.rows)
    form = FormState({**board.fitting(), **values}, errors)
    return _board_page(request, board, form, 409, [late.detail, *others])


def _cutoffs(board: Board, typed: Mapping[str, str]) -> Any:
    return read_cutoffs(typed, [each.code for each in board.topics])


def _outcomes(board: Board, proposal: Proposal) -> dict[str, Outcome | None]:
    return {**now_decided(board.rows), **{each.code: each.outcome for each in proposal.rows}}


def _changes(board: Board, proposal: Proposal) -> list[Any]:
    """(row, what is held now, what is proposed), where they differ or something was lost."""
    rows = {row.code: row for row in board.rows}
    return [
        (rows[each.code], rows[each.code].outcome, each)
        for each in proposal.rows
        if each.outcome and each.outcome is not rows[each.code].outcome
    ]


def _digest(board: Board, proposal: Proposal) -> str:
    """Names the proposal that was looked at, and the decisions that it starts from."""
    text = "\n".join(f"{each.code} {each.outcome}" for each in proposal.rows)
    return hashlib.sha256(f"{board.seen}\n{text}".encode()).hexdigest()[:16]


def _board_page(
    request: AnyRequest,
    board: Board,
    form: FormState,
    status: int = 200,
    meanwhile: Sequence[str] = (),
) -> Template:
    chosen = request.query_params.get("topic", "")
    shown = [row for row in board.rows if not chosen or row.topic == chosen]
    return page(
        request,
        "abstracts/deciding/board.html",
        status=status,
        board=board,
        form=form,
        meanwhile=meanwhile,
        chosen=chosen,
        groups=_groups(board, shown),
        counts=board.counts(now_decided(board.rows)),
        outcomes=OUTCOME_WORDS,
        wishes=PREFERENCE_WORDS,
        levels=[(level, LABELS[level]) for level in LEVELS],
        field_of=field_of,
        marks_of=marks_of,
        state_words=state_words,
        sentence="As held and released now.",
        is_open=any(row.held is None and not row.is_released for row in shown),
    )


def _groups(board: Board, shown: list[Any]) -> list[Any]:
    """(code, title, rows best first) by topic, in the committee's order; no topic comes last."""
    order = [(each.code, each.title) for each in board.topics] + [("", "No topic")]
    groups = [
        (code, title, [row for row in shown if row.topic == code]) for code, title in order
    ]  # fmt: skip
    return [group for group in groups if group[2]]


handlers = [
    show_decisions,
    decide_by_hand,
    count_decisions,
    propose_decisions,
    hold_proposal,
]
