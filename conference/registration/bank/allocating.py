"""Giving the money of an entry to orders, by proposal or by hand, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.tables import Meeting
from conference.orm import Action, Actor, action, current_engine
from conference.orm.money import format_money
from conference.people.queries import people_by_ids
from conference.registration import order_queries
from conference.registration.actions import post_letter
from conference.registration.bank import letters, queries
from conference.registration.bank.errors import CannotAssign, EntryTaken
from conference.registration.bank.queries import AllocationInfo, EntryInfo
from conference.registration.bank.rules import Allocation, EntryState, received_at
from conference.registration.letters import Sender
from conference.registration.payment_actions import (
    NewPayment,
    record_payment,
    reverse_payment,
)
from conference.registration.rules import PaymentMethod
from conference.registration.tables import BankAllocation, BankEntry, Order, Payment
from conference.registration.till import Till


async def allocate(act: Action, entry: EntryInfo, parts: Iterable[Allocation], till: Till) -> None:
    """Records what an open entry pays, never more than is left of it; part of an action.

    Raises EntryTaken if somebody else decided about it.
    """
    parts = tuple(parts)
    left = entry.rest - sum(each.amount for each in parts)
    assert left >= 0, "an entry never pays more than it is"
    after = EntryState.OPEN if left else EntryState.MATCHED
    await decide(act, entry, EntryState.OPEN, after)
    for place, part in enumerate(parts, start=len(entry.allocations)):
        payment = _payment(entry, part, place, till.meeting.zone)
        await record_payment(part.code, payment, till=till, by=act.by, now=act.now)
        row = BankAllocation(
            id=uuid4(),
            created_at=act.now,
            entry=entry.id,
            payment=await _id_of(payment.idempotency_key),
        )
        await BankAllocation.insert(row)


async def assign_by_hand(
    entry: UUID, part: Allocation, *, place: int, till: Till, by: Actor, now: datetime
) -> EntryInfo:
    """Gives an entry, or a part of it, to an order that a person names.

    `place`: how many allocations the person saw; a form sent twice is refused the second time.
    Raises UnknownEntry, EntryTaken, CannotAssign.
    """
    async with action("assign_bank_entry", by=by, now=now, meeting=till.meeting.id) as act:
        await one_at_a_time(till.meeting.id)
        info = await queries.entry_of(till.meeting.id, entry)
        if len(info.allocations) != place:
            raise EntryTaken
        code = await _checked(info, part, till)
        await allocate(act, info, [Allocation(code, part.amount)], till)
    return await queries.entry_of(till.meeting.id, entry)


async def _checked(info: EntryInfo, part: Allocation, till: Till) -> str:
    order = await order_queries.order_detail(till.meeting.id, part.code)
    if order is None:
        raise CannotAssign("", errors={"code": "No order of this meeting has this code."})
    if info.currency != order.currency:
        sentence = (
            f"The transfer is in {info.currency}, the order in {order.currency}. Record what it "
            "is worth on the order's page, and set this entry aside."
        )
        raise CannotAssign("", errors={"code": sentence})
    if not 0 < part.amount <= info.rest:
        left = format_money(info.rest, info.currency)
        raise CannotAssign("", errors={"amount": f"Write an amount up to {left}: that is left."})
    return order.code


async def undo_allocation(
    allocation: UUID, *, reason: str, till: Till, by: Actor, now: datetime
) -> EntryInfo:
    """Takes a wrong match back by a negative payment; the entry waits to be matched again.

    Raises UnknownEntry, EntryTaken if it was undone before.
    """
    meeting = till.meeting.id
    async with action("undo_bank_match", by=by, now=now, meeting=meeting, reason=reason) as act:
        await one_at_a_time(meeting)
        info = await queries.entry_of_allocation(meeting, allocation)
        row = await BankAllocation.select().where(BankAllocation.id == allocation).first()
        if row is None or row["undone_by"] is not None:
            raise EntryTaken("This match was taken back already.")
        payment: UUID = row["payment"]
        await reverse_payment(payment, reason=reason, till=till, by=by, now=now)
        undone = await _id_of(f"undo:{payment}")
        await BankAllocation.update({BankAllocation.undone_by: undone}).where(
            BankAllocation.id == allocation
        )
        await BankEntry.update({BankEntry.state: EntryState.OPEN.value}).where(
            BankEntry.id == info.id
        )
        part = next(each for each in info.allocations if each.id == allocation)
        act.note("bank_entry", info.id, order=part.order_code, state=[info.state, EntryState.OPEN])
        await _tell(act, part, till)
    return await queries.entry_of(meeting, info.id)


async def _tell(act: Action, part: AllocationInfo, till: Till) -> None:
    """Whoever was told that money had come hears that it had not."""
    order = await order_queries.order_detail(till.meeting.id, part.order_code)
    assert order is not None
    payer = (await people_by_ids([order.person]))[order.person]
    sender = Sender(till.meeting, till.issuer, act.now)
    await post_letter(act, letters.payment_taken_back(sender, order, payer, part.amount))


async def lock_orders(meeting: UUID, codes: Iterable[str]) -> None:
    """Locks many orders in one order, before any of them or its documents is written."""
    wanted = sorted(codes)
    if wanted and current_engine().engine_type == "postgres":
        rows = Order.select(Order.id).where(Order.meeting == meeting, Order.code.is_in(wanted))
        await rows.order_by(Order.id).lock_rows("UPDATE")


async def decide(
    act: Action, entry: EntryInfo, before: EntryState, after: EntryState, *, note: str = ""
) -> None:
    """Moves an entry on if nobody else has: one conditional UPDATE. Raises EntryTaken."""
    moved = (
        await BankEntry.update({BankEntry.state: after.value, BankEntry.note: note[:300]})
        .where(BankEntry.id == entry.id, BankEntry.state == before.value)
        .returning(BankEntry.id)
    )
    if not moved:
        raise EntryTaken
    act.note("bank_entry", entry.id, state=[before, after])


async def one_at_a_time(meeting: UUID) -> None:
    """Bank entries of one meeting are decided about by one person at a time, others wait.

    On SQLite the transaction itself is the only writer.
    """
    if current_engine().engine_type == "postgres":
        await Meeting.select(Meeting.id).where(Meeting.id == meeting).lock_rows("NO KEY UPDATE")


def payment_key(entry: EntryInfo, code: str, place: int) -> str:
    """One payment per entry, order and turn, whoever asks for it and however often (T05)."""
    return f"bank:{entry.id.hex}:{code}:{place}"


def _payment(entry: EntryInfo, part: Allocation, place: int, zone: str) -> NewPayment:
    told = " · ".join(filter(None, (entry.payer, entry.bank_reference)))
    return NewPayment(
        amount=part.amount,
        method=PaymentMethod.BANK_TRANSFER,
        received_at=received_at(entry.booked_on, zone),
        idempotency_key=payment_key(entry, part.code, place),
        reference=(told or entry.remittance)[:120],
    )


async def _id_of(key: str) -> UUID:
    row = await Payment.select(Payment.id).where(Payment.idempotency_key == key).first()
    assert row is not None
    found: UUID = row["id"]
    return found
