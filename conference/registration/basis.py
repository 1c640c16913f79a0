"""What the price of one person is made of, read once for a request and passed on within it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.people.rules import PersonInfo
from conference.registration.buyers import buyer_of, catalogue_for
from conference.registration.catalogue import Buyer
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.changes.queries import given_up_fees
from conference.registration.changes.rules.rebooking import GivenUpFee, no_gain_line
from conference.registration.quoted import Quoted


@dataclass(frozen=True, slots=True)
class Basis:
    """The catalogue, the buyer judged by it, and the fees that they gave up before.

    Of one moment and one person: never kept beyond the request that read it.
    """

    stored: StoredCatalogue
    buyer: Buyer
    given_up: tuple[GivenUpFee, ...] = ()

    def complete(self, quoted: Quoted) -> Quoted:
        """The price with the charge for who cancelled and books again (M03)."""
        line = no_gain_line(quoted, self.given_up)
        return replace(quoted, lines=(*quoted.lines, line)) if line else quoted


async def basis_of(
    person: UUID,
    meeting: MeetingInfo,
    now: datetime,
    *,
    stored: StoredCatalogue | None = None,
    info: PersonInfo | None = None,
) -> Basis:
    """The basis of a price; `stored` and `info` are used where they are known already."""
    stored = stored or await catalogue_for(person, meeting, now)
    buyer = await buyer_of(person, meeting, stored, now, info=info)
    return Basis(stored, buyer, await given_up_fees(meeting.id, person))
