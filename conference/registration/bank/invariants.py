"""What must hold of bank entries in every database; `plenary check` runs these."""

from __future__ import annotations

from typing import Any

from conference.orm import invariant
from conference.registration.tables import BankEntry


async def _rows(sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await BankEntry.raw(sql)
    return found


_ALLOCATED = (
    "SELECT e.id, e.booked_on, e.amount, e.state, e.payer, COALESCE(SUM(p.amount), 0) AS paid"
    " FROM conference_bank_entry e"
    " LEFT JOIN conference_bank_allocation a ON a.entry = e.id AND a.undone_by IS NULL"
    " LEFT JOIN conference_payment p ON p.id = a.payment"
    " GROUP BY e.id, e.booked_on, e.amount, e.state, e.payer HAVING "
)


@invariant("bank-entry-once", "The payments of a bank entry never come to more than the entry.")
async def bank_entry_once() -> list[str]:
    rows = await _rows(
        _ALLOCATED + "COALESCE(SUM(p.amount), 0) > 0 AND COALESCE(SUM(p.amount), 0) > e.amount"
    )
    return [f"{_name(row)}: {row['paid']} booked of {row['amount']}." for row in rows]


@invariant("bank-entry-matched", "A matched bank entry has paid orders with all of its amount.")
async def bank_entry_matched() -> list[str]:
    rows = await _rows(
        _ALLOCATED + "(e.state = 'matched') <> (COALESCE(SUM(p.amount), 0) = e.amount)"
    )
    return [f"{_name(row)} is {row['state']}: {row['paid']} of {row['amount']}." for row in rows]


@invariant("bank-match-undone", "A match that was undone has a payment that takes it back.")
async def bank_match_undone() -> list[str]:
    rows = await _rows(
        "SELECT p.amount, u.amount AS back FROM conference_bank_allocation a"
        " JOIN conference_payment p ON p.id = a.payment"
        " JOIN conference_payment u ON u.id = a.undone_by"
        ' WHERE p.amount + u.amount <> 0 OR p."order" <> u."order"'
    )
    return [f"{row['back']} takes {row['amount']} back." for row in rows]


def _name(row: dict[str, Any]) -> str:
    return f"Bank entry of {row['booked_on']}, {row['payer'] or 'no name'}"
