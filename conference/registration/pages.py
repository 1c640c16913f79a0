"""What registration gives to the app: its handlers, its cards, its doors in the office."""

from __future__ import annotations

from datetime import datetime

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
from conference.registration.my_pages import my_card
from conference.registration.offers import offers_to
from conference.registration.pricing import closed_sentence, headline
from conference.registration.windows import announced_end

__all__ = ["OFFICE_LINKS", "handlers", "home_card", "my_card"]

OFFICE_LINKS = [
    Link("Prices", "/office/prices", "Periods, categories, amounts, places.", Role.OFFICE),
    Link("Orders", "/office/orders", "Who ordered, who paid, what is owed.", Role.TREASURER),
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
]
