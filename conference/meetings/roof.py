"""What modules above give to pages below: cards, links and navigation, collected by the app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor


@dataclass(frozen=True, slots=True)
class Card:
    """A module's part of a page: a fragment that is included with `card.context` as its data."""

    order: int
    template: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the office's or the committee's index; `path` follows "/<meeting>"."""

    title: str
    path: str
    text: str
    role: Role
    group: str = "The meeting"


HomeCard = Callable[[MeetingInfo, Visitor, datetime], Awaitable[Card | None]]
MyCard = Callable[[Visitor, datetime], Awaitable[Card | None]]


@dataclass(frozen=True, slots=True)
class Roof:
    """Kept in `app.state.roof`."""

    home_cards: tuple[HomeCard, ...] = ()
    my_cards: tuple[MyCard, ...] = ()
    office_links: tuple[Link, ...] = ()
    committee_links: tuple[Link, ...] = ()


async def home_cards(
    roof: Roof, meeting: MeetingInfo, visitor: Visitor, now: datetime
) -> list[Card]:
    """The cards that have something to say, in order."""
    cards = [await give(meeting, visitor, now) for give in roof.home_cards]
    return sorted((card for card in cards if card), key=lambda card: card.order)


async def my_cards(roof: Roof, visitor: Visitor, now: datetime) -> list[Card]:
    """The cards of "My Plenary" that have something to say, in order."""
    cards = [await give(visitor, now) for give in roof.my_cards]
    return sorted((card for card in cards if card), key=lambda card: card.order)
