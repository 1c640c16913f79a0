"""Payments to match: one bank entry given to an order by hand, set aside, or taken back."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.orm.money import format_money
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.bank import actions, allocating, queries
from conference.registration.bank.errors import EntryTaken
from conference.registration.bank.forms import AssignForm, ReasonForm
from conference.registration.bank.queries import EntryInfo
from conference.registration.bank.rules import ENTRY_WORDS
from conference.registration.bank.view import EntryView, entry_view, groups_of
from conference.registration.buy_pages import issuer_of
from conference.registration.draft import AnyRequest
from conference.registration.till import Till
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

MONEY = roles(Role.OFFICE, Role.TREASURER)
BANK = "/{slug:str}/office/bank"
ENTRY = f"{BANK}/entries/{{entry:uuid}}"


@get(f"{BANK}/open", opt=MONEY)
async def show_open(request: AnyRequest, meeting: TheMeeting) -> Template:
    entries = await queries.open_entries(meeting.id)
    proposals = await actions.proposals_for(meeting, entries)
    return page(
        request,
        "registration/bank/open.html",
        groups=groups_of(entries, proposals),
        total=sum(each.rest for each in entries if each.currency == meeting.currency),
        count=len(entries),
    )


@get(ENTRY, opt=MONEY)
async def show_entry(request: AnyRequest, meeting: TheMeeting, entry: FromPath[UUID]) -> Template:
    return await _entry_page(request, meeting, entry)


async def _entry_page(
    request: AnyRequest, meeting: MeetingInfo, entry: UUID, **wrong: FormState
) -> Template:
    """`wrong` holds the form that was refused: "assigning", "aside" or "undoing"."""
    info = await queries.entry_of(meeting.id, entry)
    text = clean(request.query_params.get("q", ""))[:100]
    view = await entry_view(meeting, info, text)
    return page(
        request,
        "registration/bank/entry.html",
        status=422 if wrong else 200,
        entry=info,
        view=view,
        text=text,
        words=ENTRY_WORDS,
        form=next(iter(wrong.values()), FormState.empty()),
        assigning=wrong.get("assigning") or _fresh(request, info, view),
        aside=wrong.get("aside") or FormState.empty(),
        undoing=wrong.get("undoing") or FormState.empty(),
    )


def _fresh(request: AnyRequest, info: EntryInfo, view: EntryView) -> FormState:
    """All that is left goes to the order that was chosen, or to the only one that it may be."""
    shown = format_money(info.rest, info.currency).removesuffix(f" {info.currency}")
    candidates = view.proposal.candidates if view.proposal else ()
    only = candidates[0] if len(candidates) == 1 else ""
    code = clean(request.query_params.get("code", only))[:40]
    return FormState.of({"code": code, "amount": shown, "place": len(info.allocations)})


@post(f"{ENTRY}/assign", opt=MONEY)
async def assign_entry(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, entry: FromPath[UUID],
    now: Now, settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    info = await queries.entry_of(meeting.id, entry)
    try:
        form = await read_form(request, AssignForm)
        with refusals(form):
            part = form.as_part(info.currency)
            info = await allocating.assign_by_hand(
                entry, part, place=form.place, till=Till(meeting, issuer_of(settings)),
                by=visitor.actor, now=now,
            )  # fmt: skip
    except FormErrors as wrong:
        return await _entry_page(request, meeting, entry, assigning=wrong.state)
    except EntryTaken as told:
        flash(request, told.detail or TAKEN, "warn")
    else:
        flash(request, _assigned(part.amount, info))
    return redirect(f"/{meeting.slug}/office/bank/entries/{entry}")


TAKEN = "Somebody decided about this entry meanwhile; nothing was booked."


def _assigned(amount: int, info: EntryInfo) -> str:
    text = f"{format_money(amount, info.currency)} booked."
    left = format_money(info.rest, info.currency)
    return f"{text} {left} of the transfer is left." if info.rest else text


@post(f"{ENTRY}/set-aside", opt=MONEY)
async def set_aside(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, entry: FromPath[UUID], now: Now
) -> Template | Redirect:
    try:
        form = await read_form(request, ReasonForm)
        await actions.set_aside(meeting.id, entry, reason=form.reason, by=visitor.actor, now=now)
    except FormErrors as wrong:
        return await _entry_page(request, meeting, entry, aside=wrong.state)
    except EntryTaken as told:
        flash(request, told.detail or TAKEN, "warn")
    else:
        flash(request, "Set aside. It stays in its statement.")
    return redirect(f"/{meeting.slug}/office/bank/open")


@post(f"{ENTRY}/take-up", opt=MONEY)
async def take_up(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, entry: FromPath[UUID], now: Now
) -> Redirect:
    try:
        await actions.take_up_again(meeting.id, entry, by=visitor.actor, now=now)
    except EntryTaken as told:
        flash(request, told.detail or TAKEN, "warn")
    return redirect(f"/{meeting.slug}/office/bank/entries/{entry}")


@post(f"{BANK}/allocations/{{allocation:uuid}}/undo", opt=MONEY)
async def undo_match(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, allocation: FromPath[UUID],
    now: Now, settings: TheSettings,
) -> Template | Redirect:  # fmt: skip
    info = await queries.entry_of_allocation(meeting.id, allocation)
    try:
        form = await read_form(request, ReasonForm)
        await allocating.undo_allocation(
            allocation, reason=form.reason, till=Till(meeting, issuer_of(settings)),
            by=visitor.actor, now=now,
        )  # fmt: skip
    except FormErrors as wrong:
        shown = FormState({**wrong.values, "allocation": str(allocation)}, wrong.errors)
        return await _entry_page(request, meeting, info.id, undoing=shown)
    except EntryTaken as told:
        flash(request, told.detail or TAKEN, "warn")
    else:
        flash(request, "Taken back. The order is due again, and its owner has been told.")
    return redirect(f"/{meeting.slug}/office/bank/entries/{info.id}")


handlers = [show_open, show_entry, assign_entry, set_aside, take_up, undo_match]
