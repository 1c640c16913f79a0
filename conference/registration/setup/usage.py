"""What was sold already: by price period, extra and code. It stays, whatever is set up anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from piccolo.query import Select
from piccolo.query.functions import Count, Sum

from conference.registration.catalogue import LineKind
from conference.registration.rules import HOLDS_A_PLACE
from conference.registration.tables import Order, OrderLine, Quote, Registration

CODE_ITEM = "code:"
HELD = [state.value for state in HOLDS_A_PLACE]
_THINGS = [LineKind.EXTRA.value, LineKind.GUEST.value]


async def windows_sold(meeting: UUID) -> frozenset[str]:
    """The price periods in which something was ordered."""
    rows = (
        await Order.select(Order.window_key)
        .where(Order.meeting == meeting)
        .group_by(Order.window_key)
    )
    return frozenset(row["window_key"] for row in rows if row["window_key"])


async def categories_told(meeting: UUID) -> frozenset[UUID]:
    """The ids of categories that somebody has or had, or was told the price of; two statements."""
    held = (
        await Registration.select(Registration.category)
        .where(Registration.meeting == meeting)
        .group_by(Registration.category)
    )
    told = (
        await Quote.select(Quote.category).where(Quote.meeting == meeting).group_by(Quote.category)
    )
    return frozenset(row["category"] for row in [*held, *told])


async def registrations_by_category(meeting: UUID) -> dict[UUID, int]:
    """Category id -> how many registrations hold a place in it."""
    rows = (
        await Registration.select(Registration.category, Count().as_alias("held"))
        .where(Registration.meeting == meeting, Registration.state.is_in(HELD))
        .group_by(Registration.category)
    )
    return {row["category"]: row["held"] for row in rows}


async def extras_ever_sold(meeting: UUID) -> frozenset[str]:
    """The extras and bundles that stand on any order, given up or not."""
    rows = (
        await OrderLine.select(OrderLine.item)
        .where(OrderLine.order.meeting == meeting, OrderLine.kind.is_in(_THINGS))
        .group_by(OrderLine.item)
    )
    return frozenset(row["item"] for row in rows)


async def extras_held(meeting: UUID) -> dict[str, Mapping[str, int]]:
    """Extra -> registration code -> how many are booked now."""
    rows = (
        await OrderLine.select(
            OrderLine.item, OrderLine.registration, Sum(OrderLine.quantity).as_alias("held")
        )
        .where(
            OrderLine.order.meeting == meeting,
            OrderLine.kind.is_in(_THINGS),
            OrderLine.registration.is_in(_active_codes(meeting)),
        )
        .group_by(OrderLine.item, OrderLine.registration)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row["held"] > 0:
            found[row["item"]][row["registration"]] = int(row["held"])
    return dict(found)


async def codes_used(meeting: UUID) -> dict[str, dict[str, int]]:
    """Code -> registration code -> what it takes off in minor units; 0 where it opens a category.

    Registrations that were given up are left out.
    """
    rows = (
        await OrderLine.select(
            OrderLine.item, OrderLine.registration, Sum(OrderLine.amount).as_alias("off")
        )
        .where(
            OrderLine.order.meeting == meeting,
            OrderLine.item.like(f"{CODE_ITEM}%"),
            OrderLine.registration.is_in(_active_codes(meeting)),
        )
        .group_by(OrderLine.item, OrderLine.registration)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row["item"].removeprefix(CODE_ITEM)][row["registration"]] = -int(row["off"])
    return found


async def codes_ever_used(meeting: UUID) -> frozenset[str]:
    """The codes that stand on any order."""
    rows = (
        await OrderLine.select(OrderLine.item)
        .where(OrderLine.order.meeting == meeting, OrderLine.item.like(f"{CODE_ITEM}%"))
        .group_by(OrderLine.item)
    )
    return frozenset(row["item"].removeprefix(CODE_ITEM) for row in rows)


def _active_codes(meeting: UUID) -> Select[Any]:
    return Registration.select(Registration.code).where(
        Registration.meeting == meeting, Registration.state.is_in(HELD)
    )
