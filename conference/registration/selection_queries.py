"""Reading what the second screen needs: what is for sale, to whom, and the places left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.membership.rules import Verdict
from conference.registration import price_queries
from conference.registration.buyers import buyer_of, catalogue_for
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.changes.queries import rebooking_line
from conference.registration.chosen import Chosen
from conference.registration.draft import Somebody
from conference.registration.rules import WaitingState
from conference.registration.selection import Selection, Shelf, select
from conference.registration.tables import WaitingEntry

UNPROVED = "Give the member number beside the address, and the member price is shown."


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is to be registered, who orders, and who is billed as far as tax depends on it."""

    attendee: UUID
    somebody: Somebody | None = None
    country: str = ""
    vat: str = ""


async def selection_for(
    meeting: MeetingInfo, asking: Asking, chosen: Chosen, now: datetime
) -> Selection:
    """The second screen for one person; a fixed number of statements."""
    if asking.somebody:
        # Whether somebody else could join is theirs to know and theirs to decide (M08).
        chosen = msgspec.structs.replace(chosen, join_as="")
    stored = await catalogue_for(asking.attendee, meeting, now)
    shelf = Shelf(
        stored.catalogue,
        await price_queries.places_of(meeting.id),
        await offered_pools(meeting.id, asking.attendee, now),
    )
    buyer = await buyer_for(asking, meeting, stored, now)
    found = select(shelf, buyer, chosen, now, country=asking.country, vat=asking.vat)
    if asking.somebody:
        found = replace(found, joins=())
    return await _with_rebooking(meeting.id, asking.attendee, found)


async def _with_rebooking(meeting: UUID, person: UUID, found: Selection) -> Selection:
    """The charge that `make_quote` adds for who cancelled and books again (M03)."""
    if found.quoted is None:
        return found
    line = await rebooking_line(meeting, person, found.quoted)
    if line is None:
        return found
    return replace(found, quoted=replace(found.quoted, lines=(*found.quoted.lines, line)))


async def buyer_for(
    asking: Asking, meeting: MeetingInfo, stored: StoredCatalogue, now: datetime
) -> Buyer:
    """Who the price is for. Of somebody else the roll says nothing without the member number:
    nobody learns by a price whether an address is a member's (M08)."""
    buyer = await buyer_of(asking.attendee, meeting, stored, now)
    if asking.somebody is None or asking.somebody.is_proved:
        return buyer
    unknown = Verdict(False, UNPROVED, tested_on=buyer.membership.tested_on)
    country = asking.somebody.typed.get("country", "")
    income = stored.catalogue.incomes.get(country, "")
    return Buyer(unknown, country=country, income=income)


async def offered_pools(meeting: UUID, person: UUID, now: datetime) -> frozenset[str]:
    """The pools of which the waiting list holds a place for this person (R04)."""
    rows = await WaitingEntry.select(WaitingEntry.pool.key.as_alias("key")).where(
        WaitingEntry.meeting == meeting,
        WaitingEntry.person == person,
        WaitingEntry.state == WaitingState.OFFERED.value,
        WaitingEntry.offer_ends_at > now,
    )
    return frozenset(str(row["key"]) for row in rows)
