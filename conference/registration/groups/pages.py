"""Booking a group on screen: the list, the preview, the order, and how far its people are (R02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor, signed_in
from conference.registration import price_queries
from conference.registration.billing import Customer, ways_to_pay
from conference.registration.catalogue import MODE_WORDS
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.draft import AnyRequest
from conference.registration.groups import actions, queries
from conference.registration.groups.actions import Ordered
from conference.registration.groups.draft import GroupKept, Row, load_draft, save_draft
from conference.registration.groups.errors import GroupChanged, UnknownGroup
from conference.registration.groups.forms import (
    MORE_ROWS,
    SentGroup,
    group_of,
    payer_of,
    shown,
)
from conference.registration.groups.offered import as_chosen, group_categories, group_extras
from conference.registration.groups.queries import PROGRESS_WORDS, Group, group_facts
from conference.registration.groups.reading import read_group_file
from conference.registration.groups.rules import (
    Preview,
    preview_group,
)
from conference.registration.ordering import Payer
from conference.registration.rules import ORDER_WORDS, PAY_BY_WORDS, REGISTRATION_WORDS
from conference.registration.till import Till
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, redirect
from conference.web.limits import count_try

PREVIEWS_PER_HOUR = 60  # a list tells whether an address is a member's; nobody may ask for ever


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """The groups that I booked for others."""
    groups = await queries.groups_of_contact(visitor.person) if visitor.person else []
    if not groups:
        return None
    known = await meetings.meetings_by_ids(list({each.meeting for each in groups}))
    rows = [(each, known[each.meeting]) for each in groups]
    return Card(11, "registration/groups/_my_card.html", {"rows": rows})


@get("/{slug:str}/register/group", opt=signed_in)
async def show_group(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings
) -> Template:
    assert visitor.person is not None
    _, kept = await load_draft(meeting.id, visitor.person)
    return await _list_page(request, meeting, settings, kept)


async def _list_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    settings: Settings,
    kept: GroupKept,
    errors: Mapping[str, str] | None = None,
    status: int = 422,
) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    rows = kept.rows or (Row(),) * catalogue.policy.group_size
    read = [as_chosen(row, catalogue) for row in rows]
    kept = msgspec.structs.replace(kept, rows=tuple(row for row, _ in read))
    ways = ways_to_pay(settings, catalogue.policy)
    return page(
        request,
        "registration/groups/group.html",
        status=status if errors else 200,
        form=FormState(shown(kept), errors or {}),
        rows=len(kept.rows),
        unknown=[unknown for _, unknown in read],
        least=catalogue.policy.group_size,
        categories=[(each.key, each.title) for each in group_categories(catalogue)],
        modes=[(mode, MODE_WORDS[mode].capitalize()) for mode in catalogue.table.modes()],
        extras=[(each.key, each.title) for each in group_extras(catalogue)],
        ways=[(each.value, PAY_BY_WORDS[each]) for each in ways],
    )


@post("/{slug:str}/register/group", opt=signed_in)
async def save_group(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    assert visitor.person is not None
    sent = group_of(await request.form())
    kept, problem = await _extended(sent)
    await save_draft(meeting.id, visitor.person, kept, by=visitor.actor, now=now)
    if problem:
        return await _list_page(request, meeting, settings, kept, {"file": problem})
    here = f"/{meeting.slug}/register/group"
    if sent.wants in ("rows", "file"):
        return redirect(f"{here}#people")
    hour = timedelta(hours=1)
    await count_try(
        "group-preview", str(visitor.person), limit=PREVIEWS_PER_HOUR, window=hour, now=now
    )
    kept = msgspec.structs.replace(kept, rows=kept.people)
    await save_draft(meeting.id, visitor.person, kept, by=visitor.actor, now=now)
    errors, _ = await _judge(kept, meeting, settings, visitor.person, now)
    if errors:
        return await _list_page(request, meeting, settings, kept, errors)
    return redirect(f"{here}/check")


async def _extended(sent: SentGroup) -> tuple[GroupKept, str]:
    """With the rows of the file after those that were typed, or with some empty ones."""
    kept = sent.kept
    if sent.wants == "rows":
        return msgspec.structs.replace(kept, rows=(*kept.rows, *(Row(),) * MORE_ROWS)), ""
    if sent.file is None:
        return kept, "Choose a file." if sent.wants == "file" else ""
    found = read_group_file(await sent.file.read())
    if found.problem:
        return kept, found.problem
    return msgspec.structs.replace(kept, rows=(*kept.people, *found.rows)), ""


async def _judge(
    kept: GroupKept, meeting: MeetingInfo, settings: Settings, person: UUID, now: datetime
) -> tuple[dict[str, str], tuple[Payer, Preview] | None]:
    """What is wrong with the bill and the list, field by field; else who pays, and the preview."""
    facts, _ = await group_facts(kept.people, meeting, now)
    ways = ways_to_pay(settings, facts.catalogue.policy)
    errors: dict[str, str] = {}
    payer = Payer(person)
    try:
        payer = payer_of(kept, ways, person)
    except FormErrors as wrong:
        errors.update(wrong.errors)
    customer = Customer(payer.bill_country, payer.vat_number)
    preview = preview_group(kept.people, facts, customer, now)
    errors |= preview.field_errors
    if preview.faults:
        errors[""] = " ".join(preview.faults)
    return errors, None if errors else (payer, preview)


@get("/{slug:str}/register/group/check", opt=signed_in)
async def show_group_check(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    assert visitor.person is not None
    return await _check_page(request, meeting, visitor.person, settings, now)


async def _check_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    person: UUID,
    settings: Settings,
    now: datetime,
    *,
    has_changed: bool = False,
) -> Template | Redirect:
    """The preview; a list that has become unsound is shown for mending."""
    draft, kept = await load_draft(meeting.id, person)
    errors, found = await _judge(kept, meeting, settings, person, now)
    if draft is None:
        return redirect(f"/{meeting.slug}/register/group")
    if found is None:
        return await _list_page(request, meeting, settings, kept, errors, 409)
    payer, preview = found
    return page(
        request,
        "registration/groups/check.html",
        status=409 if has_changed else 200,
        has_changed=has_changed,
        draft=draft,
        kept=kept,
        payer=payer,
        way=PAY_BY_WORDS[payer.pays_by],
        preview=preview,
        currency=meeting.currency,
        lines=[line for each in preview.rows for line in each.lines],
        advice=await price_queries.payment_advice(meeting.id),
    )


@post("/{slug:str}/register/group/check", opt=signed_in)
async def place_group(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    assert visitor.person is not None
    form = await request.form()
    _, kept = await load_draft(meeting.id, visitor.person)
    payer = await _payer(kept, meeting, settings, visitor.person)
    ordered = Ordered(_uuid(form.get("draft")), kept, payer, str(form.get("agreed", "")))
    till = Till.of(meeting, settings)
    try:
        code = await actions.place_group(ordered, till=till, by=visitor.actor, now=now)
    except GroupChanged:
        return await _check_page(request, meeting, visitor.person, settings, now, has_changed=True)
    flash(request, f"Ordered. Everybody on the list gets a letter; the order is {code}.")
    return redirect(f"/my/groups/{code}")


async def _payer(kept: GroupKept, meeting: MeetingInfo, settings: Settings, person: UUID) -> Payer:
    """Of a booking that was placed a moment ago only the contact is left."""
    catalogue = (await catalogue_of(meeting)).catalogue
    try:
        return payer_of(kept, ways_to_pay(settings, catalogue.policy), person)
    except FormErrors:
        return Payer(person)


def _uuid(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)


async def _mine(visitor: Visitor, code: str) -> tuple[Group, MeetingInfo]:
    """Another contact's group is as unknown as none at all."""
    assert visitor.person is not None
    group = await queries.group_of_contact(visitor.person, code)
    meeting = await meetings.meeting_by_id(group.meeting) if group else None
    if group is None or meeting is None:
        raise UnknownGroup
    return group, meeting


@get("/my/groups/{code:str}", opt=signed_in)
async def show_my_group(
    request: AnyRequest, visitor: TheVisitor, code: FromPath[str], now: Now
) -> Template:
    group, meeting = await _mine(visitor, code)
    today = meeting.local(now).date()
    return page(
        request,
        "registration/groups/my_group.html",
        group=group,
        meeting=meeting,
        order=group.order,
        counts=group.rename_until is not None and today > group.rename_until,
        words=REGISTRATION_WORDS,
        order_words=ORDER_WORDS,
        progress_words=PROGRESS_WORDS,
        is_over=meeting.is_over(now),
    )


@post("/my/groups/{code:str}/people/{registration:str}/link", opt=signed_in)
async def send_group_link(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    registration: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Redirect:
    group, meeting = await _mine(visitor, code)
    till = Till.of(meeting, settings)
    to = await actions.send_link_again(group, registration, till=till, by=visitor.actor, now=now)
    flash(request, f"A fresh link is on its way to {to}.")
    return redirect(f"/my/groups/{group.order.code}")


handlers = [
    show_group,
    save_group,
    show_group_check,
    place_group,
    show_my_group,
    send_group_link,
]
