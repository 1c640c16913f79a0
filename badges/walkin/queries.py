"""What the desk needs to know before it sells: who is here already, and what it costs today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from badges.desk.queries import DeskRow, desk_rows
from conference.meetings.rules import MeetingInfo
from conference.membership.rules import judge_membership
from conference.people import queries as people
from conference.registration import order_queries, queries
from conference.registration.basket import price_basket
from conference.registration.cash import queries as cash
from conference.registration.cash.queries import TillPaymentInfo
from conference.registration.catalogue import Buyer, Wish
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.errors import UnknownQuote
from conference.registration.order_queries import OrderDetail, StoredQuote
from conference.registration.queries import RegistrationInfo
from conference.registration.quoted import Quoted

IN_PERSON = "in_person"
NAMESAKES = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """A category with today's price for somebody who is no member."""

    key: str
    title: str
    price: int
    is_one_day: bool


async def offers(meeting: MeetingInfo, now: datetime) -> list[Offer]:
    """What is on sale to a stranger now, in the price list's order (P02)."""
    catalogue = (await catalogue_of(meeting)).catalogue
    verdict = judge_membership([], last_day=meeting.ends_on, now=now, zone=meeting.tz)
    found = []
    for each in catalogue.table.categories:
        day = meeting.starts_on if each.is_one_day else None
        wish = Wish(each.key, IN_PERSON, day=day)
        priced = price_basket(catalogue, wish, Buyer(verdict), now)
        if isinstance(priced, Quoted):
            found.append(Offer(each.key, each.title, priced.total, each.is_one_day))
    return found


async def holder_of(meeting: UUID, email: str) -> RegistrationInfo | None:
    """Who has this address and a place already: search before create."""
    known = await people.person_by_email(email)
    return await queries.active_registration(meeting, known.id) if known else None


async def namesakes_of(meeting: MeetingInfo, name: str) -> list[DeskRow]:
    """Those at the meeting who are called so, whatever became of their registration."""
    found = await queries.search_registrations(meeting.id, name, limit=NAMESAKES)
    return await desk_rows(meeting, found)


@dataclass(frozen=True, slots=True)
class Sale:
    """A price that was said at the desk; the order that came of it and what was taken, if any."""

    quote: StoredQuote
    name: str
    email: str
    order: OrderDetail | None
    registration: RegistrationInfo | None
    taken: TillPaymentInfo | None = None


async def sale_of(meeting: UUID, quote: UUID) -> Sale:
    """Raises UnknownQuote for any quote that was not said to somebody for themselves here."""
    said = await order_queries.stored_quote(quote)
    if said is None or said.meeting != meeting or said.person is None:
        raise UnknownQuote
    person = await people.person_by_id(said.person)
    assert person is not None
    placed = await order_queries.order_of_quote(quote)
    if placed is None:
        return Sale(said, person.registered_name, person.email, None, None)
    order = await order_queries.order_detail(meeting, placed.order_code)
    held = await queries.registration_info(placed.registration)
    payments = await cash.payments_of_order(meeting, placed.order)
    taken = next((each for each in payments if not each.is_undone), None)
    return Sale(said, person.registered_name, person.email, order, held, taken)
