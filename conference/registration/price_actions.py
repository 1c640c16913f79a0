"""The office's writes to the price list: periods, amounts, categories, places, how to pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration import price_queries
from conference.registration.catalogue import Category
from conference.registration.errors import PriceListRefused
from conference.registration.setup import usage
from conference.registration.tables import (
    PaymentAdvice,
    PlacePool,
    Price,
    PriceWindow,
    RegistrationCategory,
)
from conference.registration.windows import Window, find_window_faults

Cell = tuple[str, str, str]
SOLD_PERIOD = (
    "Something was ordered in this period; it stays. Empty its amounts to stop selling in it."
)


@dataclass(frozen=True, slots=True)
class Band:
    """How a category shows on the badge."""

    word: str = ""
    style: str = "plain"


async def save_windows(
    meeting: MeetingInfo, windows: Sequence[Window], *, by: Actor, now: datetime
) -> None:
    """Makes these the price periods of the meeting; those left out go with their prices.

    Raises PriceListRefused, with a sentence per key, when two overlap or one runs backwards (P01),
    or when one would go in which something was ordered.
    """
    async with action("save_price_periods", by=by, now=now, meeting=meeting.id) as act:
        await write_windows(act, meeting, windows)


async def write_windows(act: Action, meeting: MeetingInfo, windows: Sequence[Window]) -> None:
    """`save_windows` as a part of an action."""
    if faults := find_window_faults(windows):
        raise PriceListRefused(errors=faults)
    known = (await price_queries.price_list(meeting.id, meeting.currency)).window_ids
    gone = known.keys() - {each.key for each in windows}
    if sold := gone & await usage.windows_sold(meeting.id):
        raise PriceListRefused(errors=dict.fromkeys(sorted(sold), SOLD_PERIOD))
    for key in gone:
        await PriceWindow.delete().where(PriceWindow.id == known[key])
    for each in windows:
        await _write_window(act, meeting.id, each, known.get(each.key))
    act.note("price_list", meeting.slug, periods=[each.title for each in windows])


async def save_amounts(
    meeting: MeetingInfo, amounts: Mapping[Cell, int | None], *, by: Actor, now: datetime
) -> int:
    """Writes the cells that changed and returns how many; None: no longer offered.

    Quotes and orders keep what they said. Raises PriceListRefused for an unknown cell.
    """
    async with action("save_prices", by=by, now=now, meeting=meeting.id) as act:
        return await write_amounts(act, meeting, amounts)


async def write_amounts(
    act: Action, meeting: MeetingInfo, amounts: Mapping[Cell, int | None]
) -> int:
    """`save_amounts` as a part of an action."""
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    before = prices.table.amounts
    changed = {cell: new for cell, new in amounts.items() if before.get(cell) != new}
    for cell, new in changed.items():
        category, window = prices.category_ids.get(cell[0]), prices.window_ids.get(cell[1])
        if category is None or window is None:
            raise PriceListRefused("A category or period was removed meanwhile; look again.")
        await _write_amount(act, category, window, cell[2], new)
        act.note("price", " ".join(cell), amount=[before.get(cell), new])
    return len(changed)


async def save_category(
    meeting: MeetingInfo,
    category: Category,
    band: Band,
    position: int,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Adds a category or changes the one with this key. Raises PriceListRefused."""
    async with action("save_category", by=by, now=now, meeting=meeting.id) as act:
        await write_category(act, meeting, category, band, position)


async def write_category(
    act: Action, meeting: MeetingInfo, category: Category, band: Band, position: int
) -> None:
    """`save_category` as a part of an action."""
    known = (await price_queries.price_list(meeting.id, meeting.currency)).category_ids
    for field in ("member_twin", "proof_fallback"):
        if (other := getattr(category, field)) and other not in known:
            sentence = "Choose a category of this meeting."
            raise PriceListRefused(sentence, errors={field: sentence})
    id = known.get(category.key) or uuid4()
    if category.key not in known:
        row = RegistrationCategory(
            id=id, created_at=act.now, meeting=meeting.id, key=category.key, title=""
        )
        await RegistrationCategory.insert(row)
    values = _category_columns(category, band, position)
    await RegistrationCategory.update(values).where(RegistrationCategory.id == id)
    act.note("category", category.key, title=category.title, is_on_sale=category.is_on_sale)


def _category_columns(category: Category, band: Band, position: int) -> dict[Column | str, Any]:
    return {
        RegistrationCategory.title: category.title,
        RegistrationCategory.explanation: category.explanation,
        RegistrationCategory.membership_types: " ".join(sorted(category.membership_types)),
        RegistrationCategory.member_twin: category.member_twin,
        RegistrationCategory.needs_proof: category.needs_proof,
        RegistrationCategory.proof_fallback: category.proof_fallback,
        RegistrationCategory.income_groups: " ".join(sorted(category.income_groups)),
        RegistrationCategory.granted_to: " ".join(sorted(category.granted_to)),
        RegistrationCategory.is_one_day: category.is_one_day,
        RegistrationCategory.is_on_sale: category.is_on_sale,
        RegistrationCategory.tax_class: category.tax_class,
        RegistrationCategory.position: position,
        RegistrationCategory.band_word: band.word,
        RegistrationCategory.band_style: band.style,
    }


async def set_places(
    meeting: MeetingInfo, key: str, capacity: int, *, by: Actor, now: datetime
) -> None:
    """`set_capacities` of one pool."""
    await set_capacities(meeting, {key: capacity}, by=by, now=now)


async def set_capacities(
    meeting: MeetingInfo, capacities: Mapping[str, int], *, by: Actor, now: datetime
) -> None:
    """Sets how many places each pool has, never fewer than are taken: all of them or none.

    Raises PriceListRefused.
    """
    async with action("set_places", by=by, now=now, meeting=meeting.id) as act:
        await write_capacities(act, meeting, capacities)


async def write_capacities(
    act: Action, meeting: MeetingInfo, capacities: Mapping[str, int]
) -> None:
    """`set_capacities` as a part of an action."""
    for key, capacity in capacities.items():
        await _set_capacity(act, meeting.id, key, capacity)
        act.note("places", key, capacity=capacity)


async def _set_capacity(act: Action, meeting: UUID, key: str, capacity: int) -> None:
    mine = (PlacePool.meeting == meeting) & (PlacePool.key == key)
    if not await PlacePool.exists().where(mine):
        await PlacePool.insert(
            PlacePool(id=uuid4(), created_at=act.now, meeting=meeting, key=key, capacity=capacity)
        )
        return
    done = (
        await PlacePool.update({PlacePool.capacity: capacity})
        .where(mine, PlacePool.taken <= capacity)
        .returning(PlacePool.id)
    )
    if not done:
        sentence = "More places than that are taken already."
        raise PriceListRefused(sentence, errors={key: sentence})


async def save_payment_advice(meeting: MeetingInfo, text: str, *, by: Actor, now: datetime) -> None:
    """Keeps how to pay, in the society's own words; it stands in letters and on screen."""
    async with action("save_payment_advice", by=by, now=now, meeting=meeting.id) as act:
        before = await price_queries.payment_advice(meeting.id)
        await PaymentAdvice.delete().where(PaymentAdvice.meeting == meeting.id)
        await PaymentAdvice.insert(
            PaymentAdvice(id=uuid4(), created_at=now, meeting=meeting.id, text=text)
        )
        act.note("payment_advice", meeting.slug, text=[before, text])


async def _write_window(act: Action, meeting: UUID, window: Window, known: UUID | None) -> None:
    if known is None:
        row = PriceWindow(
            id=uuid4(),
            created_at=act.now,
            meeting=meeting,
            key=window.key,
            title=window.title,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            zone=window.zone,
        )
        await PriceWindow.insert(row)
        return
    await PriceWindow.update(
        {
            PriceWindow.title: window.title,
            PriceWindow.starts_at: window.starts_at,
            PriceWindow.ends_at: window.ends_at,
            PriceWindow.zone: window.zone,
        }
    ).where(PriceWindow.id == known)


async def _write_amount(
    act: Action, category: UUID, window: UUID, mode: str, amount: int | None
) -> None:
    cell = (Price.category == category) & (Price.window == window) & (Price.mode == mode)
    await Price.delete().where(cell)
    if amount is not None:
        await Price.insert(
            Price(
                id=uuid4(),
                created_at=act.now,
                category=category,
                window=window,
                mode=mode,
                amount=amount,
            )
        )
