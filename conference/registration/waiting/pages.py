"""The waiting list on screen: a person's place on it, and all of it for the office."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.roof import Card, Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles, signed_in
from conference.registration import queries as registrations
from conference.registration.draft import AnyRequest
from conference.registration.till import Till
from conference.registration.waiting import actions, queries
from conference.registration.waiting.errors import (
    AlreadyWaiting,
    EntryEnded,
    PlacesLeft,
    UnknownWaitingList,
)
from conference.registration.waiting.forms import WaitingReasonForm
from conference.registration.waiting.queries import Entry
from conference.settings import Settings
from conference.web import FormErrors, FormState, flash, page, read_form, redirect
from conference.web.refusals import refusals

OFFICE = roles(Role.OFFICE)
OFFICE_LINKS = [
    Link(
        "Waiting list",
        "/office/waiting-list",
        "Who waits for places, and who is offered one.",
        Role.OFFICE,
    )
]
CHORES = [actions.miss_ended_offers, actions.offer_waiting_places]


def _path(meeting: MeetingInfo, key: str) -> str:
    return f"/{meeting.slug}/register/waiting/{key}"


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """The lists that I am on, and the places that are held for me."""
    if visitor.person is None:
        return None
    entries = await queries.entries_of_person(visitor.person)
    if not entries:
        return None
    pools = await queries.pools_of_ids({each.pool for each in entries})
    known = await meetings.meetings_by_ids(list({each.meeting for each in entries}))
    rows = [(each, pools[each.pool], known[each.meeting]) for each in entries]
    return Card(8, "registration/waiting/_my_card.html", {"rows": rows})


@get("/{slug:str}/register/waiting/{key:str}", opt=signed_in)
async def show_waiting(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, key: FromPath[str]
) -> Template:
    pool = await queries.pool_named(meeting.id, key)
    if pool is None or visitor.person is None:
        raise UnknownWaitingList
    entry = await queries.entry_of(pool.id, visitor.person)
    return page(
        request,
        "registration/waiting/waiting.html",
        pool=pool,
        entry=entry,
        held=await registrations.active_registration(meeting.id, visitor.person),
        position=await queries.position_of(entry) if entry else 0,
        waiting=await queries.count_waiting(pool.id),
    )


@post("/{slug:str}/register/waiting/{key:str}", opt=signed_in)
async def join_waiting_list(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    key: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Redirect:
    assert visitor.person is not None
    till = Till.of(meeting, settings)
    try:
        await actions.join_waiting_list(key, visitor.person, till=till, by=visitor.actor, now=now)
    except AlreadyWaiting:
        flash(request, "You are on the list already.", "warn")
    except PlacesLeft as refused:
        flash(request, refused.detail)
    return redirect(_path(meeting, key))


@post("/{slug:str}/register/waiting/{key:str}/leave", opt=signed_in)
async def leave_waiting_list(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    key: FromPath[str],
    now: Now,
    settings: TheSettings,
) -> Redirect:
    pool = await queries.pool_named(meeting.id, key)
    if pool is None or visitor.person is None:
        raise UnknownWaitingList
    entry = await queries.entry_of(pool.id, visitor.person)
    if entry is not None:
        await _leave(request, entry, visitor, Till.of(meeting, settings), now)
    return redirect(_path(meeting, key))


async def _leave(
    request: AnyRequest, entry: Entry, visitor: Visitor, till: Till, now: datetime
) -> None:
    try:
        await actions.leave_waiting_list(entry, till=till, by=visitor.actor, now=now)
    except EntryEnded:
        flash(request, "This was decided meanwhile; look at what holds now.", "warn")
    else:
        flash(request, "You are no longer on the list.")


@get("/{slug:str}/office/waiting-list", opt=OFFICE)
async def show_waiting_lists(request: AnyRequest, meeting: TheMeeting) -> Template:
    return await _office_page(request, meeting)


async def _office_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    entry: UUID | None = None,
    form: FormState | None = None,
) -> Template:
    """`entry` is the one whose form was refused."""
    return page(
        request,
        "registration/waiting/waiting_lists.html",
        status=422 if form else 200,
        lists=await queries.waiting_lists(meeting.id),
        wrong=entry,
        form=form or FormState.empty(),
    )


@post("/{slug:str}/office/waiting-list/{entry:uuid}/offer", opt=OFFICE)
async def offer_out_of_order(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    entry: FromPath[UUID],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    return await _decide(request, meeting, visitor, entry, now, settings, offers=True)


@post("/{slug:str}/office/waiting-list/{entry:uuid}/remove", opt=OFFICE)
async def remove_from_waiting_list(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    entry: FromPath[UUID],
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    return await _decide(request, meeting, visitor, entry, now, settings, offers=False)


async def _decide(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    entry: UUID,
    now: datetime,
    settings: Settings,
    *,
    offers: bool,
) -> Template | Redirect:
    decide = actions.offer_out_of_order if offers else actions.remove_from_waiting_list
    till = Till.of(meeting, settings)
    try:
        form = await read_form(request, WaitingReasonForm)
        with refusals(form):
            await decide(entry, till=till, by=visitor.actor, now=now, reason=form.reason)
    except FormErrors as wrong:
        return await _office_page(request, meeting, entry, wrong.state)
    except EntryEnded as ended:
        flash(request, ended.detail, "warn")
    else:
        flash(request, "The place is offered." if offers else "Taken off the list.")
    return redirect(f"/{meeting.slug}/office/waiting-list")


handlers = [
    show_waiting,
    join_waiting_list,
    leave_waiting_list,
    show_waiting_lists,
    offer_out_of_order,
    remove_from_waiting_list,
]
