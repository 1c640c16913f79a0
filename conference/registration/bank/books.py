"""What credits are held against: the orders of a meeting, their numbers, what was matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable
from piccolo.querystring import QueryString

from conference.meetings.rules import MeetingInfo
from conference.registration.bank.matching import Books
from conference.registration.bank.references import InvoiceIndex, find_references, invoice_index
from conference.registration.bank.rules import Account, Credit
from conference.registration.rules import Balance, OrderState
from conference.registration.tables import BankAllocation, Document, Order, Registration

NUMBERED = ("invoice", "pro_forma")  # documents that people write on a transfer
_PAID = QueryString(
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_order"."id")',
    alias="paid",
)


async def books_of(meeting: MeetingInfo, credits: Iterable[Credit]) -> Books:
    """The orders that the credits name and all that money is due for; five statements.

    The codes of all orders are read, so that a reference is found however it was written.
    """
    codes = await Order.select(Order.code).where(Order.meeting == meeting.id)
    known = frozenset(row["code"] for row in codes)
    invoices = await _invoices(meeting.id)
    named = {
        code
        for credit in credits
        for code in _named(f"{credit.remittance}\n{credit.payer}", known, invoices)
    }
    return Books(
        accounts=await _accounts(meeting.id, named),
        currency=meeting.currency,
        invoices=invoices,
        booked=await _booked(meeting.id),
    )


def _named(text: str, known: Collection[str], invoices: InvoiceIndex) -> tuple[str, ...]:
    found = find_references(text, known, invoices)
    return (*found.codes, *found.by_invoice)


async def _invoices(meeting: UUID) -> InvoiceIndex:
    rows = await Document.select(Document.number, Document.order.code.as_alias("code")).where(
        Document.meeting == meeting, Document.kind.is_in(list(NUMBERED))
    )
    return invoice_index({row["number"]: row["code"] for row in rows})


async def _accounts(meeting: UUID, named: Collection[str]) -> dict[str, Account]:
    wanted: Combinable = Order.state == OrderState.PENDING.value
    if named:
        wanted = wanted | Order.code.is_in(sorted(named))
    rows = (
        await Order.select(
            Order.code,
            Order.state,
            Order.total,
            Order.currency,
            Order.bill_to,
            Order.person.registered_name.as_alias("name"),
            _PAID,
        )
        .where(Order.meeting == meeting)
        .where(wanted)
        .order_by(Order.code)
    )
    coming = await _who_comes(meeting)
    return {row["code"]: _account(row, coming.get(row["code"], [])) for row in rows}


async def _who_comes(meeting: UUID) -> Mapping[str, list[str]]:
    """Order code -> the people whose registrations are on it, where money is due."""
    rows = await Registration.select(
        Registration.order.code.as_alias("code"),
        Registration.person.registered_name.as_alias("name"),
    ).where(Registration.meeting == meeting, Registration.order.state == OrderState.PENDING.value)
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(row["name"])
    return found


def _account(row: Mapping[str, Any], coming: Iterable[str]) -> Account:
    billed = str(row["bill_to"]).split("\n", 1)[0]
    names = dict.fromkeys(filter(None, (row["name"], *coming, billed)))
    return Account(
        code=row["code"],
        state=OrderState(row["state"]),
        balance=Balance(row["total"], int(row["paid"])),
        currency=row["currency"],
        names=tuple(names),
    )


async def _booked(meeting: UUID) -> dict[tuple[str, date, int], frozenset[UUID]]:
    rows = await BankAllocation.select(
        BankAllocation.entry.statement.as_alias("statement"),
        BankAllocation.entry.booked_on.as_alias("booked_on"),
        BankAllocation.entry.amount.as_alias("amount"),
        BankAllocation.payment.order.code.as_alias("code"),  # type: ignore[union-attr]
    ).where(BankAllocation.entry.meeting == meeting, BankAllocation.undone_by.is_null())
    found: dict[tuple[str, date, int], set[UUID]] = defaultdict(set)
    for row in rows:
        found[row["code"], row["booked_on"], row["amount"]].add(row["statement"])
    return {key: frozenset(statements) for key, statements in found.items()}
