"""What registration gives to the app: its handlers, its cards, its doors in the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from conference.meetings.roof import Card, Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor
from conference.registration import (
    booking_pages,
    buy_pages,
    my_pages,
    order_pages,
    price_pages,
    queries,
    who_pages,
)
from conference.registration.attendee import pages as attendee_pages
from conference.registration.bank import pages as bank_pages
from conference.registration.card import pages as card_pages
from conference.registration.cash import pages as cash_pages
from conference.registration.changes import pages as changes_pages
from conference.registration.documents import pages as documents_pages
from conference.registration.groups import pages as groups_pages
from conference.registration.importing import pages as importing_pages
from conference.registration.my_pages import my_card
from conference.registration.offers import offers_to
from conference.registration.office import pages as office_reports
from conference.registration.pricing import closed_sentence, headline
from conference.registration.proofs import pages as proofs_pages
from conference.registration.setup import pages as setup_pages
from conference.registration.signing import pages as signing_pages
from conference.registration.unpaid import pages as unpaid_pages
from conference.registration.waiting import pages as waiting_pages
from conference.registration.windows import announced_end

__all__ = ["CHORES", "MY_CARDS", "OFFICE_LINKS", "handlers", "home_card", "my_card"]

BOOKING, MONEY = "Registration", "Money"
_ABOUT_MONEY = ("documents", "invoicing", "card", "bank", "reconciliation", "revenue")


def _group(link: Link) -> str:
    """The part of the office's index in which a link stands."""
    if link.path.startswith("/desk"):
        return "At the desk"
    return MONEY if link.path.startswith(tuple(f"/office/{e}" for e in _ABOUT_MONEY)) else BOOKING


PARTS = (
    documents_pages,
    card_pages,
    bank_pages,
    cash_pages,
    office_reports,
    groups_pages,
    proofs_pages,
    waiting_pages,
    unpaid_pages,
    changes_pages,
    setup_pages,
    importing_pages,
    attendee_pages,
    signing_pages,
)


def _gather(name: str) -> list[Any]:
    """What the parts of registration give under a name."""
    return [each for part in PARTS for each in getattr(part, name, ())]


CHORES = _gather("CHORES")
MY_CARDS = [part.my_card for part in PARTS if hasattr(part, "my_card")]
OFFICE_LINKS = [
    Link("Prices", "/office/prices", "What is for sale, when, to whom.", Role.OFFICE, BOOKING),
    Link(
        "Orders", "/office/orders", "Who ordered, who paid, what is due.", Role.TREASURER, BOOKING
    ),
    *(replace(each, group=_group(each)) for each in _gather("OFFICE_LINKS")),
]


async def home_card(meeting: MeetingInfo, visitor: Visitor, now: datetime) -> Card | None:
    """The prices with today's period marked, and the way in; or my own registration."""
    if meeting.is_over(now):
        return None
    held = await queries.active_registration(meeting.id, visitor.person) if visitor.person else None
    offers = await offers_to(visitor.person, meeting, now)
    if not offers.table.categories and held is None:
        return None
    facts = {
        "offers": offers,
        "held": held,
        "until": announced_end(offers.window) if offers.window else "",
        "closed": closed_sentence(offers.table, now),
        "pair": headline(offers.table),
    }
    return Card(10, "registration/_home_card.html", facts)


handlers = [
    *who_pages.handlers,
    *buy_pages.handlers,
    *my_pages.handlers,
    *order_pages.handlers,
    *booking_pages.handlers,
    *price_pages.handlers,
    *_gather("handlers"),
]
