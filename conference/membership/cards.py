"""What the roll says on a person's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conference.meetings.roof import Card
from conference.membership import queries
from conference.membership.rules import MembershipInfo, standing_on
from conference.people.access import Visitor

CARD_ORDER = 60
CARD = "membership/_my_card.html"


@dataclass(frozen=True, slots=True)
class _Shown:
    society: str
    held: MembershipInfo
    standing: tuple[str, str]


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """Your membership: every dated one, of each society; nothing for those who have none."""
    if visitor.person is None:
        return None
    held = await queries.memberships_anywhere(visitor.person)
    if not held:
        return None
    today = now.date()
    shown = [_Shown(society, each, standing_on(each, today)) for society, each in held]
    current = [each for each in shown if each.held.covers(today)] or shown[-1:]
    others = len(held) - len(current)
    return Card(CARD_ORDER, CARD, {"memberships": current, "others": others})
