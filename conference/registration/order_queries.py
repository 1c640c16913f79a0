"""Reading quotes and orders: the check page, and the office's page of an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.custom_types import Combinable

from conference.registration.catalogue import LineKind, Wish
from conference.registration.queries import RegistrationInfo, readable, registrations_of_order
from conference.registration.quoted import Line
from conference.registration.rules import (
    Balance,
    OrderState,
    PayBy,
    PaymentMethod,
    RegistrationState,
)
from conference.registration.tables import Order, OrderLine, Payment, Quote, Registration

_ORDER_COLUMNS = (
    Order.id,
    Order.code,
    Order.meeting,
    Order.state,
    Order.person,
    Order.currency,
    Order.total,
    Order.pays_by,
    Order.bill_to,
    Order.bill_country,
    Order.vat_number,
    Order.purchase_order,
    Order.window_key,
    Order.placed_at,
    Order.expires_at,
)


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A price that was said, until when it holds, and for whom."""

    id: UUID
    meeting: UUID
    person: UUID | None
    payer: UUID | None
    category: UUID
    category_key: str
    category_title: str
    needs_proof: bool
    mode: str
    wish: Wish
    window_key: str
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
    id: UUID
    idempotency_key: str
    amount: int
    method: PaymentMethod
    reference: str
    received_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedLine(Line):
    """A line of an order: whose it is (code of a registration; empty: the order's), since when."""

    id: UUID
    registration: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order whole: what was charged and why, what was paid, and the registrations on it.

    There are none on an order for something else, such as the fee of an abstract.
    """

    id: UUID
    code: str
    meeting: UUID
    state: OrderState
    person: UUID
    currency: str
    total: int
    pays_by: PayBy
    bill_to: str
    bill_country: str
    vat_number: str
    purchase_order: str
    window_key: str
    placed_at: datetime
    expires_at: datetime | None
    lines: tuple[ChargedLine, ...]
    payments: tuple[PaymentInfo, ...]
    registrations: tuple[RegistrationInfo, ...]

    @property
    def registration(self) -> RegistrationInfo:
        """The one that the order was placed for; of a group the first by name."""
        return self.registrations[0]

    @property
    def balance(self) -> Balance:
        return Balance(self.total, sum(each.amount for each in self.payments))

    @property
    def paid(self) -> int:
        return self.balance.paid

    @property
    def due(self) -> int:
        return self.balance.due


async def stored_quote(id: UUID) -> StoredQuote | None:
    """A quote with its lines as they were said."""
    row = (
        await Quote.select(
            *Quote.all_columns(),
            Quote.category.key.as_alias("category_key"),
            Quote.category.title.as_alias("category_title"),
            Quote.category.needs_proof.as_alias("needs_proof"),
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


async def order_lines(order: UUID) -> tuple[ChargedLine, ...]:
    """The lines of an order in the order in which they were added."""
    rows = await OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.position)
    return tuple(_line(row) for row in rows)


async def lines_of(order: UUID, registration: str) -> tuple[ChargedLine, ...]:
    """The lines of an order that are about one registration."""
    return tuple(each for each in await order_lines(order) if each.registration == registration)


async def payments_of(order: UUID) -> tuple[PaymentInfo, ...]:
    """The payments (positive) and refunds (negative) of an order in order of time."""
    rows = (
        await Payment.select(
            Payment.id,
            Payment.idempotency_key,
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
    return await _detail((Order.meeting == meeting) & (Order.code == readable(code)))


async def order_of_payer(person: UUID, code: str) -> OrderDetail | None:
    """A person's own order by its code; None for anybody else's."""
    return await _detail((Order.person == person) & (Order.code == readable(code)))


async def order_by_id(order: UUID) -> OrderDetail:
    """An order that is known to exist; six statements."""
    found = await _detail(Order.id == order)
    assert found is not None
    return found


async def _detail(wanted: Combinable) -> OrderDetail | None:
    row = await Order.select(*_ORDER_COLUMNS).where(wanted).first()
    if row is None:
        return None
    found = await registrations_of_order(row["id"])
    return OrderDetail(
        **{
            **row,
            "state": OrderState(row["state"]),
            "pays_by": PayBy(row["pays_by"]),
            "lines": await order_lines(row["id"]),
            "payments": await payments_of(row["id"]),
            "registrations": tuple(found),
        }
    )


def _line(row: Mapping[str, Any]) -> ChargedLine:
    return ChargedLine(
        **{each.name: row[each.name] for each in fields(Line) if each.name != "kind"},
        kind=LineKind(row["kind"]),
        id=row["id"],
        registration=row["registration"],
        added_at=row["created_at"],
    )


def _quote(row: Mapping[str, Any]) -> StoredQuote:
    return StoredQuote(
        id=row["id"],
        meeting=row["meeting"],
        person=row["person"],
        payer=row["payer"],
        category=row["category"],
        category_key=row["category_key"],
        category_title=row["category_title"],
        needs_proof=row["needs_proof"],
        mode=row["mode"],
        wish=msgspec.json.decode(row["wish"], type=Wish),
        window_key=row["window_key"],
        lines=msgspec.json.decode(row["lines"], type=tuple[Line, ...]),
        total=row["total"],
        saving=row["saving"],
        currency=row["currency"],
        tested_on=row["tested_on"],
        quoted_at=row["quoted_at"],
        expires_at=row["expires_at"],
    )
