"""What must hold of tills in every database; `plenary check` runs these."""

from __future__ import annotations

from typing import Any

from conference.orm import invariant
from conference.registration.tables import CashUp


async def _rows(sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await CashUp.raw(sql)
    return found


@invariant("cash-up-adds-up", "A cash-up expects its float and the payments that it counted.")
async def cash_up_adds_up() -> list[str]:
    rows = await _rows(
        "SELECT c.desk, c.until_at, c.expected, c.float_amount, COALESCE(SUM(p.amount), 0) AS taken"
        " FROM conference_cash_up c"
        " LEFT JOIN conference_till_payment t ON t.cash_up = c.id"
        " LEFT JOIN conference_payment p ON p.id = t.payment"
        " GROUP BY c.id, c.desk, c.until_at, c.expected, c.float_amount"
        " HAVING COALESCE(SUM(p.amount), 0) + c.float_amount <> c.expected"
    )
    return [
        f"{row['desk']}, {row['until_at']}: expected {row['expected']}, float "
        f"{row['float_amount']}, taken {row['taken']}."
        for row in rows
    ]


@invariant("till-desk-agrees", "A payment is counted by the desk and the method that took it.")
async def till_desk_agrees() -> list[str]:
    rows = await _rows(
        "SELECT t.desk, p.method, c.desk AS counted_at, c.method AS counted_as"
        " FROM conference_till_payment t JOIN conference_payment p ON p.id = t.payment"
        " JOIN conference_cash_up c ON c.id = t.cash_up"
        " WHERE t.desk <> c.desk OR p.method <> c.method"
    )
    return [
        f"{row['method']} at {row['desk']} counted as {row['counted_as']} at {row['counted_at']}."
        for row in rows
    ]
