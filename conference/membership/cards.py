"""What the roll says on a person's own page."""

from __future__ import annotations

from datetime import datetime

from conference.meetings.roof import Card
from conference.membership import queries
from conference.membership.rules import STATUS_WORDS
from conference.people.access import Visitor

CARD_ORDER = 60


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """Your membership: every dated one, of each society; nothing for those who have none."""
    if visitor.person is None:
        return None
    held = await queries.memberships_anywhere(visitor.person)
    if not held:
        return None
    today = now.date()
    current = [(society, each) for society, each in held if each.covers(today)] or held[-1:]
    earlier = len(held) - len(current)
    return Card(
        CARD_ORDER,
        "membership/_my_card.html",
        {"memberships": current, "earlier": earlier, "words": STATUS_WORDS},
    )
