"""Reading quotes and orders: the check page, and the office's list and history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from conference.orm.tables import AuditEntry
from conference.registration.pricing import Line
from conference.registration.queries import RegistrationInfo, readable, registrations_info
from conference.registration.rules import OrderState, PaymentMethod, RegistrationState
from conference.registration.tables import Order, OrderLine, Payment, Quote, Registration


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A price that was said, until when it holds, and for whom."""

    id: UUID
    meeting: UUID
    person: UUID | None
    category: UUID
    category_key: str
    category_title: str
    mode: str
    lines: tuple[Line, ...]
    total: int
    saving: int
    currency: str
    tested_on: date | None
    quoted_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """What became of a quote: its order and its registration."""

    order: UUID
    order_code: str
    registration: UUID
    registration_code: str
    state: RegistrationState


@dataclass(frozen=True, slots=True)
class PaymentInfo:
    amount: int
    method: PaymentMethod
    reference: str
    received_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order whole: what was charged and why, what was paid, and the registration it made."""

    id: UUID
    code: str
    state: OrderState
    bill_to: str
    lines: tuple[Line, ...]
    payments: tuple[PaymentInfo, ...]
    registration: RegistrationInfo


async def stored_quote(id: UUID) -> StoredQuote | None:
    """A quote with its lines as they were said."""
    row = (
        await Quote.select(
            *Quote.all_columns(),
            Quote.category.key.as_alias("category_key"),
            Quote.category.title.as_alias("category_title"),
        )
        .where(Quote.id == id)
        .first()
    )
    return _quote(row) if row else None


async def order_of_quote(quote: UUID) -> PlacedOrder | None:
    """The one order that a quote became, if it did: a quote is charged once, ever."""
    row = (
        await Registration.select(
            Registration.id,
            Registration.code,
            Registration.state,
            Registration.order,
            Registration.order.code.as_alias("order_code"),
        )
        .where(Registration.order.quote == quote)
        .first()
    )
    if row is None:
        return None
    return PlacedOrder(
        order=row["order"],
        order_code=row["order_code"],
        registration=row["id"],
        registration_code=row["code"],
        state=RegistrationState(row["state"]),
    )


async def order_lines(order: UUID) -> tuple[Line, ...]:
    """The lines of an order as they were quoted."""
    rows = (
        await OrderLine.select(OrderLine.title, OrderLine.reason, OrderLine.amount)
        .where(OrderLine.order == order)
        .order_by(OrderLine.position)
    )
    return tuple(Line(**row) for row in rows)


async def payments_of(order: UUID) -> tuple[PaymentInfo, ...]:
    """The payments (positive) and refunds (negative) of an order in order of time."""
    rows = (
        await Payment.select(
            Payment.amount,
            Payment.method,
            Payment.reference,
            Payment.received_at,
            Payment.recorded_by,
        )
        .where(Payment.order == order)
        .order_by(Payment.received_at)
        .order_by(Payment.created_at)
    )
    return tuple(PaymentInfo(**{**row, "method": PaymentMethod(row["method"])}) for row in rows)


async def order_detail(meeting: UUID, code: str) -> OrderDetail | None:
    """An order of the meeting by its code; six statements."""
    row = (
        await Order.select(Order.id, Order.code, Order.state, Order.bill_to)
        .where(Order.meeting == meeting, Order.code == readable(code))
        .first()
    )
    if row is None:
        return None
    held = await Registration.select(Registration.id).where(Registration.order == row["id"]).first()
    assert held is not None, "every order has its registration"
    info = (await registrations_info([held["id"]]))[held["id"]]
    return OrderDetail(
        id=row["id"],
        code=row["code"],
        state=OrderState(row["state"]),
        bill_to=row["bill_to"],
        lines=await order_lines(row["id"]),
        payments=await payments_of(row["id"]),
        registration=info,
    )


def _quote(row: Mapping[str, Any]) -> StoredQuote:
    return StoredQuote(
        id=row["id"],
        meeting=row["meeting"],
        person=row["person"],
        category=row["category"],
        category_key=row["category_key"],
        category_title=row["category_title"],
        mode=row["mode"],
        lines=tuple(Line(**each) for each in json.loads(row["lines"])),
        total=row["total"],
        saving=row["saving"],
        currency=row["currency"],
        tested_on=row["tested_on"],
        quoted_at=row["quoted_at"],
        expires_at=row["expires_at"],
    )


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done to an order, by whom and why."""

    at: datetime
    verb: str
    by_name: str
    subject: str
    changes: tuple[str, ...]
    reason: str


async def history_of(meeting: UUID, order: OrderDetail) -> list[HistoryLine]:
    """Everything that the audit trail says of an order and its registration, oldest first."""
    rows = (
        await AuditEntry.select()
        .where(
            AuditEntry.meeting == meeting,
            AuditEntry.subject.is_in([order.code, order.registration.code]),
        )
        .order_by(AuditEntry.at)
        .order_by(AuditEntry.id)
    )
    return [_history_line(row) for row in rows]


def _history_line(row: Mapping[str, Any]) -> HistoryLine:
    changes = json.loads(row["changes"])
    states = [f"{change[0] or 'new'} → {change[1]}" for change in [changes.get("state")] if change]
    return HistoryLine(
        at=row["at"],
        verb=row["verb"].replace("_", " ").capitalize(),
        by_name=row["actor_name"],
        subject=f"{row['subject_kind']} {row['subject']}",
        changes=tuple(each.replace("_", " ") for each in states),
        reason=row["reason"],
    )
