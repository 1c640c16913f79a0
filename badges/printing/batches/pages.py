"""Printing many badges: choose, look at the report, queue, watch, download, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.layouts.queries import layouts_of
from badges.printing.batches import actions
from badges.printing.batches.choice import Choice, faults_of, is_same_choice
from badges.printing.batches.forms import SHOW, BatchForm, choice_of
from badges.printing.batches.queries import (
    BatchInfo,
    Proposal,
    batch_of,
    batches_of,
    file_of,
    proposal_of,
)
from badges.printing.batches.words import (
    OPTIONS,
    badges_words,
    batch_facts,
    batch_title,
    paper_line,
)
from badges.printing.errors import NoSuchBatch
from badges.printing.files import faces_for, file_response, pdf_response
from badges.printing.rules import REPRINT_REASONS, PrintReason
from badges.stock.queries import stock_named, stocks_of
from badges.stock.stock import Stock
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import Invalid, NotFound
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
BATCHES = "/{slug:str}/desk/badges"
ONE = f"{BATCHES}/batches/{{batch:uuid}}"
REASONS = [
    (reason.value, text)
    for reason, text in REPRINT_REASONS.items()
    if reason is not PrintReason.LOST
]


def _address(meeting: MeetingInfo, batch: UUID | None = None) -> str:
    return f"/{meeting.slug}/desk/badges" + (f"/batches/{batch}" if batch else "")


@get(BATCHES, opt=roles(Role.DESK))
async def show_badges(request: AnyRequest, meeting: TheMeeting) -> Template:
    stocks = await stocks_of(meeting.id)
    choice = choice_of(request.query_params, stocks)
    form = FormState(choice.values, faults_of(choice, stocks[choice.stock]))
    return await _show(request, meeting, choice, form, is_wrong=bool(form.errors))


async def _show(
    request: AnyRequest, meeting: MeetingInfo, choice: Choice, form: FormState, *,
    is_wrong: bool = False,
) -> Template:  # fmt: skip
    """The page, or what htmx swaps of it; where the choice `is_wrong`, nothing is proposed."""
    stocks = await stocks_of(meeting.id)
    own = [each for each in await layouts_of(meeting.id) if not each.is_retired]
    proposal = await proposal_of(meeting, Choice() if is_wrong else choice)
    is_part = request.headers.get("hx-request") == "true"
    return page(
        request,
        "badges/_printing_swap.html" if is_part else "badges/printing_choose.html",
        status=422 if form.errors else 200,
        proposal=None if is_wrong else proposal,
        title=batch_title(choice, dict(proposal.categories)),
        paper=paper_line(choice, proposal.stock),
        categories=proposal.categories,
        choice=choice,
        form=form,
        is_part=is_part,
        has_more=not choice.is_plain or bool(form.errors),
        options=OPTIONS,
        stocks=[(stock.key, stock.title) for stock in stocks.values()],
        layouts=[(each.key, each.title) for each in own],
        reasons=REASONS,
        batches=await _made_of(meeting, stocks),
    )


async def _made_of(
    meeting: MeetingInfo, stocks: Mapping[str, Stock]
) -> list[tuple[BatchInfo, str]]:
    """The newest batches, each with what it is printed on."""
    made = await batches_of(meeting.id)
    return [
        (each, paper_line(each.choice, stocks[each.stock]) if each.stock in stocks else each.stock)
        for each in made
    ]


@post(BATCHES, opt=roles(Role.DESK))
async def queue_batch(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Shows the choice that was sent, or queues it if it is what the page showed."""
    try:
        form = await _read_choice(request, await stocks_of(meeting.id))
    except FormErrors as wrong:
        return await _show(request, meeting, Choice(), wrong.state, is_wrong=True)
    if form.do == SHOW:
        return await _look(request, meeting, form)
    try:
        with refusals(form):
            proposal = await proposal_of(meeting, form.choice)
            _refuse_surprise(proposal, form.seen)
            batch = await actions.queue_batch(
                proposal, form.reason, meeting=meeting, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await _show(request, meeting, form.choice, wrong.state)
    return redirect(_address(meeting, batch))


async def _read_choice(request: AnyRequest, stocks: Mapping[str, Stock]) -> BatchForm:
    """Raises FormErrors for a choice that no batch can be of."""
    form = await read_form(request, BatchForm)
    with refusals(form):
        if form.stock not in stocks:
            raise FormErrors({}, {"stock": "Choose one from the list."})
        if faults := faults_of(form.choice, stocks[form.stock]):
            raise FormErrors({}, faults)
    return form


async def _look(request: AnyRequest, meeting: MeetingInfo, form: BatchForm) -> Template | Redirect:
    """What a choice would print: htmx swaps it into the page, a browser alone goes there."""
    if request.headers.get("hx-request") == "true":
        return await _show(request, meeting, form.choice, FormState.of(form))
    query = form.choice.query
    return redirect(_address(meeting) + (f"?{query}" if query else ""))


def _refuse_surprise(proposal: Proposal, seen: str) -> None:
    """What is printed is what the page showed; what it shows now can be printed by a second press.

    Raises FormErrors.
    """
    if not proposal.infos:
        raise FormErrors({}, {"": "There is no badge to print."})
    if seen == proposal.mark:
        return
    found = badges_words(len(proposal.infos), proposal.stock)
    if is_same_choice(seen, proposal.mark):
        sentence = f"The list changed while you looked: it is {found} now. Look, and press again."
    else:
        sentence = f"This is another choice than was shown: {found}. Look, and press again."
    raise FormErrors({}, {"": sentence})


@get(f"{BATCHES}.pdf", opt=roles(Role.DESK))
async def preview(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Response[bytes]:
    """What a choice would print. Looking at it records nothing."""
    stocks = await stocks_of(meeting.id)
    choice = choice_of(request.query_params, stocks)
    if faults := faults_of(choice, stocks[choice.stock]):
        raise Invalid(" ".join(faults.values()), errors=faults)
    found = await proposal_of(meeting, choice)
    if not found.infos:
        raise NotFound("There is no badge to print: choose another category or other letters.")
    on = replace(found.sheets, paper=choice.on(found.sheets.paper))
    faces = await faces_for(
        on.layout, meeting, found.infos, secret=settings.secret, by=visitor.actor, now=now
    )
    return await pdf_response(faces, on, f"badges-{meeting.slug}-{choice.stock}.pdf")


async def _batch(meeting: MeetingInfo, batch: UUID) -> BatchInfo:
    found = await batch_of(meeting.id, batch)
    if found is None:
        raise NoSuchBatch
    return found


@get(ONE, opt=roles(Role.DESK))
async def show_batch(request: AnyRequest, meeting: TheMeeting, batch: FromPath[UUID]) -> Template:
    """How far a batch is; htmx asks for the middle of it every second."""
    found = await _batch(meeting, batch)
    if request.headers.get("hx-request") == "true":
        return page(request, "badges/_printing_progress.html", batch=found)
    stock, layout = await stock_named(meeting.id, found.stock), found.choice.layout
    own = {each.key: each.title for each in await layouts_of(meeting.id)} if layout else {}
    facts = batch_facts(found.choice, stock, found.total, own.get(layout, layout))
    return page(request, "badges/printing_batch.html", batch=found, facts=facts)


@get(f"{ONE}/badges.pdf", opt=roles(Role.DESK))
async def batch_file(meeting: TheMeeting, batch: FromPath[UUID]) -> Response[bytes]:
    """The file as it was made, as often as the printer needs it."""
    found = await _batch(meeting, batch)
    body = await file_of(found.id)
    if body is None:
        raise NotFound("This batch has no file: it is not made yet, or the file was deleted.")
    return file_response(body, f"badges-{meeting.slug}-{found.stock}.pdf")


@post(f"{ONE}/cancel", opt=roles(Role.DESK))
async def cancel_batch(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, batch: FromPath[UUID], now: Now
) -> Redirect:
    found = await _batch(meeting, batch)
    await actions.cancel_batch(found, by=visitor.actor, now=now)
    flash(request, "The batch is cancelled. None of its badges is recorded as printed.")
    return redirect(_address(meeting, batch))


@post(f"{ONE}/again", opt=roles(Role.DESK))
async def retry_batch(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, batch: FromPath[UUID], now: Now
) -> Redirect:
    found = await _batch(meeting, batch)
    await actions.retry_batch(found, by=visitor.actor, now=now)
    return redirect(_address(meeting, batch))


@post(f"{ONE}/delete", opt=roles(Role.DESK))
async def delete_file(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, batch: FromPath[UUID], now: Now
) -> Redirect:
    found = await _batch(meeting, batch)
    await actions.delete_file(found, by=visitor.actor, now=now)
    flash(request, "The file is deleted. Its badges stay recorded as printed.")
    return redirect(_address(meeting))


handlers = [
    show_badges,
    queue_batch,
    preview,
    show_batch,
    batch_file,
    cancel_batch,
    retry_batch,
    delete_file,
]
