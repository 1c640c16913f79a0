"""Reading the office's list of orders: filtered by the address, with its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable
from piccolo.query.functions import Count, Sum
from piccolo.querystring import QueryString

from conference.registration.queries import mentions
from conference.registration.rules import Balance, OrderState
from conference.registration.tables import Registration

PAGE_SIZE = 50
REFUND = "refund"
FILTERS: Mapping[str, str] = {
    "": "All",
    OrderState.PENDING.value: "Payment due",
    OrderState.PAID.value: "Settled",
    OrderState.CANCELLED.value: "Cancelled",
    REFUND: "To refund",
}

_PAID_SQL = (
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_registration"."order")'
)
_OWED_BACK = WhereRaw(
    '"conference_registration"."order" IN (SELECT o.id FROM conference_order o'
    ' JOIN conference_payment p ON p."order" = o.id GROUP BY o.id, o.total, o.state'
    " HAVING SUM(p.amount) > CASE WHEN o.state = 'cancelled' THEN 0 ELSE o.total END)"
)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the address asks for: a state or "refund", words to find, a page."""

    state: str = ""
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class OrderRow:
    code: str
    state: OrderState
    name: str
    affiliation: str
    category: str
    registration: str
    placed_at: datetime
    balance: Balance


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """Over everything that the filter finds, not only the page."""

    orders: int
    charged: int
    paid: int

    @property
    def open(self) -> int:
        """Due less what is to be given back."""
        return self.charged - self.paid


@dataclass(frozen=True, slots=True)
class OrderPage:
    rows: tuple[OrderRow, ...]
    totals: OrderTotals
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.totals.orders // PAGE_SIZE))


async def order_page(meeting: UUID, wanted: OrderFilter) -> OrderPage:
    """One page of a meeting's orders, the newest first, and the totals of all; 2 statements."""
    where = _where(meeting, wanted)
    rows = (
        await Registration.select(
            Registration.code.as_alias("registration"),
            Registration.order.code.as_alias("code"),
            Registration.order.state.as_alias("order_state"),
            Registration.order.total.as_alias("total"),
            Registration.order.placed_at.as_alias("placed_at"),
            Registration.person.registered_name.as_alias("name"),
            Registration.person.affiliation.as_alias("affiliation"),
            Registration.category.title.as_alias("category"),
            QueryString(_PAID_SQL, alias="paid"),
        )
        .where(where)
        .order_by(Registration.order.placed_at, ascending=False)
        .order_by(Registration.code)
        .limit(PAGE_SIZE)
        .offset((wanted.page - 1) * PAGE_SIZE)
    )
    return OrderPage(tuple(_row(row) for row in rows), await _totals(where), wanted.page)


async def _totals(where: Combinable) -> OrderTotals:
    sums = (
        await Registration.select(
            Registration.order.state.as_alias("order_state"),
            Count(alias="orders"),
            Sum(Registration.order.total, alias="total"),
            QueryString(f"SUM({_PAID_SQL})", alias="paid"),
        )
        .where(where)
        .group_by(Registration.order.state)
    )
    live = [row for row in sums if row["order_state"] != OrderState.CANCELLED]
    return OrderTotals(
        orders=sum(int(row["orders"]) for row in sums),
        charged=sum(int(row["total"]) for row in live),
        paid=sum(int(row["paid"]) for row in sums),
    )


def _where(meeting: UUID, wanted: OrderFilter) -> Combinable:
    where: Combinable = Registration.meeting == meeting
    if wanted.state == REFUND:
        where = where & _OWED_BACK
    elif wanted.state:
        where = where & (Registration.order.state == wanted.state)
    for word in wanted.text.split():
        where = where & mentions(word)
    return where


def _row(row: Mapping[str, Any]) -> OrderRow:
    state = OrderState(row["order_state"])
    return OrderRow(
        code=row["code"],
        state=state,
        name=row["name"],
        affiliation=row["affiliation"],
        category=row["category"],
        registration=row["registration"],
        placed_at=row["placed_at"],
        balance=Balance(row["total"], int(row["paid"]), state is OrderState.CANCELLED),
    )
