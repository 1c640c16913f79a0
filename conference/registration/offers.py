"""What one person is offered at one moment: the data of the "what" page and of the home card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership import queries as membership
from conference.membership.rules import Verdict
from conference.registration import price_queries
from conference.registration.price_queries import Places
from conference.registration.pricing import Choice, PriceTable, Quoted, choices, suggested
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
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    places = await price_queries.places_of(meeting.id)
    verdict = await membership.judge_person(person, meeting, now)
    return offer(prices.table, places, verdict, mode=mode, category=category, now=now)


def offer(
    table: PriceTable,
    places: Mapping[str, Places],
    verdict: Verdict,
    *,
    mode: str,
    category: str,
    now: datetime,
) -> Offers:
    """The choices in a mode, with the wanted category marked or else the cheapest (P08)."""
    modes = table.modes()
    mode = mode if mode in modes else next(iter(modes), "in_person")
    found = choices(table, mode, membership=verdict, now=now)
    wanted = next((each for each in found if each.category.key == category and each.quoted), None)
    return Offers(
        table=table,
        verdict=verdict,
        mode=mode,
        modes=modes,
        choices=found,
        chosen=wanted or suggested(found),
        window=table.window_at(now),
        next_window=table.next_window(now),
        places=places.get(pool_key(mode)),
    )
