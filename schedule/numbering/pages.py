"""The committee's pages of numbers: plan, proposal, freeze, boards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role
from conference.web import FormErrors, FormState, flash, formats, page, read_form, redirect
from conference.web.pages import download
from conference.web.problems import Invalid, NotFound, Stale
from conference.web.refusals import refusals
from schedule.numbering import actions, view
from schedule.numbering.boards import Poster
from schedule.numbering.forms import ApplyForm, MoveForm, PlanForm
from schedule.numbering.labels import SHEETS, Label, labels_pdf
from schedule.numbering.patterns import PLACEHOLDERS
from schedule.numbering.queries import Numbering, numbering_of
from schedule.numbering.rules import Change, Plan
from schedule.sessions.pages import PROGRAMME

AnyRequest = Request[Any, Any, Any]
NUMBERS = "/{slug:str}/committee/numbers"
COMMITTEE_LINKS = [
    Link(
        "Numbers",
        "/committee/numbers",
        "Programme codes and poster boards: propose, freeze, move.",
        Role.PROGRAMME,
    )
]


@get(NUMBERS, opt=PROGRAMME)
async def show_numbers(request: AnyRequest, meeting: TheMeeting) -> Template:
    numbering = await numbering_of(meeting.id)
    return plan_page(request, numbering, FormState.of(_typed(numbering.stored.plan)))


def plan_page(
    request: AnyRequest,
    numbering: Numbering,
    form: FormState,
    plan: Plan | None = None,
    status: int = 200,
) -> Template:
    """The plan with samples from the meeting's own rows, and what there is to do."""
    return page(
        request,
        "schedule/numbering/numbers.html",
        status=status,
        numbering=numbering,
        form=form,
        placeholders=PLACEHOLDERS,
        samples=view.samples(numbering, plan or numbering.stored.plan),
        windows=view.WINDOW_OPTIONS,
        given=view.listed(numbering),
        proposed=actions.propose(numbering),
    )


def _typed(plan: Plan) -> dict[str, str]:
    return {
        "talk_pattern": plan.talk_pattern,
        "poster_pattern": plan.poster_pattern,
        "late_pattern": plan.late_pattern,
        "board_pattern": plan.board_pattern,
        "window": plan.window.value,
    }


@post(NUMBERS, opt=PROGRAMME)
async def save_plan(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Saves the plan, or only shows what its patterns would make."""
    numbering = await numbering_of(meeting.id)
    try:
        form = await read_form(request, PlanForm)
    except FormErrors as wrong:
        return plan_page(request, numbering, wrong.state, status=422)
    if form.do == "show":
        return plan_page(request, numbering, FormState.of(_typed(form.plan())), form.plan())
    await actions.save_plan(meeting=meeting.id, plan=form.plan(), by=visitor.actor, now=now)
    flash(request, "The plan is saved. Look at the proposal that it makes.")
    return redirect(f"/{meeting.slug}/committee/numbers/proposal")


@get(f"{NUMBERS}/proposal", opt=PROGRAMME)
async def show_proposal(request: AnyRequest, meeting: TheMeeting) -> Template:
    proposed = actions.propose(await numbering_of(meeting.id))
    asked = request.query_params.get("show", "")
    shown = Change(asked) if asked in set(Change) else view.first_tab(proposed)
    return page(
        request,
        "schedule/numbering/proposal.html",
        view=view.ProposalView(proposed, shown),
        tabs=view.TABS,
        frozen_at=proposed.numbering.stored.frozen_at,
    )


@post(f"{NUMBERS}/proposal", opt=PROGRAMME)
async def apply_numbers(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    """All or nothing; a proposal that has changed meanwhile is shown again."""
    here = f"/{meeting.slug}/committee/numbers"
    try:
        form = await read_form(request, ApplyForm)
        await actions.apply_numbers(meeting=meeting.id, seen=form.seen, by=visitor.actor, now=now)
    except FormErrors:
        return redirect(f"{here}/proposal")
    except Stale as told:
        flash(request, told.detail, "warn")
        return redirect(f"{here}/proposal")
    flash(request, "Codes and boards are given. Boards become public with the next release.")
    return redirect(here)


@post(f"{NUMBERS}/freeze", opt=PROGRAMME)
async def freeze_numbers(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Redirect:
    await actions.freeze_numbers(meeting=meeting.id, by=visitor.actor, now=now)
    flash(request, "The codes are frozen and public. None will change or go to another abstract.")
    return redirect(f"/{meeting.slug}/committee/numbers")


@post(f"{NUMBERS}/together/{{first:uuid}}/{{second:uuid}}", opt=PROGRAMME)
async def bring_together(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    first: FromPath[UUID],
    second: FromPath[UUID],
) -> Redirect:
    try:
        letters = await actions.bring_together(
            meeting=meeting.id, first=first, second=second, by=visitor.actor, now=now
        )
        flash(request, f"The two boards stand side by side. {_letters(letters)}")
    except Invalid as told:
        flash(request, told.detail, "bad")
    return redirect(f"/{meeting.slug}/committee/numbers")


def _letters(count: int) -> str:
    return f"{count} {'letter' if count == 1 else 'letters'} queued."


@get(f"{NUMBERS}/boards", opt=PROGRAMME)
async def show_boards(request: AnyRequest, meeting: TheMeeting) -> Template:
    numbering = await numbering_of(meeting.id)
    return page(
        request,
        "schedule/numbering/boards.html",
        posters=view.in_board_order(numbering.posters),
        windows=numbering.windows,
    )


@get(f"{NUMBERS}/boards.csv", opt=PROGRAMME)
async def boards_csv(meeting: TheMeeting) -> Response[bytes]:
    numbering = await numbering_of(meeting.id)
    words = {each.session_code: _when(each, meeting) for each in numbering.posters}
    body = view.boards_csv(numbering, words)
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-boards.csv")


def _when(poster: Poster, meeting: MeetingInfo) -> str:
    if poster.starts_at is None or poster.ends_at is None:
        return ""
    end = formats.clock(poster.ends_at, meeting.zone)
    return f"{formats.instant(poster.starts_at, meeting.zone)} until {end}"


@get(f"{NUMBERS}/labels.pdf", opt=PROGRAMME)
async def board_labels(request: AnyRequest, meeting: TheMeeting) -> Response[bytes]:
    numbering = await numbering_of(meeting.id)
    labels = [
        Label(each.board, each.code, each.title, each.presenter_name, each.session_title)
        for each in view.in_board_order(numbering.posters)
        if each.board and not each.is_gone
    ]
    sheet = SHEETS.get(request.query_params.get("size", ""), SHEETS["page"])
    body = labels_pdf(labels, meeting.title, sheet)
    return download(body, "application/pdf", f"{meeting.slug}-board-labels.pdf")


@get(f"{NUMBERS}/boards/{{poster:uuid}}", opt=PROGRAMME)
async def show_board(request: AnyRequest, meeting: TheMeeting, poster: FromPath[UUID]) -> Template:
    return await board_page(request, meeting, poster)


async def board_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    slot: UUID,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    """One poster's board, to be moved by hand. Raises NotFound."""
    numbering = await numbering_of(meeting.id)
    found = next((each for each in numbering.posters if each.slot == slot), None)
    if found is None:
        raise NotFound("The programme has no such poster.")
    return page(
        request,
        "schedule/numbering/move.html",
        status=status,
        poster=found,
        window=numbering.windows.get(slot),
        form=form or FormState.of({"board": found.board}),
    )


@post(f"{NUMBERS}/boards/{{poster:uuid}}", opt=PROGRAMME)
async def move_board(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, poster: FromPath[UUID]
) -> Template | Redirect:
    try:
        form = await read_form(request, MoveForm)
        move = actions.BoardMove(poster, form.board, form.reason, form.may_trade)
        with refusals(form):
            letters = await actions.move_board(
                meeting=meeting.id, move=move, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await board_page(request, meeting, poster, wrong.state, 422)
    flash(request, f"Board {form.board} is kept; the programme code stays. {_letters(letters)}")
    return redirect(f"/{meeting.slug}/committee/numbers/boards")


handlers = [
    show_numbers,
    save_plan,
    show_proposal,
    apply_numbers,
    freeze_numbers,
    bring_together,
    show_boards,
    boards_csv,
    board_labels,
    show_board,
    move_board,
]
