"""What must hold in every database that sold a place; `plenary check` runs these."""

from __future__ import annotations

from typing import Any

from conference.orm import invariant
from conference.registration.documents import invariants as _documents  # noqa: F401 -- registers
from conference.registration.rules import HOLDS_A_PLACE, active_key
from conference.registration.tables import Registration


async def _rows(sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await Registration.raw(sql)
    return found


@invariant("no-oversell", "No more places are held than there are (R04).")
async def no_oversell() -> list[str]:
    rows = await _rows(
        "SELECT p.key, p.capacity, SUM(h.quantity) AS held FROM conference_place_pool p"
        " JOIN conference_place_hold h ON h.pool = p.id AND h.released_at IS NULL"
        " GROUP BY p.id, p.key, p.capacity HAVING SUM(h.quantity) > p.capacity"
    )
    return [f"Pool {row['key']}: {row['held']} held of {row['capacity']} places." for row in rows]


@invariant("places-counted", "The counter of taken places equals the places that are held.")
async def places_counted() -> list[str]:
    rows = await _rows(
        "SELECT p.key, p.taken, COALESCE(SUM(h.quantity), 0) AS held FROM conference_place_pool p"
        " LEFT JOIN conference_place_hold h ON h.pool = p.id AND h.released_at IS NULL"
        " GROUP BY p.id, p.key, p.taken HAVING COALESCE(SUM(h.quantity), 0) <> p.taken"
    )
    return [f"Pool {row['key']}: {row['taken']} counted, {row['held']} held." for row in rows]


@invariant("seats-held", "Whoever is registered holds one seat; who has given up holds nothing.")
async def seats_held() -> list[str]:
    active = ", ".join(f"'{state.value}'" for state in sorted(HOLDS_A_PLACE))
    rows = await _rows(
        "SELECT r.code, r.state, COUNT(p.id) AS seats, COUNT(h.id) AS holds"  # noqa: S608 -- no input
        " FROM conference_registration r"
        " LEFT JOIN conference_place_hold h ON h.holder = r.code AND h.released_at IS NULL"
        " LEFT JOIN conference_place_pool p ON p.id = h.pool AND p.key IN ('meeting', 'virtual')"
        " GROUP BY r.id, r.code, r.state"
        f" HAVING (r.state IN ({active}) AND COUNT(p.id) <> 1)"
        f" OR (r.state NOT IN ({active}) AND COUNT(h.id) > 0)"
    )
    return [
        f"Registration {row['code']} is {row['state']} and holds {row['seats']} seats,"
        f" {row['holds']} places in all."
        for row in rows
    ]


@invariant("order-adds-up", "The lines of an order add up to its total.")
async def order_adds_up() -> list[str]:
    rows = await _rows(
        "SELECT o.code, o.total, COALESCE(SUM(l.amount), 0) AS lines FROM conference_order o"
        ' LEFT JOIN conference_order_line l ON l."order" = o.id'
        " GROUP BY o.id, o.code, o.total HAVING COALESCE(SUM(l.amount), 0) <> o.total"
    )
    return [f"Order {row['code']}: total {row['total']}, lines {row['lines']}." for row in rows]


@invariant("order-follows-money", "An order is open while money is due, and only then (T06).")
async def order_follows_money() -> list[str]:
    rows = await _rows(
        "SELECT o.code, o.state, o.total, COALESCE(SUM(p.amount), 0) AS paid"
        ' FROM conference_order o LEFT JOIN conference_payment p ON p."order" = o.id'
        " WHERE o.state IN ('pending', 'paid') GROUP BY o.id, o.code, o.state, o.total"
        " HAVING (o.state = 'pending' AND COALESCE(SUM(p.amount), 0) >= o.total)"
        " OR (o.state = 'paid' AND COALESCE(SUM(p.amount), 0) < o.total)"
    )
    return [
        f"Order {row['code']} is {row['state']}: {row['paid']} paid of {row['total']}."
        for row in rows
    ]


@invariant("nothing-given-twice", "No order has given back more than it had received.")
async def nothing_given_twice() -> list[str]:
    rows = await _rows(
        "SELECT o.code, SUM(p.amount) AS paid FROM conference_order o"
        ' JOIN conference_payment p ON p."order" = o.id'
        " GROUP BY o.id, o.code HAVING SUM(p.amount) < 0"
    )
    return [f"Order {row['code']}: {row['paid']} in all." for row in rows]


@invariant("states-in-step", "An order and its registrations are in matching states.")
async def states_in_step() -> list[str]:
    rows = await _rows(
        "SELECT o.code, o.state AS ordered, r.state AS registered FROM conference_order o"
        ' LEFT JOIN conference_registration r ON r."order" = o.id'
        # An order without a registration is for something else, and names none in its lines.
        " WHERE (r.id IS NULL AND NOT EXISTS (SELECT 1 FROM conference_order_line l"
        ' WHERE l."order" = o.id GROUP BY l."order" HAVING MAX(l.registration) = \'\'))'
        " OR (o.state <> 'pending' AND r.state = 'pending_payment')"
        " OR (o.state IN ('cancelled', 'expired') AND r.state IN ('confirmed', 'no_show'))"
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
