"""Reading until when a price and a place hold: no more than a fee depends on (P03, R03)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration.buyers import dues_for
from conference.registration.catalogue import Buyer, Catalogue, Wish
from conference.registration.catalogue_queries import (
    StoredCatalogue,
    codes_of,
    incomes_of,
    partners_of,
    tax_rates_of,
)
from conference.registration.deadlines import (
    Unpaid,
    can_become_dearer,
    payment_terms,
    price_later,
)
from conference.registration.policy import Policy
from conference.registration.price_queries import PriceList, price_list
from conference.registration.taxes import TaxTable


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to whom, when; `judge` says what their price depends on."""

    wish: Wish
    person: UUID
    total: int
    at: datetime
    judge: Callable[[StoredCatalogue], Awaitable[Buyer]]


async def deadlines_of(
    meeting: MeetingInfo, policy: Policy, unpaid: Unpaid, window_key: str, said: Said | None
) -> tuple[str, ...]:
    """What a payer reads of a price of this window; the next price is told where it was `said`."""
    prices = await price_list(meeting.id, meeting.currency)
    window = next((each for each in prices.table.windows if each.key == window_key), None)
    unpaid = replace(unpaid, window=window)
    if said and window and can_become_dearer(unpaid, policy, prices.table):
        stored = await _fee_catalogue(meeting, policy, prices, said)
        buyer = await said.judge(stored)
        later = price_later(stored.catalogue, said.wish, buyer, window, said.total)
        unpaid = replace(unpaid, later=later)
    return payment_terms(unpaid, policy)


async def _fee_catalogue(
    meeting: MeetingInfo, policy: Policy, prices: PriceList, said: Said
) -> StoredCatalogue:
    """The catalogue without what the fee of this wish cannot depend on: extras, bundles."""
    has_incomes = any(each.income_groups for each in prices.table.categories)
    catalogue = Catalogue(
        table=prices.table,
        days=tuple(meeting.days),
        codes=await codes_of(meeting.id) if said.wish.codes else (),
        dues=await dues_for(said.person, meeting, said.at) if said.wish.join_as else (),
        taxes=TaxTable(await tax_rates_of(meeting.id), policy.prices_include_tax),
        incomes=await incomes_of(meeting.id) if has_incomes else {},
        policy=policy,
    )
    partners = await partners_of(meeting.id)
    return StoredCatalogue(catalogue, prices.category_ids, prices.window_ids, partners)
