"""Reading what the second screen needs: what is for sale, to whom, and the places left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.membership.rules import Verdict
from conference.people.rules import PersonInfo
from conference.registration import price_queries
from conference.registration.basis import Basis, basis_of
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue
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

    @property
    def is_known(self) -> bool:
        """The attendee orders, or has given the member number to who does (M08)."""
        return self.somebody is None or self.somebody.is_proved


async def selection_for(
    meeting: MeetingInfo,
    asking: Asking,
    chosen: Chosen,
    now: datetime,
    *,
    basis: Basis | None = None,
) -> Selection:
    """The second screen for one person; a fixed number of statements."""
    if asking.somebody:
        # Whether somebody else could join is theirs to know and theirs to decide (M08).
        chosen = msgspec.structs.replace(chosen, join_as="")
    basis = basis or await basis_for(asking, meeting, now)
    shelf = Shelf(
        basis.stored.catalogue,
        await price_queries.places_of(meeting.id),
        await offered_pools(meeting.id, asking.attendee, now),
    )
    found = select(shelf, basis.buyer, chosen, now, country=asking.country, vat=asking.vat)
    if asking.somebody:
        found = replace(found, joins=())
    return replace(found, quoted=found.quoted and basis.complete(found.quoted))


async def basis_for(
    asking: Asking,
    meeting: MeetingInfo,
    now: datetime,
    *,
    info: PersonInfo | None = None,
) -> Basis:
    """What the price that is shown is made of; `info` is the attendee, where known already."""
    found = await basis_of(asking.attendee, meeting, now, info=info)
    return replace(found, buyer=as_told(asking, found.buyer, found.stored))


def as_told(asking: Asking, buyer: Buyer, stored: StoredCatalogue) -> Buyer:
    """Who the price is for. Of somebody else the roll says nothing without the member number:
    nobody learns by a price whether an address is a member's (M08)."""
    if asking.is_known:
        return buyer
    assert asking.somebody is not None
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
