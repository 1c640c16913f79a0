"""Writing changes down: one registration or many, with the same few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.query.functions import Count, Sum
from piccolo.querystring import QueryString

from conference.orm import Action
from conference.registration import order_queries
from conference.registration.changes.held_queries import HeldRegistration
from conference.registration.changes.rules.change import Change
from conference.registration.documents.actions import document_order
from conference.registration.quoted import Line
from conference.registration.rules import (
    ORDER_NEXT,
    REGISTRATION_NEXT,
    Balance,
    MoneyEvent,
    OrderState,
    RegistrationState,
    next_state,
)
from conference.registration.settling import confirm_settled
from conference.registration.tables import Guest, Order, OrderLine, Payment, Registration
from conference.registration.till import Till

ROWS = 500  # in one statement: times 14 columns, well below what both engines take
_SUM_OF_LINES = QueryString(
    "(SELECT COALESCE(SUM(l.amount), 0) FROM conference_order_line l"
    ' WHERE l."order" = conference_order.id)'
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A registration and the change that is made of it."""

    found: HeldRegistration
    change: Change

    @property
    def id(self) -> UUID:
        return self.found.info.id

    @property
    def code(self) -> str:
        return self.found.info.code

    @property
    def order(self) -> UUID:
        return self.found.info.order


async def lock_registrations(ids: Sequence[UUID], orders: Sequence[UUID]) -> None:
    """Locks orders, then their registrations, by writing them: two changes see each other.

    In this order, as a payment does it that confirms whoever waited for it: no deadlock.
    """
    await Order.update({Order.state: Order.state}).where(Order.id.is_in(list(orders)))
    await Registration.update({Registration.state: Registration.state}).where(
        Registration.id.is_in(list(ids))
    )


async def write_changes(act: Action, changed: Sequence[Changed], till: Till) -> None:
    """Writes what is booked, the lines, and what follows for orders and documents.

    Part of an action that holds the locks; the places have been moved. Whoever waited for a
    payment that is not due any more is confirmed, with the letter.
    """
    await _write_registrations(act, changed)
    await _write_guests(act, changed)
    lines = [(each.order, each.code, each.change.lines) for each in changed]
    balances = await append_lines(act, lines)
    await _write_states(act, changed)
    await settle_orders(act, changed, balances, till)


async def append_lines(
    act: Action, added: Iterable[tuple[UUID, str, Sequence[Line]]]
) -> dict[UUID, Balance]:
    """Adds lines to orders that are locked, moves their totals, and says their balances.

    (order, code of the registration, lines); a fixed number of statements for one chunk.
    """
    wanted = [(order, code, line) for order, code, lines in added for line in lines]
    orders = list(dict.fromkeys(order for order, _, _ in wanted))
    if not orders:
        return {}
    positions = await _positions(orders)
    rows = []
    for order, code, line in wanted:
        rows.append(_line_row(act, order, positions[order], code, line))
        positions[order] += 1
    for start in range(0, len(rows), ROWS):
        await OrderLine.insert(*rows[start : start + ROWS])
    return await _count_totals(orders)


async def settle_orders(
    act: Action, changed: Sequence[Changed], balances: Mapping[UUID, Balance], till: Till
) -> None:
    """What follows from new balances: the orders' states, confirmations, and at last documents."""
    before = {each.order: (each.found.info.order_code, each.found.order_state) for each in changed}
    moved: dict[OrderState, list[UUID]] = defaultdict(list)
    for order, balance in balances.items():
        code, state = before[order]
        event = MoneyEvent.SETTLED if balance.is_settled else MoneyEvent.CHARGED
        after = next_state(ORDER_NEXT, state, event)
        if after is not None:
            moved[after].append(order)
            act.note("order", code, state=[state, after], total=balance.total)
    for after, orders in moved.items():
        await Order.update({Order.state: after.value}).where(Order.id.is_in(orders))
    for order in moved[OrderState.PAID]:
        detail = await order_queries.order_by_id(order)
        await confirm_settled(act, detail, balances[order], till)
    for order in balances:
        await document_order(act, order, till.meeting)


async def _positions(orders: Sequence[UUID]) -> dict[UUID, int]:
    rows = (
        await OrderLine.select(OrderLine.order, Count())
        .where(OrderLine.order.is_in(list(orders)))
        .group_by(OrderLine.order)
    )
    return defaultdict(int, {row["order"]: int(row["count"]) for row in rows})


def _line_row(act: Action, order: UUID, position: int, code: str, line: Line) -> OrderLine:
    return OrderLine(
        id=uuid4(),
        created_at=act.now,
        order=order,
        position=position,
        registration=code,
        **asdict(line),
    )


async def _count_totals(orders: Sequence[UUID]) -> dict[UUID, Balance]:
    """Writes the sum of the lines into each order; with what was paid, the balances."""
    rows = (
        await Order.update({Order.total: _SUM_OF_LINES})
        .where(Order.id.is_in(list(orders)))
        .returning(Order.id, Order.total)
    )
    paid = (
        await Payment.select(Payment.order, Sum(Payment.amount))
        .where(Payment.order.is_in(list(orders)))
        .group_by(Payment.order)
    )
    came = {row["order"]: int(row["sum"]) for row in paid}
    return {row["id"]: Balance(row["total"], came.get(row["id"], 0)) for row in rows}


async def _write_registrations(act: Action, changed: Sequence[Changed]) -> None:
    """Registrations that get the same values are written in one statement."""
    same: dict[tuple[tuple[str, Any], ...], list[UUID]] = defaultdict(list)
    for each in changed:
        values = _new_values(each)
        if values:
            same[tuple(sorted(values.items(), key=str))].append(each.id)
            act.note("registration", each.code, **_noted(each, values))
    for pairs, ids in same.items():
        values_of: dict[Column | str, Any] = dict(pairs)
        await Registration.update(values_of).where(Registration.id.is_in(ids))


def _new_values(each: Changed) -> dict[str, Any]:
    info, change = each.found.info, each.change
    values: dict[str, Any] = {}
    if change.after.mode != info.mode:
        values["mode"] = change.after.mode
    if change.after.day != info.day:
        values["day"] = change.after.day
    if change.after.category != info.category_key:
        values["category"] = each.found.stored.category_ids[change.after.category]
    if change.proof is not None and change.proof is not info.proof:
        values["proof"] = change.proof.value
    return values


def _noted(each: Changed, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the history says: words in place of ids."""
    info, after = each.found.info, each.change.after
    pairs = {
        "mode": [info.mode, after.mode],
        "day": [info.day, after.day],
        "category": [info.category_key, after.category],
        "proof": [info.proof, each.change.proof],
    }
    return {name: pair for name, pair in pairs.items() if name in values}


async def _write_states(act: Action, changed: Sequence[Changed]) -> None:
    """Registrations whose change is an event of their own: who did not come (C08)."""
    moved: dict[RegistrationState, list[Changed]] = defaultdict(list)
    for each in changed:
        event = each.change.event
        after = next_state(REGISTRATION_NEXT, each.found.info.state, event) if event else None
        if after is not None:
            moved[after].append(each)
            act.note("registration", each.code, state=[each.found.info.state, after])
    for after, those in moved.items():
        await Registration.update({Registration.state: after.value}).where(
            Registration.id.is_in([each.id for each in those])
        )


async def _write_guests(act: Action, changed: Sequence[Changed]) -> None:
    leaving = [guest for each in changed for guest in each.change.leaving]
    if leaving:
        await Guest.update({Guest.left_at: act.now}).where(Guest.id.is_in(leaving))
    for each in changed:
        for guest, name in each.change.renamed:
            await Guest.update({Guest.name: name}).where(Guest.id == guest)
            act.note("registration", each.code, guest=name)
    new = [
        Guest(id=uuid4(), created_at=act.now, registration=each.id, extra=extra, name=name)
        for each in changed
        for extra, name in each.change.new_guests
    ]
    if new:
        await Guest.insert(*new)
