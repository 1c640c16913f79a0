"""Quoting and ordering: each one transaction, each safe to be repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, IntegrityConflict, action
from conference.registration import order_queries
from conference.registration.announcements import announce_order
from conference.registration.basis import Basis, basis_of
from conference.registration.basket import price_basket
from conference.registration.catalogue import Wish
from conference.registration.catalogue_queries import StoredCatalogue, policy_of
from conference.registration.documents.actions import document_order
from conference.registration.errors import (
    AlreadyRegistered,
    MeetingFull,
    NotOnSale,
    QuoteExpired,
    SoldOut,
    UnknownQuote,
)
from conference.registration.order_queries import PlacedOrder, StoredQuote
from conference.registration.ordering import Charged, Counter, Payer, open_order
from conference.registration.quoted import NotForSale, Quoted
from conference.registration.rules import OrderState, PayBy
from conference.registration.tables import Order, Quote
from conference.registration.ticket import Issuer


async def make_quote(
    meeting: MeetingInfo,
    person: UUID,
    wish: Wish,
    *,
    by: Actor,
    now: datetime,
    payer: UUID | None = None,
    basis: Basis | None = None,
) -> StoredQuote:
    """Says a price and keeps it with its reasons; membership is tested now (M01).

    `payer` is who orders for somebody else; `basis` was read for this person at this moment.
    Raises NotOnSale with the reason when there is none.
    """
    asked = _Asked(meeting, person, wish, payer=payer, basis=basis)
    return await _keep_quote(asked, by, now)


async def make_office_quote(
    meeting: MeetingInfo, person: UUID, wish: Wish, *, by: Actor, now: datetime
) -> StoredQuote:
    """`make_quote` for the office, which also gives the categories that are not on sale (P09)."""
    return await _keep_quote(_Asked(meeting, person, wish, is_office=True), by, now)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks which price, for whom."""

    meeting: MeetingInfo
    person: UUID
    wish: Wish
    payer: UUID | None = None
    is_office: bool = False
    basis: Basis | None = None


async def _keep_quote(asked: _Asked, by: Actor, now: datetime) -> StoredQuote:
    meeting, person = asked.meeting, asked.person
    basis = asked.basis or await basis_of(person, meeting, now)
    buyer = replace(basis.buyer, is_office=asked.is_office)
    found = price_basket(basis.stored.catalogue, asked.wish, buyer, now)
    if isinstance(found, NotForSale):
        raise NotOnSale(found)
    found = basis.complete(found)
    row = _quote_row(found, asked, basis.stored, now)
    async with action("make_quote", by=by, now=now, meeting=meeting.id) as act:
        await Quote.insert(row)
        act.note("quote", row.id, category=found.category.key, mode=found.mode, total=found.total)
    kept = await order_queries.stored_quote(row.id)
    assert kept is not None
    return kept


async def place_order(
    quote_id: UUID, payer: Payer | UUID, *, issuer: Issuer, by: Actor, now: datetime
) -> PlacedOrder:
    """Charges a quote, once ever: the same quote again gives the same order (T05).

    Place, order, lines, registration and letter are written together or not at all. Raises
    UnknownQuote, QuoteExpired, MeetingFull, SoldOut, AlreadyRegistered.
    """
    payer = payer if isinstance(payer, Payer) else Payer(payer)
    said = await order_queries.stored_quote(quote_id)
    if said is None or payer.person not in (said.person, said.payer):
        raise UnknownQuote
    if placed := await order_queries.order_of_quote(quote_id):
        return placed
    meeting = await meetings.meeting_by_id(said.meeting)
    assert meeting is not None
    counter = Counter(meeting, await policy_of(said.meeting), issuer)
    return await charge_quote(said, payer, counter, by=by, now=now)


async def charge_quote(
    said: StoredQuote, payer: Payer, counter: Counter, *, by: Actor, now: datetime
) -> PlacedOrder:
    """`place_order` for who has read the quote, and that it is this payer's and not charged yet.

    Raises QuoteExpired, MeetingFull, SoldOut, AlreadyRegistered.
    """
    if now >= said.expires_at:
        raise QuoteExpired(said.expires_at)
    try:
        async with action("place_order", by=by, now=now, meeting=said.meeting) as act:
            return await _place(act, said, payer, counter)
    except (MeetingFull, SoldOut, AlreadyRegistered, IntegrityConflict):
        # A second press of the button may have come while the first one was being served.
        if placed := await order_queries.order_of_quote(said.id):
            return placed
        raise


def _quote_row(found: Quoted, asked: _Asked, stored: StoredCatalogue, now: datetime) -> Quote:
    return Quote(
        id=uuid4(),
        created_at=now,
        meeting=asked.meeting.id,
        person=asked.person,
        payer=asked.payer,
        category=stored.category_ids[found.category.key],
        mode=found.mode,
        wish=msgspec.json.encode(found.wish).decode(),
        lines=msgspec.json.encode(found.lines).decode(),
        total=found.total,
        saving=found.saving,
        currency=found.currency,
        window_key=found.window.key,
        tested_on=found.tested_on,
        quoted_at=now,
        expires_at=found.expires_at,
    )


async def _place(act: Action, said: StoredQuote, payer: Payer, counter: Counter) -> PlacedOrder:
    assert said.person is not None
    charged = Charged(said.person, said.category, said.wish, said.lines, said.needs_proof)
    (placed,) = await open_order(
        act, counter, payer, [charged], quote=said.id, window_key=said.window_key
    )
    await announce_order(act, placed.order, counter, said)
    if payer.pays_by is PayBy.PURCHASE_ORDER:
        # Nothing is paid yet: only who pays on account has a paper coming.
        await document_order(act, placed.order, counter.meeting)
    return placed


async def post_letter(act: Action, letter: Letter) -> None:
    """Queues a letter; a person whom the office wrote down without an address gets none."""
    if letter.to_address:
        await queue_letter(act, letter)


async def end_order(act: Action, order: UUID, state: OrderState) -> None:
    """An order whose last registration is given up has ended too."""
    detail = await order_queries.order_by_id(order)
    if any(each.is_active for each in detail.registrations):
        return
    await Order.update({Order.state: state.value}).where(Order.id == order)
    act.note("order", detail.code, state=[detail.state, state], paid=detail.balance.paid)
