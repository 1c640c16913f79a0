"""Statements read in, proposals booked: each one transaction, each safe to be repeated."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.membership.roll_dates import DayOrder
from conference.orm import Action, Actor, action
from conference.registration.bank import queries
from conference.registration.bank.allocating import allocate, decide, lock_orders, one_at_a_time
from conference.registration.bank.books import books_of
from conference.registration.bank.errors import UnreadableStatement
from conference.registration.bank.matching import Proposal, propose
from conference.registration.bank.queries import EntryInfo
from conference.registration.bank.reading import read_statement
from conference.registration.bank.rules import EntryState
from conference.registration.bank.statement import BookedEntry, StatementFile, entry_keys
from conference.registration.tables import BankEntry, BankStatement
from conference.registration.till import Till

INSERTED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A file as it was sent."""

    file_name: str
    data: bytes
    day_order: DayOrder = DayOrder.UNKNOWN


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file. `is_known`: this very file had been read before."""

    statement: UUID
    new: int
    repeated: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of ticked proposals. `changed`: came out differently now and was left alone."""

    entries: int = 0
    amount: int = 0
    changed: int = 0


async def import_statement(
    meeting: MeetingInfo, sent: NewStatement, *, by: Actor, now: datetime
) -> Imported:
    """Keeps the entries of a statement; nothing is booked by it, and no entry is kept twice.

    The same file again adds nothing; an overlapping one only what is new. Raises
    UnreadableStatement.
    """
    today = meeting.local(now).date()
    file = await asyncio.to_thread(
        read_statement,
        sent.data,
        currency=meeting.currency,
        today=today,
        day_order=sent.day_order,
    )
    if file.problem:
        raise UnreadableStatement(file.problem, errors={"file": file.problem})
    async with action("import_bank_statement", by=by, now=now, meeting=meeting.id) as act:
        await one_at_a_time(meeting.id)
        return await _keep(act, meeting.id, sent, file)


async def _keep(act: Action, meeting: UUID, sent: NewStatement, file: StatementFile) -> Imported:
    digest = hashlib.sha256(sent.data).hexdigest()
    before = (
        await BankStatement.select(BankStatement.id, BankStatement.repeated)
        .where(BankStatement.meeting == meeting, BankStatement.digest == digest)
        .first()
    )
    row = _statement_row(act, meeting, sent, file, digest)
    statement: UUID = before["id"] if before else row.id
    if not before:
        await BankStatement.insert(row)
    keys = entry_keys(file.entries)
    known = await queries.known_keys(meeting, keys)
    entries = [
        _entry_row(act, meeting, statement, entry, key)
        for entry, key in zip(file.entries, keys, strict=True)
        if key not in known
    ]
    for start in range(0, len(entries), INSERTED_AT_ONCE):
        await BankEntry.insert(*entries[start : start + INSERTED_AT_ONCE])
    repeated = before["repeated"] if before else len(known)
    await BankStatement.update(
        {
            BankStatement.repeated: repeated,
            BankStatement.how: file.how,
            BankStatement.remarks: msgspec.json.encode(file.remarks).decode(),
        }
    ).where(BankStatement.id == statement)
    act.note("bank_statement", sent.file_name, entries=len(entries), repeated=len(known))
    return Imported(statement, len(entries), len(known), is_known=before is not None)


async def book_proposals(
    till: Till, statement: UUID, ticked: Mapping[UUID, str], *, by: Actor, now: datetime
) -> Booked:
    """Books the ticked proposals of a statement, all in one transaction.

    Proposals are made anew: one whose mark is no longer the one that was shown is left alone and
    counted as changed. What somebody else has booked meanwhile is not booked again (T05).
    """
    meeting = till.meeting
    await queries.statement_of(meeting.id, statement)
    async with action("book_bank_statement", by=by, now=now, meeting=meeting.id) as act:
        await one_at_a_time(meeting.id)
        entries = await queries.entries_of_statement(statement)
        proposals = await proposals_for(meeting, entries)
        wanted = [each for each in entries if ticked.get(each.id) and each.id in proposals]
        same = [each for each in wanted if ticked[each.id] == proposals[each.id].mark]
        booked = [each for each in same if proposals[each.id].is_offered]
        parts = [part for entry in booked for part in proposals[entry.id].allocations]
        await lock_orders(meeting.id, {part.code for part in parts})
        for entry in booked:
            await allocate(act, entry, proposals[entry.id].allocations, till)
        act.note("bank_statement", statement, booked=len(booked))
    return Booked(
        entries=len(booked),
        amount=sum(each.rest for each in booked),
        changed=len(wanted) - len(booked),
    )


async def proposals_for(meeting: MeetingInfo, entries: Sequence[EntryInfo]) -> dict[UUID, Proposal]:
    """A proposal for each open entry, in the order of the entries; five statements."""
    credits = [each.credit for each in entries if each.state is EntryState.OPEN]
    if not credits:
        return {}
    return {each.entry: each for each in propose(credits, await books_of(meeting, credits))}


async def set_aside(
    meeting: UUID, entry: UUID, *, reason: str, by: Actor, now: datetime
) -> EntryInfo:
    """An entry that pays no order here: a donation, another meeting. Raises EntryTaken."""
    async with action(
        "set_bank_entry_aside", by=by, now=now, meeting=meeting, reason=reason
    ) as act:
        info = await queries.entry_of(meeting, entry)
        await decide(act, info, EntryState.OPEN, EntryState.IGNORED, note=reason)
    return info


async def take_up_again(meeting: UUID, entry: UUID, *, by: Actor, now: datetime) -> EntryInfo:
    """An entry that was set aside waits to be matched again. Raises EntryTaken."""
    async with action("take_up_bank_entry", by=by, now=now, meeting=meeting) as act:
        info = await queries.entry_of(meeting, entry)
        await decide(act, info, EntryState.IGNORED, EntryState.OPEN)
    return info


def _statement_row(
    act: Action, meeting: UUID, sent: NewStatement, file: StatementFile, digest: str
) -> BankStatement:
    return BankStatement(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        file_name=sent.file_name[:200],
        digest=digest,
        by_name=act.by.name,
        account=file.account,
        how=file.how,
    )


def _entry_row(
    act: Action, meeting: UUID, statement: UUID, entry: BookedEntry, key: str
) -> BankEntry:
    state = EntryState.OPEN if entry.amount > 0 else EntryState.DEBIT
    return BankEntry(
        id=uuid4(),
        created_at=act.now,
        statement=statement,
        meeting=meeting,
        entry_key=key,
        state=state.value,
        **asdict(entry),
    )
