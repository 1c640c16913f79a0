"""Steps 2 and 3, what and check: a price is said, agreed to, and charged once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Visitor, public, signed_in
from conference.registration import actions, order_queries, price_queries, queries
from conference.registration.actions import Wish
from conference.registration.draft import AnyRequest, drop_draft, keep_draft, read_draft
from conference.registration.errors import (
    AlreadyRegistered,
    MeetingFull,
    NotOnSale,
    QuoteExpired,
    UnknownRegistration,
)
from conference.registration.forms import ConfirmForm, WhatForm
from conference.registration.offers import offers_to
from conference.registration.order_queries import PlacedOrder, StoredQuote
from conference.registration.pricing import closed_sentence
from conference.registration.ticket import Issuer, spaced, ticket_path, ticket_token
from conference.registration.windows import announced_end, announced_start
from conference.settings import Settings
from conference.web import FormErrors, FormState, page, read_form, redirect


def issuer_of(settings: Settings) -> Issuer:
    return Issuer(settings.secret, settings.base_url, settings.host)


@get("/{slug:str}/register/prices", opt=public)
async def show_price_list(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    table = (await price_queries.price_list(meeting.id, meeting.currency)).table
    current = table.window_at(now)
    return page(
        request,
        "registration/price_list.html",
        table=table,
        current=current,
        until=announced_end(current) if current else "",
        closed=closed_sentence(table, now),
        starts=announced_start,
        ends=announced_end,
    )


@get("/{slug:str}/register/what", opt=public)
async def show_what(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    if visitor.person is None or not await _is_ready(visitor.person, meeting):
        return redirect(f"/{meeting.slug}/register")
    draft = read_draft(request, meeting.slug)
    query = request.query_params
    wish = Wish(query.get("category", draft.category), query.get("mode", draft.mode))
    return await _what_page(request, meeting, visitor, now, wish)


async def _is_ready(person: UUID, meeting: MeetingInfo) -> bool:
    """Step 1 is done, and no place is held yet."""
    info = await people.person_by_id(person)
    held = await queries.active_registration(meeting.id, person)
    return bool(info and info.affiliation and info.country) and held is None


async def _what_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    now: datetime,
    wish: Wish,
    errors: dict[str, str] | None = None,
) -> Template:
    offers = await offers_to(visitor.person, meeting, now, mode=wish.mode, category=wish.category)
    chosen = offers.chosen.category.key if offers.chosen else ""
    form = FormState({"category": chosen, "mode": offers.mode}, errors or {})
    status = 422 if errors else 200
    return page(request, "registration/what.html", status=status, form=form, offers=offers)


@post("/{slug:str}/register/what", opt=public)
async def save_what(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    if visitor.person is None:
        return redirect(f"/{meeting.slug}/register")
    try:
        form = await read_form(request, WhatForm)
        wish = Wish(form.category, form.mode)
        quote = await actions.make_quote(meeting, visitor.person, wish, by=visitor.actor, now=now)
    except FormErrors as wrong:
        typed = Wish("", str(wrong.values.get("mode", "")))
        return await _what_page(request, meeting, visitor, now, typed, dict(wrong.errors))
    except NotOnSale as refused:
        return await _what_page(request, meeting, visitor, now, wish, dict(refused.errors))
    draft = read_draft(request, meeting.slug)
    kept = msgspec.structs.replace(
        draft, category=form.category, mode=form.mode, quote=str(quote.id)
    )
    keep_draft(request, meeting.slug, kept)
    return redirect(f"/{meeting.slug}/register/check")


@get("/{slug:str}/register/check", opt=public)
async def show_check(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Redirect:
    draft = read_draft(request, meeting.slug)
    if visitor.person is None or not draft.quote:
        return redirect(f"/{meeting.slug}/register/what")
    quote = await order_queries.stored_quote(UUID(draft.quote))
    if quote is None or (quote.person, quote.meeting) != (visitor.person, meeting.id):
        return redirect(f"/{meeting.slug}/register/what")
    if placed := await order_queries.order_of_quote(quote.id):
        return _to_done(meeting, placed)
    return await _check_page(request, meeting, visitor, quote, now)


async def _check_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    quote: StoredQuote,
    now: datetime,
    form: FormState | None = None,
) -> Template:
    assert visitor.person is not None
    if now >= quote.expires_at:
        return await _price_again(request, meeting, visitor, quote, now)
    return page(
        request,
        "registration/check.html",
        status=422 if form else 200,
        form=form or FormState.of({"quote": str(quote.id)}),
        quote=quote,
        person=await people.person_by_id(visitor.person),
        advice=await price_queries.payment_advice(meeting.id) if quote.total else "",
    )


async def _price_again(
    request: AnyRequest, meeting: MeetingInfo, visitor: Visitor, old: StoredQuote, now: datetime
) -> Template:
    """The price has run out: the old and the new one are shown, and asked for again (P03)."""
    offers = await offers_to(visitor.person, meeting, now, mode=old.mode, category=old.category_key)
    same = next((each for each in offers.choices if each.category.key == old.category_key), None)
    return page(request, "registration/price_again.html", status=409, old=old, again=same)


@post("/{slug:str}/register/check", opt=public)
async def confirm_order(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    now: Now,
    settings: TheSettings,
) -> Template | Redirect:
    if visitor.person is None:
        return redirect(f"/{meeting.slug}/register")
    try:
        form = await read_form(request, ConfirmForm)
        placed = await actions.place_order(
            form.quote,
            visitor.person,
            issuer=issuer_of(settings),
            by=visitor.actor,
            now=now,
            bill_to=form.bill_to,
        )
    except FormErrors as wrong:
        return await _check_again(request, meeting, visitor, now, wrong.state)
    except QuoteExpired:
        return await _check_again(request, meeting, visitor, now, FormState.of(form))
    except AlreadyRegistered:
        return redirect(f"/{meeting.slug}/register")
    except MeetingFull:
        return page(request, "registration/full.html", status=409)
    drop_draft(request, meeting.slug)
    return _to_done(meeting, placed)


async def _check_again(
    request: AnyRequest,
    meeting: MeetingInfo,
    visitor: Visitor,
    now: datetime,
    form: FormState,
) -> Template | Redirect:
    """The quote that the form names, which another tab may have left behind in the draft."""
    named = _quote_id(str(form.values.get("quote", "")))
    quote = await order_queries.stored_quote(named) if named else None
    if quote is None or (quote.person, quote.meeting) != (visitor.person, meeting.id):
        return redirect(f"/{meeting.slug}/register/what")
    return await _check_page(request, meeting, visitor, quote, now, form)


def _quote_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _to_done(meeting: MeetingInfo, placed: PlacedOrder) -> Redirect:
    return redirect(f"/{meeting.slug}/register/done/{placed.registration_code}")


@get("/{slug:str}/register/done/{code:str}", opt=signed_in)
async def show_done(
    request: AnyRequest,
    meeting: TheMeeting,
    visitor: TheVisitor,
    code: FromPath[str],
    settings: TheSettings,
) -> Template:
    assert visitor.person is not None
    info = await queries.registration_of_owner(visitor.person, code)
    if info is None or info.meeting != meeting.id:
        raise UnknownRegistration
    token = ticket_token(settings.secret, info.id)
    return page(
        request,
        "registration/done.html",
        info=info,
        lines=await order_queries.order_lines(info.order),
        advice=await price_queries.payment_advice(meeting.id),
        ticket=spaced(token),
        qr=ticket_path(token),
    )


handlers = [show_price_list, show_what, save_what, show_check, confirm_order, show_done]
