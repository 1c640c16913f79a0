"""What the desk needs to know before it sells: who stands there, and what it costs today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from badges.desk.queries import DeskRow, desk_rows
from badges.walkin.rules import Offer, offers_to
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.rules import PersonInfo
from conference.registration import order_queries, queries
from conference.registration.buyers import buyer_of, catalogue_for
from conference.registration.cash import queries as cash
from conference.registration.cash.queries import TillPaymentInfo
from conference.registration.errors import UnknownQuote
from conference.registration.order_queries import OrderDetail, StoredQuote
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ProofState, RegistrationState
from conference.registration.tables import RegistrationCategory

NAMESAKES = 8


@dataclass(frozen=True, slots=True)
class Choices:
    """What an address tells: who that is, whether they hold a place, what they may take today."""

    person: PersonInfo | None
    held: RegistrationInfo | None
    is_member: bool
    offers: tuple[Offer, ...]

    @property
    def has_days(self) -> bool:
        return any(each.is_one_day for each in self.offers)

    @property
    def likely(self) -> str:
        """The one category for members, for a member; "" where there is a choice."""
        theirs = [each.key for each in self.offers if each.is_for_members]
        return theirs[0] if len(theirs) == 1 else ""


async def choices_for(meeting: MeetingInfo, email: str, country: str, now: datetime) -> Choices:
    """The address decides: a member is offered a member's categories (M01).

    Of a stranger only the country is known (P05).
    """
    person = await people.person_by_email(email) if email else None
    known = person.id if person else None
    stored = await catalogue_for(known, meeting, now)
    buyer = await buyer_of(known, meeting, stored, now, info=person)
    if person is None:
        income = stored.catalogue.incomes.get(country, "")
        buyer = replace(buyer, country=country, income=income)
    return Choices(
        person,
        await queries.active_registration(meeting.id, known) if known else None,
        buyer.membership.is_member,
        offers_to(buyer, stored.catalogue, meeting.starts_on, now),
    )


async def namesakes_of(meeting: MeetingInfo, name: str) -> list[DeskRow]:
    """Those at the meeting who are called so, whatever became of their registration."""
    found = await queries.search_registrations(meeting.id, name, limit=NAMESAKES)
    return await desk_rows(meeting, found)


@dataclass(frozen=True, slots=True)
class Sale:
    """A price that was said at the desk; the order that came of it and what was taken, if any."""

    quote: StoredQuote
    person: PersonInfo
    order: OrderDetail | None = None
    registration: RegistrationInfo | None = None
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
        return Sale(said, person)
    order = await order_queries.order_detail(meeting, placed.order_code)
    held = await queries.registration_info(placed.registration)
    payments = await cash.payments_of_order(meeting, placed.order)
    taken = next((each for each in payments if not each.is_undone), None)
    return Sale(said, person, order, held, taken)


async def draft_of(sale: Sale) -> RegistrationInfo:
    """The registration that was sold; before that, as it will be, for a look at the badge."""
    if sale.registration:
        return sale.registration
    quote = sale.quote
    (band,) = await RegistrationCategory.select(
        RegistrationCategory.band_word, RegistrationCategory.band_style
    ).where(RegistrationCategory.id == quote.category)
    return RegistrationInfo(
        id=quote.id, code="", meeting=quote.meeting, person=sale.person,
        category_key=quote.category_key, category_title=quote.category_title, **band,
        needs_proof=quote.needs_proof, mode=quote.mode, day=quote.wish.day, proof=ProofState.NONE,
        state=RegistrationState.CONFIRMED, order=quote.id, order_code="", currency=quote.currency,
        total=quote.total, paid=0, placed_at=quote.quoted_at, confirmed_at=None, cancelled_at=None,
        cancel_reason="",
    )  # fmt: skip
