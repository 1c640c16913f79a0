"""Copying prices from another meeting of the society: looked at first, then written at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Society
from conference.orm import Action, Actor, action
from conference.registration import price_actions, price_queries
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.setup import queries
from conference.registration.setup.category_actions import write_setting
from conference.registration.setup.copying import (
    CopyProposal,
    Part,
    propose_copy,
)
from conference.registration.setup.errors import PricesMoved, UnknownSource
from conference.registration.setup.extra_actions import write_bundle, write_extra
from conference.registration.setup.income_actions import write_income_list
from conference.registration.setup.income_queries import countries_of
from conference.registration.setup.policy_actions import write_policy
from conference.registration.setup.price_setup import PriceSetup, windows_after
from conference.registration.setup.refund_actions import write_ladders
from conference.registration.tables import PartnerSociety
from conference.registration.tables import TaxRate as TaxRow


async def price_setup(meeting: MeetingInfo) -> PriceSetup:
    """Everything about the prices of a meeting but its codes; a fixed number of statements."""
    stored = await catalogue_of(meeting)
    catalogue = stored.catalogue
    countries = [each for each in await countries_of(meeting.id) if each.income]
    sources = sorted({each.source for each in countries if not each.reason})
    places = await price_queries.places_of(meeting.id)
    ladders = await queries.ladders_of(meeting.id)
    return PriceSetup(
        starts_on=meeting.starts_on,
        currency=meeting.currency,
        windows=catalogue.table.windows,
        categories=await queries.category_settings(meeting.id, catalogue.table.categories),
        amounts=catalogue.table.amounts,
        extras=await queries.extra_settings(meeting.id, catalogue.extras),
        bundles=catalogue.bundles,
        policy=catalogue.policy,
        ladders={kind: tuple(steps) for kind, steps in ladders.items()},
        rates=catalogue.taxes.rates,
        incomes={each.country: each.income for each in countries},
        income_source=sources[0] if sources else "the office",
        partners=await _names(stored.partners),
        places={key: places[key].capacity for key in ("meeting", "virtual") if key in places},
    )


async def _names(societies: Collection[UUID]) -> dict[UUID, str]:
    if not societies:
        return {}
    rows = await Society.select(Society.id, Society.name).where(Society.id.is_in([*societies]))
    return {row["id"]: row["name"] for row in rows}


async def propose_price_copy(meeting: MeetingInfo, slug: str) -> CopyProposal:
    """What another meeting's prices would change here; nothing is written.

    Raises UnknownSource for a meeting of another society.
    """
    source = await meetings.meeting_by_slug(slug)
    if source is None or source.society != meeting.society or source.id == meeting.id:
        raise UnknownSource
    return propose_copy(await price_setup(source), await price_setup(meeting))


async def copy_prices(
    meeting: MeetingInfo,
    slug: str,
    parts: Collection[Part],
    digest: str,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Writes the chosen parts of a proposal, all of them or none; returns how many things changed.

    Orders and quotes keep what they were told. Raises UnknownSource, PricesMoved when the
    proposal is no longer the one that was looked at, PriceListRefused.
    """
    async with action("copy_prices", by=by, now=now, meeting=meeting.id) as act:
        proposal = await propose_price_copy(meeting, slug)
        if proposal.digest != digest:
            raise PricesMoved("Look at the proposal again.")
        chosen = [e for e in proposal.parts if e.part in parts and not e.obstacle]
        for each in chosen:
            await _write_part(act, meeting, each.part, proposal.moved)
        act.note("prices", slug, copied=[each.part for each in chosen])
    return sum(len(each.changes) for each in chosen)


async def _write_part(act: Action, meeting: MeetingInfo, part: Part, moved: PriceSetup) -> None:
    match part:
        case Part.PERIODS:
            here = await price_setup(meeting)
            await price_actions.write_windows(act, meeting, windows_after(moved, here))
        case Part.CATEGORIES:
            await _write_categories(act, meeting, moved)
        case Part.AMOUNTS:
            await _write_amounts(act, meeting, moved)
        case Part.EXTRAS:
            for extra in moved.extras.values():
                await write_extra(act, meeting, extra)
        case Part.BUNDLES:
            for bundle in moved.bundles:
                await write_bundle(act, meeting, bundle)
        case Part.REFUNDS:
            await write_ladders(act, meeting, moved.ladders)
        case Part.INCOME:
            await write_income_list(act, meeting.id, moved.incomes, moved.income_source)
        case _:
            await _write_rest(act, meeting, part, moved)


async def _write_rest(act: Action, meeting: MeetingInfo, part: Part, moved: PriceSetup) -> None:
    here = (await catalogue_of(meeting)).catalogue
    if part is Part.RULES:
        kept = here.policy.prices_include_tax
        await write_policy(act, meeting, replace(moved.policy, prices_include_tax=kept))
    elif part is Part.TAXES:
        with_tax = moved.policy.prices_include_tax
        await write_policy(act, meeting, replace(here.policy, prices_include_tax=with_tax))
        await _write_rates(act, meeting, moved)
    elif part is Part.PARTNERS:
        await _write_partners(act, meeting, moved)
    elif part is Part.PLACES:
        await price_actions.write_capacities(act, meeting, moved.places)


async def _write_categories(act: Action, meeting: MeetingInfo, moved: PriceSetup) -> None:
    """Twice: a category may name one that comes after it."""
    for each in moved.categories.values():
        plain = replace(each.category, member_twin="", proof_fallback="")
        await write_setting(act, meeting, replace(each, category=plain))
    for each in moved.categories.values():
        await write_setting(act, meeting, each)


async def _write_amounts(act: Action, meeting: MeetingInfo, moved: PriceSetup) -> None:
    """The cells of which the category and the period are here."""
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    cells: dict[tuple[str, str, str], int | None] = {
        (category, window, mode): amount
        for (category, window, mode), amount in moved.amounts.items()
        if category in prices.category_ids and window in prices.window_ids
    }
    await price_actions.write_amounts(act, meeting, cells)


async def _write_rates(act: Action, meeting: MeetingInfo, moved: PriceSetup) -> None:
    await TaxRow.delete().where(TaxRow.meeting == meeting.id)
    rows = [
        TaxRow(
            id=uuid4(),
            created_at=act.now,
            meeting=meeting.id,
            tax_class=each.tax_class,
            country=each.country,
            customer=each.customer.value,
            basis_points=each.basis_points,
            title=each.title,
            note=each.note,
        )
        for each in moved.rates
    ]
    if rows:
        await TaxRow.insert(*rows)


async def _write_partners(act: Action, meeting: MeetingInfo, moved: PriceSetup) -> None:
    here = await PartnerSociety.select(PartnerSociety.society).where(
        PartnerSociety.meeting == meeting.id
    )
    known = {row["society"] for row in here}
    rows = [
        PartnerSociety(id=uuid4(), created_at=act.now, meeting=meeting.id, society=society)
        for society in moved.partners
        if society not in known
    ]
    if rows:
        await PartnerSociety.insert(*rows)
