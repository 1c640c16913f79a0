"""A meeting's own stock is added, changed, retired and taken up again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from badges.stock.catalogue import STOCKS
from badges.stock.errors import UnknownStock
from badges.stock.forms import StockForm, read_stock
from badges.stock.stock import Stock
from badges.tables import OwnStock
from conference.meetings.actions import hold_meeting
from conference.orm import Actor, action
from conference.registration.price_forms import key_of


async def add_stock(meeting: UUID, form: StockForm, *, by: Actor, now: datetime) -> Stock:
    """Adds a stock under a key made of its title, as no other stock has. Raises Invalid."""
    async with action("add_stock", by=by, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        rows = await OwnStock.select(OwnStock.key).where(OwnStock.meeting == meeting)
        key = key_of(form.title, {*STOCKS, *(row["key"] for row in rows)}, "stock")
        stock = read_stock(form, key)
        await OwnStock.insert(
            OwnStock(
                meeting=meeting,
                key=key,
                title=stock.title,
                content=msgspec.json.encode(stock).decode(),
                created_at=now,
            )
        )
        act.note("stock", key, title=stock.title, size=list(stock.size))
    return stock


async def change_stock(
    meeting: UUID, key: str, form: StockForm, *, by: Actor, now: datetime
) -> Stock:
    """Changes an own stock; what was printed stays printed. Raises UnknownStock, Invalid."""
    async with action("change_stock", by=by, now=now, meeting=meeting) as act:
        stock = read_stock(form, key)
        changed = (
            await OwnStock.update(
                {
                    OwnStock.title: stock.title,
                    OwnStock.content: msgspec.json.encode(stock).decode(),
                }
            )
            .where(OwnStock.meeting == meeting, OwnStock.key == key)
            .returning(OwnStock.id)
        )
        if not changed:
            raise UnknownStock
        act.note("stock", key, title=stock.title, size=list(stock.size))
    return stock


async def retire_stock(
    meeting: UUID, key: str, *, is_retired: bool, by: Actor, now: datetime
) -> None:
    """A retired stock is offered no more, what uses it still prints. Raises UnknownStock."""
    async with action("retire_stock", by=by, now=now, meeting=meeting) as act:
        changed = (
            await OwnStock.update({OwnStock.is_retired: is_retired})
            .where(OwnStock.meeting == meeting, OwnStock.key == key)
            .returning(OwnStock.id)
        )
        if not changed:
            raise UnknownStock
        act.note("stock", key, is_retired=is_retired)
