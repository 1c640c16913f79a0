"""The stock a meeting can print on: the catalogue's and its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from badges.stock.catalogue import STOCKS
from badges.stock.errors import UnknownStock
from badges.stock.stock import Stock
from badges.tables import OwnStock


@dataclass(frozen=True, slots=True)
class OwnStockInfo:
    """A stock that the meeting added; a retired one is not offered, but what uses it prints."""

    stock: Stock
    is_retired: bool


async def own_stocks(meeting: UUID) -> tuple[OwnStockInfo, ...]:
    """What the meeting added, by title, the retired last; one statement."""
    rows = await OwnStock.select(OwnStock.content, OwnStock.is_retired).where(
        OwnStock.meeting == meeting
    )
    infos = [_info(row) for row in rows]
    return tuple(sorted(infos, key=lambda info: (info.is_retired, info.stock.title)))


async def stocks_of(meeting: UUID) -> dict[str, Stock]:
    """What one may choose, by key: the meeting's own first, then the catalogue; one statement."""
    own = await own_stocks(meeting)
    return {info.stock.key: info.stock for info in own if not info.is_retired} | STOCKS


async def stock_named(meeting: UUID, key: str) -> Stock:
    """The stock with this key, a retired one too. Raises UnknownStock; at most one statement."""
    return STOCKS[key] if key in STOCKS else await changeable_stock(meeting, key)


async def changeable_stock(meeting: UUID, key: str) -> Stock:
    """An own stock: the catalogue's cannot be changed. Raises UnknownStock; one statement."""
    own = await own_stock(meeting, key)
    if own is None:
        raise UnknownStock
    return own.stock


async def own_stock(meeting: UUID, key: str) -> OwnStockInfo | None:
    """The meeting's own stock with this key; one statement."""
    row = (
        await OwnStock.select(OwnStock.content, OwnStock.is_retired)
        .where(OwnStock.meeting == meeting, OwnStock.key == key)
        .first()
    )
    return _info(row) if row else None


def _info(row: dict[str, Any]) -> OwnStockInfo:
    return OwnStockInfo(msgspec.json.decode(row["content"], type=Stock), row["is_retired"])
