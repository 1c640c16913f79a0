"""Lead retrieval: what attendees agree to, the exhibitor's scan page, exhibitors set up."""

from __future__ import annotations

from datetime import datetime

from badges.leads import exhibitor_pages, my_pages, office_pages
from badges.leads.queries import exhibitors_of_member
from conference.meetings import queries as meetings
from conference.meetings.roof import Card, Link
from conference.people.access import Role, Visitor
from conference.registration.queries import active_registration

MY_ORDER = 62

OFFICE_LINKS = [
    Link("Exhibitors", "/office/exhibitors", "Who may scan badges for whom.", Role.OFFICE),
]


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """Where one says what exhibitors may learn, and for whom one scans."""
    lines = []
    for meeting in await meetings.current_meetings(now.date()):
        if visitor.person is None:
            return None
        mine = await active_registration(meeting.id, visitor.person)
        scans_for = await exhibitors_of_member(meeting.id, visitor.person)
        if mine or scans_for:
            lines.append((meeting, mine is not None, scans_for))
    return Card(MY_ORDER, "badges/_leads_card.html", {"lead_lines": lines}) if lines else None


MY_CARDS = [my_card]
handlers = [*my_pages.handlers, *exhibitor_pages.handlers, *office_pages.handlers]
