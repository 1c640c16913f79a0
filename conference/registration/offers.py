"""What one person is offered at one moment: the data of the "what" page and of the home card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership.rules import Verdict
from conference.registration import price_queries
from conference.registration.buyers import buyer_of
from conference.registration.catalogue import Buyer, PriceTable
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.price_queries import Places
from conference.registration.pricing import choices, suggested
from conference.registration.quoted import Choice, Quoted
from conference.registration.rules import pool_key
from conference.registration.windows import Window


@dataclass(frozen=True, slots=True)
class Offers:
    """Every category as this person may take it now, and the one that is marked."""

    table: PriceTable
    verdict: Verdict
    mode: str
    modes: tuple[str, ...]
    choices: tuple[Choice, ...]
    chosen: Choice | None
    window: Window | None
    next_window: Window | None
    places: Places | None

    @property
    def quoted(self) -> Quoted | None:
        return self.chosen.quoted if self.chosen else None

    @property
    def is_full(self) -> bool:
        return self.places is None or self.places.left <= 0

    @property
    def open_ones(self) -> tuple[Choice, ...]:
        return tuple(each for each in self.choices if each.quoted)

    @property
    def closed_ones(self) -> tuple[Choice, ...]:
        return tuple(each for each in self.choices if each.refused)


async def offers_to(
    person: UUID | None, meeting: MeetingInfo, now: datetime, *, mode: str = "", category: str = ""
) -> Offers:
    """What a person, or anybody when None, is offered now; an unknown mode becomes the first."""
    stored = await catalogue_of(meeting)
    places = await price_queries.places_of(meeting.id)
    buyer = await buyer_of(person, meeting, stored, now)
    return offer(stored.catalogue.table, places, buyer, mode=mode, category=category, now=now)


def offer(
    table: PriceTable,
    places: Mapping[str, Places],
    buyer: Buyer,
    *,
    mode: str,
    category: str,
    now: datetime,
) -> Offers:
    """The choices in a mode, with the wanted category marked, or else what suits best (P08, P09).

    That is what a role earns, then the cheapest for the whole meeting.
    """
    modes = table.modes()
    mode = mode if mode in modes else next(iter(modes), "in_person")
    found = choices(table, mode, buyer=buyer, now=now)
    open_ones = [each for each in found if each.quoted]
    wanted = next((each for each in open_ones if each.category.key == category), None)
    whole = [each for each in open_ones if not each.category.is_one_day]
    earned = next((each for each in open_ones if each.category.granted_to & buyer.roles), None)
    return Offers(
        table=table,
        verdict=buyer.membership,
        mode=mode,
        modes=modes,
        choices=found,
        chosen=wanted or earned or suggested(whole) or suggested(found),
        window=table.window_at(now),
        next_window=table.next_window(now),
        places=places.get(pool_key(mode)),
    )
