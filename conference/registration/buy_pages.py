"""The price list and the terms for everybody, and the page after an order."""

from __future__ import annotations

from functools import partial

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.people.access import public, signed_in
from conference.registration import (
    behalf_pages,
    check_pages,
    my_order_pages,
    order_queries,
    queries,
    what_pages,
)
from conference.registration.attendee.queries import things_to_do
from conference.registration.catalogue import Bundle, Catalogue
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.changes.queries import terms_of
from conference.registration.documents.queries import documents_of
from conference.registration.draft import AnyRequest
from conference.registration.errors import UnknownRegistration
from conference.registration.my_orders import how_to_pay
from conference.registration.pricing import closed_sentence
from conference.registration.ticket import spaced, ticket_path, ticket_token
from conference.registration.till import issuer_of
from conference.registration.windows import Window, announced_end, announced_start
from conference.web import page

__all__ = ["handlers", "issuer_of"]


@get("/{slug:str}/register/prices", opt=public)
async def show_price_list(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    table = catalogue.table
    current = table.window_at(now)
    return page(
        request,
        "registration/price_list.html",
        table=table,
        extras=[each for each in catalogue.extras if each.is_on_sale],
        bundles=catalogue.bundles,
        is_sold=partial(_is_sold, catalogue),
        has_tax=bool(catalogue.taxes.rates),
        includes_tax=catalogue.policy.prices_include_tax,
        current=current,
        until=announced_end(current) if current else "",
        closed=closed_sentence(table, now),
        starts=announced_start,
        ends=announced_end,
    )


def _is_sold(catalogue: Catalogue, bundle: Bundle, window: Window) -> bool:
    """A bundle is to be had while each of its extras is."""
    extras = [catalogue.extra_named(key) for key in bundle.extras]
    return all(each is not None and window.key in each.amounts for each in extras)


@get("/{slug:str}/register/terms", opt=public)
async def show_terms(request: AnyRequest, meeting: TheMeeting) -> Template:
    catalogue = (await catalogue_of(meeting)).catalogue
    return page(
        request,
        "registration/terms.html",
        terms=await terms_of(meeting),
        policy=catalogue.policy,
        currency=meeting.currency,
    )


@get("/{slug:str}/register/done/{code:str}", opt=signed_in)
async def show_done(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    settings: TheSettings,
    now: Now,
) -> Template:
    assert visitor.person is not None
    info = await queries.registration_of_owner(visitor.person, code)
    if info is None or info.meeting != meeting.id:
        raise UnknownRegistration
    order = await order_queries.order_by_id(info.order)
    token = ticket_token(settings.secret, info.id)
    is_mine = order.person == visitor.person
    return page(
        request,
        "registration/done.html",
        info=info,
        order=order,
        lines=[line for line in order.lines if line.registration == info.code],
        pay=await how_to_pay(order, meeting, settings, now) if is_mine else None,
        is_payer=is_mine,
        papers=await documents_of(order.id) if is_mine else None,
        todo=await things_to_do(info),
        ticket=spaced(token),
        qr=ticket_path(token),
    )


handlers = [
    show_price_list,
    show_terms,
    show_done,
    *behalf_pages.handlers,
    *what_pages.handlers,
    *check_pages.handlers,
    *my_order_pages.handlers,
]
