"""What must hold in every database that sold a place; `plenary check` runs these."""

from __future__ import annotations

from typing import Any

from piccolo.query.functions import Count

from conference.orm import invariant
from conference.registration.rules import HOLDS_A_PLACE, active_key, pool_key
from conference.registration.tables import PlacePool, Registration


async def _rows(sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await Registration.raw(sql)
    return found


async def _active_by_pool() -> dict[tuple[str, str], int]:
    rows = (
        await Registration.select(Registration.meeting, Registration.mode, Count())
        .where(Registration.state.is_in([state.value for state in HOLDS_A_PLACE]))
        .group_by(Registration.meeting, Registration.mode)
    )
    held: dict[tuple[str, str], int] = {}
    for row in rows:
        pool = (str(row["meeting"]), pool_key(row["mode"]))
        held[pool] = held.get(pool, 0) + int(row["count"])
    return held


async def _pools() -> dict[tuple[str, str], dict[str, Any]]:
    rows = await PlacePool.select()
    return {(str(row["meeting"]), row["key"]): row for row in rows}


@invariant("no-oversell", "A meeting never holds more registrations than it has places.")
async def no_oversell() -> list[str]:
    pools = await _pools()
    broken = []
    for pool, held in (await _active_by_pool()).items():
        capacity = pools[pool]["capacity"] if pool in pools else 0
        if held > capacity:
            broken.append(f"Meeting {pool[0]}: {held} held of {capacity} {pool[1]} places.")
    return broken


@invariant("places-counted", "The counter of taken places equals the registrations that hold one.")
async def places_counted() -> list[str]:
    held = await _active_by_pool()
    return [
        f"Meeting {pool[0]}: {row['taken']} {pool[1]} places counted, {held.get(pool, 0)} held."
        for pool, row in (await _pools()).items()
        if row["taken"] != held.get(pool, 0)
    ]


@invariant("order-adds-up", "The lines of an order, and its quote, add up to its total.")
async def order_adds_up() -> list[str]:
    rows = await _rows(
        "SELECT o.code, o.total, q.total AS quoted, COALESCE(SUM(l.amount), 0) AS lines"
        " FROM conference_order o JOIN conference_quote q ON q.id = o.quote"
        ' LEFT JOIN conference_order_line l ON l."order" = o.id'
        " GROUP BY o.id, o.code, o.total, q.total"
        " HAVING COALESCE(SUM(l.amount), 0) <> o.total OR q.total <> o.total"
    )
    return [
        f"Order {row['code']}: total {row['total']}, quoted {row['quoted']}, lines {row['lines']}."
        for row in rows
    ]


@invariant("confirmed-is-paid", "A confirmed registration is free or paid in full.")
async def confirmed_is_paid() -> list[str]:
    rows = await _rows(
        "SELECT r.code, o.total, COALESCE(SUM(p.amount), 0) AS paid"
        ' FROM conference_registration r JOIN conference_order o ON o.id = r."order"'
        ' LEFT JOIN conference_payment p ON p."order" = o.id'
        " WHERE r.state = 'confirmed' GROUP BY r.id, r.code, o.total"
        " HAVING COALESCE(SUM(p.amount), 0) < o.total"
    )
    return [f"Registration {row['code']}: {row['paid']} paid of {row['total']}." for row in rows]


@invariant("nothing-given-twice", "No order has given back more than it had received.")
async def nothing_given_twice() -> list[str]:
    rows = await _rows(
        "SELECT o.code, SUM(p.amount) AS paid FROM conference_order o"
        ' JOIN conference_payment p ON p."order" = o.id'
        " GROUP BY o.id, o.code HAVING SUM(p.amount) < 0"
    )
    return [f"Order {row['code']}: {row['paid']} in all." for row in rows]


@invariant("states-in-step", "An order and its registration are in matching states.")
async def states_in_step() -> list[str]:
    rows = await _rows(
        "SELECT o.code, o.state AS ordered, r.state AS registered FROM conference_order o"
        ' LEFT JOIN conference_registration r ON r."order" = o.id'
        " WHERE r.id IS NULL OR NOT ((o.state = 'pending' AND r.state = 'pending_payment')"
        " OR (o.state = 'paid' AND r.state = 'confirmed')"
        " OR (o.state = 'cancelled' AND r.state = 'cancelled'))"
    )
    return [f"Order {row['code']}: {row['ordered']} but {row['registered']}." for row in rows]


@invariant("one-registration", "A place is held under the key of its meeting and person (R01).")
async def one_registration() -> list[str]:
    rows = await Registration.select(
        Registration.code,
        Registration.meeting,
        Registration.person,
        Registration.state,
        Registration.active_key,
    )
    return [
        f"Registration {row['code']} is {row['state']} with the key {row['active_key']}."
        for row in rows
        if row["active_key"] != active_key(row["meeting"], row["person"], row["state"])
    ]


@invariant("windows-apart", "No instant is in two price periods of a meeting (P01).")
async def windows_apart() -> list[str]:
    rows = await _rows(
        "SELECT a.title AS first, b.title AS second FROM conference_price_window a"
        " JOIN conference_price_window b ON b.meeting = a.meeting AND b.id <> a.id"
        " WHERE a.starts_at <= b.starts_at AND b.starts_at < a.ends_at"
    )
    return [f"“{row['second']}” starts before “{row['first']}” ends." for row in rows]
