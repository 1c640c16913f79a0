"""What stands on many orders at once, for modules that have had something charged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from piccolo.query.functions import Sum

from conference.registration.queries import CHUNK
from conference.registration.rules import Balance, OrderState
from conference.registration.tables import Order, Payment


@dataclass(frozen=True, slots=True)
class OrderBalance:
    """What is charged and paid on an order."""

    code: str
    state: OrderState
    currency: str
    balance: Balance


async def balances_of(codes: Collection[str]) -> dict[str, OrderBalance]:
    """Code -> what stands on the order; unknown codes are left out. Two statements per 5,000."""
    found: dict[str, OrderBalance] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), CHUNK):
        here = wanted[start : start + CHUNK]
        rows = await Order.select(Order.code, Order.state, Order.currency, Order.total).where(
            Order.code.is_in(here)
        )
        paid = (
            await Payment.select(Payment.order.code.as_alias("code"), Sum(Payment.amount))
            .where(Payment.order.code.is_in(here))
            .group_by(Payment.order.code)
        )
        sums = {row["code"]: int(row["sum"]) for row in paid}
        for row in rows:
            balance = Balance(row["total"], sums.get(row["code"], 0))
            state = OrderState(row["state"])
            found[row["code"]] = OrderBalance(row["code"], state, row["currency"], balance)
    return found
