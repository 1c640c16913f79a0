"""What the page of accompanying persons sends."""

from __future__ import annotations

import msgspec

from badges.stock.catalogue import DEFAULT_STOCK


class GuestsForm(msgspec.Struct):
    """Whose badges, by the guests' ids, on what."""

    guests: list[str] = []
    stock: str = DEFAULT_STOCK
