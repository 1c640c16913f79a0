"""Reading statements, their entries, and which order was paid by what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.custom_types import Combinable
from piccolo.query.functions import Count

from conference.registration.bank.errors import UnknownEntry, UnknownStatement
from conference.registration.bank.rules import Credit, EntryState, rest
from conference.registration.bank.statement import Remark
from conference.registration.tables import BankAllocation, BankEntry, BankStatement

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class StatementInfo:
    """A statement that was read, and how many of its entries are in which state."""

    id: UUID
    file_name: str
    by_name: str
    created_at: datetime
    account: str
    how: str
    repeated: int
    remarks: tuple[Remark, ...]
    counts: Mapping[EntryState, int]

    @property
    def open(self) -> int:
        return self.counts.get(EntryState.OPEN, 0)

    @property
    def entries(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class AllocationInfo:
    """The part of an entry that paid an order; `is_undone`: it was a mistake."""

    id: UUID
    order_code: str
    amount: int
    is_undone: bool


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One entry with what it paid so far."""

    id: UUID
    statement: UUID
    file_name: str
    entry_key: str
    line: int
    booked_on: date
    amount: int
    currency: str
    payer: str
    remittance: str
    bank_reference: str
    charges: int
    is_reversal: bool
    state: EntryState
    note: str
    allocations: tuple[AllocationInfo, ...] = ()

    @property
    def rest(self) -> int:
        """What of it is still to be matched."""
        return rest(self.amount, (each.amount for each in self.allocations if not each.is_undone))

    @property
    def credit(self) -> Credit:
        return Credit(
            id=self.id,
            booked_on=self.booked_on,
            amount=self.rest,
            currency=self.currency,
            payer=self.payer,
            remittance=self.remittance,
            charges=self.charges,
            is_reversal=self.is_reversal,
            statement=self.statement,
        )


async def statements_of(meeting: UUID) -> list[StatementInfo]:
    """Every statement of a meeting, the newest first; two statements to the database."""
    rows = (
        await BankStatement.select()
        .where(BankStatement.meeting == meeting)
        .order_by(BankStatement.created_at, ascending=False)
    )
    counts = await _counts(BankEntry.meeting == meeting)
    return [_statement(row, counts) for row in rows]


async def statement_of(meeting: UUID, id: UUID) -> StatementInfo:
    """One statement of the meeting. Raises UnknownStatement."""
    row = (
        await BankStatement.select()
        .where(BankStatement.id == id, BankStatement.meeting == meeting)
        .first()
    )
    if row is None:
        raise UnknownStatement
    return _statement(row, await _counts(BankEntry.statement == id))


async def entries_of_statement(statement: UUID) -> list[EntryInfo]:
    """The entries that a statement brought, in the order of the file."""
    return await _entries(BankEntry.statement == statement)


async def open_entries(meeting: UUID) -> list[EntryInfo]:
    """Payments to match: every credit of the meeting that nobody has decided about."""
    mine = BankEntry.meeting == meeting
    return await _entries(mine & (BankEntry.state == EntryState.OPEN.value))


async def entry_of(meeting: UUID, id: UUID) -> EntryInfo:
    """One entry of the meeting. Raises UnknownEntry."""
    found = await _entries((BankEntry.id == id) & (BankEntry.meeting == meeting))
    if not found:
        raise UnknownEntry
    return found[0]


async def entry_of_allocation(meeting: UUID, allocation: UUID) -> EntryInfo:
    """The entry that an allocation is a part of. Raises UnknownEntry."""
    row = await BankAllocation.select(BankAllocation.entry).where(
        BankAllocation.id == allocation, BankAllocation.entry.meeting == meeting
    )
    if not row:
        raise UnknownEntry
    return await entry_of(meeting, row[0]["entry"])


async def open_sum(meeting: UUID, currency: str) -> tuple[int, int]:
    """How many credits of a currency wait to be matched, and how much is left of them."""
    wanted = (BankEntry.meeting == meeting) & (BankEntry.state == EntryState.OPEN.value)
    entries = await _entries(wanted & (BankEntry.currency == currency))
    return len(entries), sum(each.rest for each in entries)


async def known_keys(meeting: UUID, keys: Sequence[str]) -> frozenset[str]:
    """Those of the keys that an entry of the meeting has already."""
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        rows = await BankEntry.select(BankEntry.entry_key).where(
            BankEntry.meeting == meeting,
            BankEntry.entry_key.is_in(list(keys[start : start + CHUNK])),
        )
        found.update(row["entry_key"] for row in rows)
    return frozenset(found)


async def _counts(wanted: Combinable) -> dict[UUID, dict[EntryState, int]]:
    rows = (
        await BankEntry.select(BankEntry.statement, BankEntry.state, Count(alias="entries"))
        .where(wanted)
        .group_by(BankEntry.statement, BankEntry.state)
    )
    counts: dict[UUID, dict[EntryState, int]] = defaultdict(dict)
    for row in rows:
        counts[row["statement"]][EntryState(row["state"])] = int(row["entries"])
    return counts


def _statement(
    row: Mapping[str, Any], counts: Mapping[UUID, Mapping[EntryState, int]]
) -> StatementInfo:
    return StatementInfo(
        id=row["id"],
        file_name=row["file_name"],
        by_name=row["by_name"],
        created_at=row["created_at"],
        account=row["account"],
        how=row["how"],
        repeated=row["repeated"],
        remarks=msgspec.json.decode(row["remarks"], type=tuple[Remark, ...]),
        counts=counts.get(row["id"], {}),
    )


async def _entries(wanted: Combinable) -> list[EntryInfo]:
    rows = (
        await BankEntry.select(
            *BankEntry.all_columns(exclude=[BankEntry.created_at, BankEntry.meeting]),
            BankEntry.statement.file_name.as_alias("file_name"),
        )
        .where(wanted)
        .order_by(BankEntry.booked_on)
        .order_by(BankEntry.line)
        .order_by(BankEntry.entry_key)
    )
    parts = await _allocations(wanted) if rows else {}
    return [_entry(row, parts.get(row["id"], [])) for row in rows]


async def _allocations(wanted: Combinable) -> dict[UUID, list[AllocationInfo]]:
    """By entry; the condition on entries is asked again, so that no list of ids is too long."""
    rows = (
        await BankAllocation.select(
            BankAllocation.id,
            BankAllocation.entry,
            BankAllocation.undone_by,
            BankAllocation.payment.amount.as_alias("amount"),
            BankAllocation.payment.order.code.as_alias("order_code"),  # type: ignore[union-attr]
        )
        .where(BankAllocation.entry.is_in(BankEntry.select(BankEntry.id).where(wanted)))
        .order_by(BankAllocation.created_at)
    )
    found: dict[UUID, list[AllocationInfo]] = defaultdict(list)
    for row in rows:
        part = AllocationInfo(
            row["id"], row["order_code"], row["amount"], row["undone_by"] is not None
        )
        found[row["entry"]].append(part)
    return found


def _entry(row: Mapping[str, Any], allocations: Sequence[AllocationInfo]) -> EntryInfo:
    return EntryInfo(
        **{**row, "state": EntryState(row["state"]), "allocations": tuple(allocations)}
    )
