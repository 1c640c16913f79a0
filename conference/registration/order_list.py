"""Reading the office's list of orders: filtered by the address, with its totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from piccolo.columns.combination import Or, WhereRaw
from piccolo.custom_types import Combinable
from piccolo.query import Select
from piccolo.query.functions import Count, Sum
from piccolo.querystring import QueryString

from conference.meetings.rules import MeetingInfo, end_of_day
from conference.orm.containing import contains
from conference.people.rules import fold
from conference.registration.found_orders import searched
from conference.registration.queries import mentions
from conference.registration.rules import Balance, OrderState
from conference.registration.tables import Order, Payment, Registration

PAGE_SIZE = 50
REFUND = "refund"
FILTERS: Mapping[str, str] = {
    "": "All",
    OrderState.PENDING.value: "Payment due",
    OrderState.PAID.value: "Settled",
    OrderState.CANCELLED.value: "Cancelled",
    OrderState.EXPIRED.value: "Expired",
    REFUND: "To refund",
}

# Orders are asked for by themselves, or by way of their payments: whose sum is one join so.
_ORDERS, _OF_PAYMENTS = "conference_order", "conference_payment$order"


# What was paid for one order: for the rows of a page, not to be summed over all of them.
_PAID_SQL = (
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_order"."id")'
)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the address asks for; empty means any. `state` may be "refund" too.

    `since` and `until` are local days of the meeting, as YYYY-MM-DD.
    """

    state: str = ""
    text: str = ""
    category: str = ""
    window: str = ""
    mode: str = ""
    pays_by: str = ""
    proof: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    def query(self, page: int = 0) -> str:
        """The address of this list, or of another page of it."""
        names = {"text": "q", "since": "from", "until": "to"}
        chosen = {names.get(k, k): v for k, v in self._values() if v and k != "page"}
        return urlencode({**chosen, **({"page": page} if page else {})})

    @property
    def is_narrow(self) -> bool:
        return any(value for name, value in self._values() if name != "page")

    @property
    def is_detailed(self) -> bool:
        """More is asked than the two fields that are always shown."""
        return any(value for name, value in self._values() if name not in ("page", "text", "state"))

    def _values(self) -> Iterator[tuple[str, str]]:
        return ((name, getattr(self, name)) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order with who pays, and whom it registers."""

    code: str
    state: OrderState
    name: str
    affiliation: str
    people: tuple[str, ...]
    categories: tuple[str, ...]
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

    @property
    def pages(self) -> int:
        return max(1, -(-self.orders // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class OrderPage:
    rows: tuple[OrderRow, ...]
    totals: OrderTotals
    page: int

    @property
    def pages(self) -> int:
        return self.totals.pages


async def order_page(meeting: MeetingInfo, wanted: OrderFilter) -> OrderPage:
    """One page of a meeting's orders, the newest first, and the totals of all; 4 statements.

    Beyond the last page stands the last one.
    """
    where = _where(meeting, wanted)
    totals = await _totals(where, _where(meeting, wanted, Payment.order, _OF_PAYMENTS))
    number = min(wanted.page, totals.pages)
    rows = (
        await Order.select(
            Order.id,
            Order.code,
            Order.state,
            Order.total,
            Order.placed_at,
            Order.person.registered_name.as_alias("name"),
            Order.person.affiliation.as_alias("affiliation"),
            QueryString(_PAID_SQL, alias="paid"),
        )
        .where(Order.id.is_in(_newest(where, number)))
        .order_by(Order.placed_at, ascending=False)
        .order_by(Order.code)
    )
    held = await _registered(row["id"] for row in rows)
    found = tuple(_row(row, held[row["id"]]) for row in rows)
    return OrderPage(found, totals, number)


def _newest(where: Combinable, page: int) -> Select[Any]:
    """The ids of one page: chosen before anything is read or summed of a row."""
    return (
        Order.select(Order.id)
        .where(where)
        .order_by(Order.placed_at, ascending=False)
        .order_by(Order.code)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )


async def _registered(orders: Iterator[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Order -> (name, category) of everybody on it."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    wanted = list(orders)
    if not wanted:
        return found
    rows = (
        await Registration.select(
            Registration.order,
            Registration.person.registered_name.as_alias("name"),
            Registration.category.title.as_alias("category"),
        )
        .where(Registration.order.is_in(wanted))
        .order_by(Registration.person.sort_key)
    )
    for row in rows:
        found[row["order"]].append((row["name"], row["category"]))
    return found


async def _totals(orders: Combinable, payments: Combinable) -> OrderTotals:
    """Charges and payments are summed apart: each once, whatever the number of orders."""
    charged = await Order.select(Count(alias="orders"), Sum(Order.total)).where(orders).first()
    paid = await Payment.select(Sum(Payment.amount)).where(payments).first()
    assert charged is not None
    assert paid is not None
    return OrderTotals(int(charged["orders"]), int(charged["sum"] or 0), int(paid["sum"] or 0))


def _where(
    meeting: MeetingInfo, wanted: OrderFilter, order: Any = Order, table: str = _ORDERS
) -> Combinable:
    """The orders of the filter; `order` and `table`: as a select of their payments has them."""
    where: Combinable = order.meeting == meeting.id
    if wanted.state == REFUND:
        paid = _PAID_SQL.replace(_ORDERS, table)
        where = where & WhereRaw(f'{paid} > "{table}"."total"')
    elif wanted.state:
        where = where & (order.state == wanted.state)
    for part in (*_of_order(meeting, wanted, order), *_registering(meeting.id, wanted, order)):
        where = where & part
    return where


def _of_order(meeting: MeetingInfo, wanted: OrderFilter, order: Any) -> Iterator[Combinable]:
    if wanted.pays_by:
        yield order.pays_by == wanted.pays_by
    if wanted.window:
        yield order.window_key == wanted.window
    if wanted.since:
        day_before = date.fromisoformat(wanted.since) - timedelta(days=1)
        yield order.placed_at >= end_of_day(day_before, meeting.zone)
    if wanted.until:
        yield order.placed_at < end_of_day(date.fromisoformat(wanted.until), meeting.zone)
    for word in searched(wanted.text).split():
        payer = contains(order.person.search_key, fold(word))
        on_it = Registration.select(Registration.order).where(mentions(word))
        yield Or(payer, order.id.is_in(on_it))


def _registering(meeting: UUID, wanted: OrderFilter, order: Any) -> Iterator[Combinable]:
    """Orders with somebody on them who is registered so."""
    chosen: Sequence[tuple[str, Combinable]] = (
        (wanted.category, Registration.category.key == wanted.category),
        (wanted.mode, Registration.mode == wanted.mode),
        (wanted.proof, Registration.proof == wanted.proof),
    )
    parts = [part for value, part in chosen if value]
    if not parts:
        return
    where: Combinable = Registration.meeting == meeting
    for part in parts:
        where = where & part
    yield order.id.is_in(Registration.select(Registration.order).where(where))


def _row(row: Mapping[str, Any], held: Sequence[tuple[str, str]]) -> OrderRow:
    return OrderRow(
        code=row["code"],
        state=OrderState(row["state"]),
        name=row["name"],
        affiliation=row["affiliation"],
        people=tuple(name for name, _ in held),
        categories=tuple(dict.fromkeys(category for _, category in held)),
        placed_at=row["placed_at"],
        balance=Balance(row["total"], int(row["paid"])),
    )
