"""Reading both sides of the books over some days, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from piccolo.custom_types import Combinable
from piccolo.query.functions import Sum

from conference.meetings.rules import MeetingInfo
from conference.registration.catalogue import LineKind
from conference.registration.office.reconciliation import (
    OrderSums,
    Received,
    Reconciliation,
    by_kind,
)
from conference.registration.rules import OrderState, PaymentMethod
from conference.registration.tables import Order, OrderLine, Payment

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included, where the meeting is; None: without end."""

    first: date | None = None
    last: date | None = None

    def begin(self, zone: str) -> datetime | None:
        return _midnight(self.first, zone) if self.first else None

    def end(self, zone: str) -> datetime | None:
        """The first instant after the last day."""
        return _midnight(self.last + ONE_DAY, zone) if self.last else None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


async def reconciliation_of(meeting: MeetingInfo, days: Days) -> Reconciliation:
    """What was charged and received on the days, and what is open at their end; 8 statements.

    With a last day an order is what its lines said until then; without one its stored total must
    agree with its lines too.
    """
    begin, end = days.begin(meeting.zone), days.end(meeting.zone)
    return Reconciliation(
        currency=meeting.currency,
        opening=await _opening(meeting.id, begin),
        kinds=by_kind(await _line_sums(meeting.id, begin, end)),
        payments=await _payments(meeting, begin, end),
        orders=await _orders(meeting.id, end),
    )


async def _opening(meeting: UUID, begin: datetime | None) -> int:
    if begin is None:
        return 0
    lines = await OrderLine.select(Sum(OrderLine.amount, alias="sum")).where(
        _lines(meeting, None, begin)
    )
    paid = await Payment.select(Sum(Payment.amount, alias="sum")).where(_paid(meeting, None, begin))
    return int(lines[0]["sum"] or 0) - int(paid[0]["sum"] or 0)


async def _line_sums(
    meeting: UUID, begin: datetime | None, end: datetime | None
) -> dict[tuple[LineKind, int], tuple[int, int]]:
    found = {}
    where = _lines(meeting, begin, end)
    for sign, condition in ((1, OrderLine.amount >= 0), (-1, OrderLine.amount < 0)):
        rows = (
            await OrderLine.select(
                OrderLine.kind,
                Sum(OrderLine.amount, alias="charged"),
                Sum(OrderLine.tax, alias="taxed"),
            )
            .where(where, condition)
            .group_by(OrderLine.kind)
        )
        for row in rows:
            found[LineKind(row["kind"]), sign] = int(row["charged"]), int(row["taxed"])
    return found


async def _payments(
    meeting: MeetingInfo, begin: datetime | None, end: datetime | None
) -> tuple[Received, ...]:
    zone = ZoneInfo(meeting.zone)
    rows = await Payment.select(Payment.received_at, Payment.method, Payment.amount).where(
        _paid(meeting.id, begin, end)
    )
    return tuple(
        Received(
            row["received_at"].astimezone(zone).date(), PaymentMethod(row["method"]), row["amount"]
        )
        for row in rows
    )


async def _orders(meeting: UUID, end: datetime | None) -> tuple[OrderSums, ...]:
    """Every order with the sums of its lines and payments until the end."""
    rows = (
        await Order.select(
            Order.id,
            Order.code,
            Order.state,
            Order.currency,
            Order.total,
            Order.placed_at,
            Order.person.registered_name.as_alias("name"),
        )
        .where(Order.meeting == meeting)
        .order_by(Order.placed_at)
        .order_by(Order.code)
    )
    lines = await OrderLine.select(OrderLine.order, Sum(OrderLine.amount, alias="sum")).where(
        _lines(meeting, None, end)
    ).group_by(OrderLine.order)  # fmt: skip
    paid = await Payment.select(Payment.order, Sum(Payment.amount, alias="sum")).where(
        _paid(meeting, None, end)
    ).group_by(Payment.order)  # fmt: skip
    charged_of = {row["order"]: int(row["sum"]) for row in lines}
    paid_of = {row["order"]: int(row["sum"]) for row in paid}
    return tuple(_order(row, charged_of, paid_of, is_now=end is None) for row in rows)


def _order(
    row: Mapping[str, Any],
    charged_of: Mapping[UUID, int],
    paid_of: Mapping[UUID, int],
    *,
    is_now: bool,
) -> OrderSums:
    lines = charged_of.get(row["id"], 0)
    return OrderSums(
        code=row["code"],
        name=row["name"],
        state=OrderState(row["state"]),
        currency=row["currency"],
        placed_at=row["placed_at"],
        total=row["total"] if is_now else lines,
        lines=lines,
        paid=paid_of.get(row["id"], 0),
    )


def _lines(meeting: UUID, begin: datetime | None, end: datetime | None) -> Combinable:
    where: Combinable = OrderLine.order.meeting == meeting
    if begin is not None:
        where = where & (OrderLine.created_at >= begin)
    return where & (OrderLine.created_at < end) if end is not None else where


def _paid(meeting: UUID, begin: datetime | None, end: datetime | None) -> Combinable:
    where: Combinable = Payment.order.meeting == meeting
    if begin is not None:
        where = where & (Payment.received_at >= begin)
    return where & (Payment.received_at < end) if end is not None else where
