"""A person's own registrations: ticket, calendar, balance, cancelling."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings, TheVisitor
from conference.meetings.roof import Card
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Visitor, signed_in
from conference.registration import order_queries, queries
from conference.registration.attendee.queries import things_to_do
from conference.registration.changes.queries import my_changes
from conference.registration.draft import AnyRequest, drafts_of
from conference.registration.errors import UnknownRegistration
from conference.registration.my_orders import how_to_pay, orders_of_payer
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ORDER_WORDS, REGISTRATION_WORDS
from conference.registration.ticket import (
    meeting_calendar,
    spaced,
    ticket_path,
    ticket_token,
)
from conference.registration.till import issuer_of
from conference.web import page


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """My registrations with their state, what I pay for others, and what I have begun."""
    if visitor.person is None:
        return None
    mine = await queries.registrations_of_person(visitor.person)
    paid_by_me = await orders_of_payer(visitor.person)
    orders = [each for each in paid_by_me if each.is_for_others or not each.is_for_me]
    to_pay = {each.code for each in paid_by_me}
    begun = await drafts_of(visitor.person)
    wanted = {each.meeting for each in mine} | {each.meeting for each in orders} | begun.keys()
    if not wanted:
        return None
    known = await meetings.meetings_by_ids(list(wanted))
    facts = {
        "rows": [(each, known[each.meeting], _due_of(each, to_pay)) for each in mine],
        "orders": [(each, known[each.meeting]) for each in orders],
        "begun": [(known[each], at) for each, at in begun.items() if not known[each].is_over(now)],
        "words": REGISTRATION_WORDS,
        "order_words": ORDER_WORDS,
    }
    return Card(10, "registration/_my_card.html", facts)


def _due_of(info: RegistrationInfo, to_pay: Collection[str]) -> int:
    """What is due for a place that is held; only for who pays it, and not for who passed it on."""
    return info.due if info.is_active and info.order_code in to_pay else 0


async def _mine(visitor: Visitor, code: str) -> tuple[RegistrationInfo, MeetingInfo]:
    """Another person's registration is as unknown as none at all."""
    assert visitor.person is not None
    info = await queries.registration_of_owner(visitor.person, code)
    meeting = await meetings.meeting_by_id(info.meeting) if info else None
    if info is None or meeting is None:
        raise UnknownRegistration
    return info, meeting


@get("/my/registrations/{code:str}", opt=signed_in)
async def show_my_registration(
    request: AnyRequest,
    visitor: TheVisitor,
    code: FromPath[str],
    settings: TheSettings,
    now: Now,
) -> Template:
    info, meeting = await _mine(visitor, code)
    order = await order_queries.order_by_id(info.order)
    is_payer = order.person == visitor.person
    token = ticket_token(settings.secret, info.id)
    return page(
        request,
        "registration/my_registration.html",
        info=info,
        meeting=meeting,
        words=REGISTRATION_WORDS,
        order=order,
        is_payer=is_payer,
        payer=await people.person_by_id(order.person),
        lines=[line for line in order.lines if line.registration == info.code],
        pay=await how_to_pay(order, meeting, settings, now) if is_payer else None,
        todo=await things_to_do(info),
        changes=await my_changes(info, meeting, now),
        ticket=spaced(token),
        qr=ticket_path(token),
    )


@get("/my/registrations/{code:str}/meeting.ics", opt=signed_in)
async def download_meeting_days(
    visitor: TheVisitor, code: FromPath[str], settings: TheSettings
) -> Response[bytes]:
    info, meeting = await _mine(visitor, code)
    body = meeting_calendar(meeting, issuer_of(settings), code=info.code, now=info.placed_at)
    headers = {"content-disposition": f'attachment; filename="{meeting.slug}.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


handlers = [
    show_my_registration,
    download_meeting_days,
]
