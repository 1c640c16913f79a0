"""A meeting's own stock is added, changed, retired and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from badges.stock.catalogue import STOCKS
from badges.stock.errors import UnknownStock
from badges.stock.forms import StockForm, read_stock
from badges.stock.queries import OwnStockInfo, own_stocks
from badges.stock.stock import Stock
from badges.stock.titles import title_key
from badges.tables import OwnStock
from conference.meetings.actions import hold_meeting
from conference.orm import Actor, action
from conference.registration.price_forms import key_of
from conference.web.problems import Invalid


async def add_stock(meeting: UUID, form: StockForm, *, by: Actor, now: datetime) -> Stock:
    """Adds a stock under a key made of its title, as no other stock has.

    Raises Invalid, also for the title of another own stock.
    """
    async with action("add_stock", by=by, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        own = await own_stocks(meeting)
        key = key_of(form.title, {*STOCKS, *(each.stock.key for each in own)}, "stock")
        stock = read_stock(form, key)
        _refuse_same_title(stock, own)
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


def _refuse_same_title(stock: Stock, own: Sequence[OwnStockInfo]) -> None:
    """A list with two stocks of one title prints on the wrong one. Raises Invalid."""
    for each in own:
        is_other = each.stock.key != stock.key
        if is_other and title_key(each.stock.title) == title_key(stock.title):
            retired = ", though it is retired" if each.is_retired else ""
            sentence = (
                f"This meeting has a stock “{each.stock.title}” already{retired}. "
                "Choose a name that tells them apart."
            )
            raise Invalid(sentence, errors={"title": sentence})


async def change_stock(
    meeting: UUID, key: str, form: StockForm, *, by: Actor, now: datetime
) -> Stock:
    """Changes an own stock; what was printed stays printed. Raises UnknownStock, Invalid."""
    async with action("change_stock", by=by, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        stock = read_stock(form, key)
        _refuse_same_title(stock, await own_stocks(meeting))
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
