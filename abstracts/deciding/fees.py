"""Submission fees that are still due (A07)."""

from __future__ import annotations

from uuid import UUID

from abstracts.tables import Abstract
from conference.registration.rules import OrderState
from conference.registration.tables import Order


async def unpaid_fees(meeting: UUID) -> frozenset[str]:
    """The codes of the orders of submission fees that are not paid; one statement."""
    asked = Abstract.select(Abstract.fee_order).where(
        Abstract.meeting == meeting, Abstract.fee_order != ""
    )
    rows = await Order.select(Order.code).where(
        Order.code.is_in(asked), Order.state != OrderState.PAID.value
    )
    return frozenset(row["code"] for row in rows)
