"""An order as a ledger: lines are added, never changed; its total and state follow them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from uuid import UUID, uuid4

from conference.orm import Action
from conference.registration import order_queries
from conference.registration.quoted import Line
from conference.registration.rules import (
    ORDER_NEXT,
    Balance,
    MoneyEvent,
    OrderState,
    next_state,
)
from conference.registration.tables import Order, OrderLine, Payment


async def locked_balance(order: UUID) -> Balance:
    """Locks the order by writing it, so that two changes see each other; then counts."""
    rows = (
        await Order.update({Order.state: Order.state})
        .where(Order.id == order)
        .returning(Order.total)
    )
    paid = await Payment.select(Payment.amount).where(Payment.order == order)
    return Balance(rows[0]["total"], sum(row["amount"] for row in paid))


async def charge(
    act: Action, order: UUID, lines: Sequence[Line], *, registration: str = ""
) -> Balance:
    """Adds lines to an order, moves its total, and opens or settles it; returns the balance.

    Part of an action, which also settles or cancels the registrations where that follows.
    """
    before = await locked_balance(order)
    await insert_lines(act, order, lines, registration=registration)
    total = before.total + sum(line.amount for line in lines)
    await Order.update({Order.total: total}).where(Order.id == order)
    after = Balance(total, before.paid)
    await follow_money(act, order, after)
    return after


async def take_back(
    act: Action, order: UUID, *, registration: str, kept: Sequence[Line] = (), reason: str = ""
) -> Balance:
    """Takes back whatever a registration is still charged for, and charges what is kept (C01)."""
    charged = await order_queries.lines_of(order, registration)
    lines = [negated(line, reason) for line in outstanding(charged)]
    return await charge(act, order, [*lines, *kept], registration=registration)


def outstanding(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What is still charged after all that was taken back: one line per kind, item and tax."""
    sums: dict[tuple[str, str, int], Line] = {}
    for line in lines:
        key = (line.kind, line.item, line.tax_points)
        so_far = sums.get(key)
        sums[key] = plain(line) if so_far is None else _added(so_far, line)
    return tuple(line for line in sums.values() if line.amount or line.tax)


def negated(line: Line, reason: str = "") -> Line:
    """The line that takes this one back: the same kind and item, the amount with its tax."""
    return replace(
        plain(line), amount=-line.amount, tax=-line.tax, quantity=-line.quantity, reason=reason
    )


def plain(line: Line) -> Line:
    """A line without what its order knows of it."""
    return Line(**{each.name: getattr(line, each.name) for each in fields(Line)})


def _added(first: Line, second: Line) -> Line:
    return replace(
        first,
        amount=first.amount + second.amount,
        tax=first.tax + second.tax,
        quantity=first.quantity + second.quantity,
    )


async def insert_lines(
    act: Action, order: UUID, lines: Sequence[Line], *, registration: str, first: int | None = None
) -> None:
    """Appends lines after those that are there; the order is locked by the caller.

    `first` is the place of the first one, where the caller knows it.
    """
    if not lines:
        return
    if first is None:
        first = await OrderLine.count().where(OrderLine.order == order)
    rows = [
        OrderLine(
            id=uuid4(),
            created_at=act.now,
            order=order,
            position=first + n,
            registration=registration,
            **asdict(line),
        )
        for n, line in enumerate(lines)
    ]
    await OrderLine.insert(*rows)


async def follow_money(act: Action, order: UUID, balance: Balance) -> None:
    """Open while money is due, paid when none is; an order that has ended stays as it is."""
    row = await Order.select(Order.state, Order.code).where(Order.id == order).first()
    assert row is not None
    state = OrderState(row["state"])
    event = MoneyEvent.SETTLED if balance.is_settled else MoneyEvent.CHARGED
    after = next_state(ORDER_NEXT, state, event)
    if after is None:
        return
    await Order.update({Order.state: after.value}).where(Order.id == order)
    act.note("order", row["code"], state=[state, after], total=balance.total)
