"""An order about to be placed: whose quote it is, how it may be paid, what follows if it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Visitor
from conference.people.rules import PersonInfo
from conference.registration import actions, order_queries
from conference.registration.billing import (
    ME,
    BillForm,
    ConfirmForm,
    Customer,
    ways_to_pay,
)
from conference.registration.buyers import buyer_of
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue, policy_of
from conference.registration.deadline_queries import Said, deadlines_of
from conference.registration.deadlines import Unpaid
from conference.registration.draft import KeptDraft, load_kept, save_kept
from conference.registration.errors import QuoteExpired, UnknownQuote
from conference.registration.order_queries import StoredQuote
from conference.registration.ordering import Counter, Payer
from conference.registration.policy import Policy
from conference.registration.rules import PayBy
from conference.registration.selection_queries import Asking, as_told
from conference.registration.till import issuer_of
from conference.settings import Settings
from conference.web import FormErrors

BILL_FIELDS = tuple(each.name for each in msgspec.structs.fields(BillForm))


@dataclass(frozen=True, slots=True)
class Checkout:
    """The third screen of one visitor at one moment."""

    meeting: MeetingInfo
    settings: Settings
    now: datetime
    visitor: Visitor
    person: PersonInfo
    draft: KeptDraft
    policy: Policy

    @property
    def counter(self) -> Counter:
        return Counter(self.meeting, self.policy, issuer_of(self.settings))

    async def quote_named(self, id: UUID) -> StoredQuote:
        """A quote that this visitor asked for. Raises UnknownQuote."""
        quote = await order_queries.stored_quote(id)
        if quote is None or quote.meeting != self.meeting.id:
            raise UnknownQuote
        if self.person.id not in (quote.person, quote.payer):
            raise UnknownQuote
        return quote

    def asking(self, quote: StoredQuote) -> Asking:
        """For whom a quote was said, and with whose tax."""
        somebody = self.draft.kept.somebody
        attendee = quote.person or self.person.id
        return Asking(
            attendee,
            somebody if somebody and somebody.person == attendee else None,
            quote.wish.bill_country,
            quote.wish.vat_number,
        )

    @property
    def ways(self) -> tuple[PayBy, ...]:
        """How this meeting can be paid."""
        return ways_to_pay(self.settings, self.policy)

    async def attendee(self, asking: Asking) -> PersonInfo | None:
        """Who is to be registered: the visitor, or whom they register."""
        if asking.attendee == self.person.id:
            return self.person
        return await people.person_by_id(asking.attendee)

    def first_bill(self, ways: tuple[PayBy, ...]) -> dict[str, Any]:
        """What was typed before, or what we know: nothing is asked twice."""
        person = self.person
        known = {
            "bill_for": ME,
            "bill_to": "\n".join(filter(None, (person.affiliation, person.city))),
            "bill_country": person.country,
            "pays_by": ways[0].value,
        }
        return {**known, **self.draft.kept.bill}

    async def keep(self, bill: dict[str, Any], quote: UUID | None = None) -> None:
        """Keeps what is typed; `quote`: shown from now on instead of the one before."""
        kept = msgspec.structs.replace(self.draft.kept, bill=bill)
        await save_kept(
            self.meeting.id,
            self.person.id,
            kept,
            by=self.visitor.actor,
            now=self.now,
            quote=quote or self.draft.quote,
        )

    @property
    def today(self) -> date:
        """The day at the meeting."""
        return self.now.astimezone(ZoneInfo(self.meeting.zone)).date()

    async def payer(self, quote: StoredQuote, form: ConfirmForm) -> Payer:
        """Who pays how; a free order asks for no payment. Raises FormErrors."""
        if not quote.total:
            return Payer(self.person.id, bill_country=self.person.country)
        try:
            way = form.way(self.ways)
        except FormErrors as wrong:
            raise FormErrors(typed_bill(form), wrong.errors) from None
        return form.payer(self.person.id, self.person.country, way)

    async def quote_for(self, quote: StoredQuote, customer: Customer) -> StoredQuote:
        """The quote, or a new one where this customer is taxed otherwise (T01).

        Raises QuoteExpired, NotOnSale.
        """
        wish = quote.wish
        if not quote.total or customer == Customer(wish.bill_country, wish.vat_number):
            return quote
        if self.now >= quote.expires_at:
            raise QuoteExpired(quote.expires_at)
        wish = replace(wish, bill_country=customer.country, vat_number=customer.vat_number)
        asking = self.asking(quote)
        payer = self.person.id if asking.attendee != self.person.id else None
        taxed = await actions.make_quote(
            self.meeting, asking.attendee, wish, by=self.visitor.actor, now=self.now, payer=payer
        )
        return quote if taxed.lines == quote.lines else taxed

    async def deadlines(self, quote: StoredQuote, attendee: PersonInfo | None) -> tuple[str, ...]:
        """What happens if it is not paid in time, with the price of the next period (P03)."""
        asking = self.asking(quote)

        async def judge(stored: StoredCatalogue) -> Buyer:
            buyer = await buyer_of(asking.attendee, self.meeting, stored, self.now, info=attendee)
            return as_told(asking, buyer, stored)

        unpaid = Unpaid(quote.currency, None, None, self.ways, self.meeting.zone)
        said = Said(quote.wish, asking.attendee, quote.total, self.now, judge)
        return await deadlines_of(self.meeting, self.policy, unpaid, quote.window_key, said)


async def open_checkout(
    meeting: MeetingInfo, visitor: Visitor, settings: Settings, now: datetime
) -> Checkout | None:
    """The third screen, or None for a stranger."""
    person = await people.person_of_visitor(visitor)
    if person is None:
        return None
    draft = await load_kept(meeting.id, person.id)
    policy = await policy_of(meeting.id)
    return Checkout(meeting, settings, now, visitor, person, draft, policy)


def typed_bill(form: BillForm) -> dict[str, Any]:
    """The bill as typed, for a form to show again and for the draft."""
    return {name: getattr(form, name) for name in BILL_FIELDS}
