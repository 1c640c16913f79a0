"""Printing many badges: choose, look at the report, queue, watch, download, cancel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.layouts.queries import layouts_of
from badges.printing.batches import actions
from badges.printing.batches.choice import Choice, Doubtful, Here, Order, Printed, Ribboned
from badges.printing.batches.forms import BatchForm, Switch, choice_of
from badges.printing.batches.queries import (
    BatchInfo,
    Proposal,
    batch_of,
    batches_of,
    file_of,
    proposal_of,
)
from badges.printing.errors import NoSuchBatch
from badges.printing.files import faces_for, file_response, pdf_response
from badges.printing.rules import REPRINT_REASONS, PrintReason
from badges.stock.queries import stocks_of
from badges.stock.stock import Flip
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.problems import NotFound
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
BATCHES = "/{slug:str}/desk/badges"
ONE = f"{BATCHES}/batches/{{batch:uuid}}"
REASONS = [
    (reason.value, text)
    for reason, text in REPRINT_REASONS.items()
    if reason is not PrintReason.LOST
]
OPTIONS = {
    "printed": [(Printed.NEW, "Not yet printed"), (Printed.ALL, "All, also printed ones")],
    "here": [
        (Here.ALL, "Arrived or not"),
        (Here.NOT_YET, "Not arrived yet"),
        (Here.CAME, "Arrived"),
    ],
    "ribbon": [
        (Ribboned.ALL, "With and without ribbons"),
        (Ribboned.WITH, "With a ribbon"),
        (Ribboned.WITHOUT, "Without a ribbon"),
    ],
    "order": [
        (Order.NAME, "Family name"),
        (Order.CATEGORY, "Category"),
        (Order.COMPANY, "Affiliation"),
    ],
    "doubtful": [
        (Doubtful.IN_ORDER, "In their order"),
        (Doubtful.LAST, "After all others"),
        (Doubtful.NOT, "Not at all"),
    ],
    "flip": [
        (Flip.NONE, "Fronts only"),
        (Flip.LONG_EDGE, "Both sides, long edge"),
        (Flip.SHORT_EDGE, "Both sides, short edge"),
    ],
    "marks": [(Switch.ON, "With marks"), (Switch.OFF, "Without marks")],
}


def _address(meeting: MeetingInfo, batch: UUID | None = None) -> str:
    return f"/{meeting.slug}/desk/badges" + (f"/batches/{batch}" if batch else "")


@get(BATCHES, opt=roles(Role.DESK))
async def show_badges(request: AnyRequest, meeting: TheMeeting) -> Template:
    stocks = await stocks_of(meeting.id)
    return await _show(request, meeting, choice_of(request.query_params, stocks))


async def _show(
    request: AnyRequest,
    meeting: MeetingInfo,
    choice: Choice,
    form: FormState | None = None,
    status: int = 200,
) -> Template:
    stocks = await stocks_of(meeting.id)
    own = [each for each in await layouts_of(meeting.id) if not each.is_retired]
    return page(
        request,
        "badges/printing_choose.html",
        status=status,
        proposal=await proposal_of(meeting, choice),
        choice=choice,
        form=form or FormState.of(choice.values),
        has_more=not choice.is_plain or form is not None,
        options=OPTIONS,
        stocks=[(stock.key, stock.title) for stock in stocks.values()],
        layouts=[(each.key, each.title) for each in own],
        reasons=REASONS,
        batches=await batches_of(meeting.id),
    )


@post(BATCHES, opt=roles(Role.DESK))
async def queue_batch(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    """Queues what the page showed; the next page shows how far it is."""
    choice, stocks = Choice(), await stocks_of(meeting.id)
    try:
        form = await read_form(request, BatchForm)
        with refusals(form):
            if form.stock not in stocks:
                raise FormErrors({}, {"stock": "Choose one from the list."})
            choice = form.choice
            proposal = await proposal_of(meeting, choice)
            _refuse_surprise(proposal, form)
            batch = await actions.queue_batch(
                proposal, form.reason, meeting=meeting, by=visitor.actor, now=now
            )
    except FormErrors as wrong:
        return await _show(request, meeting, choice, wrong.state, 422)
    return redirect(_address(meeting, batch))


def _refuse_surprise(proposal: Proposal, form: BatchForm) -> None:
    """What is printed is what the page showed."""
    if not proposal.infos:
        raise FormErrors({}, {"": "There is no badge to print."})
    if form.expected not in (-1, len(proposal.infos)):
        sentence = f"The list changed while you looked: it has {len(proposal.infos)} badges now."
        raise FormErrors({}, {"": sentence})


@get(f"{BATCHES}.pdf", opt=roles(Role.DESK))
async def preview(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, settings: TheSettings
) -> Response[bytes]:
    """What a choice would print. Looking at it records nothing."""
    choice = choice_of(request.query_params, await stocks_of(meeting.id))
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
    is_part = request.headers.get("hx-request") == "true"
    name = "badges/_printing_progress.html" if is_part else "badges/printing_batch.html"
    return page(request, name, batch=found)


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
