"""A statement read, looked at and booked: each credit once, however often and by whomever."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from conference.letters.tables import OutboxLetter
from conference.orm.invariants import check_all
from conference.orm.tables import AuditEntry
from conference.registration import order_queries
from conference.registration.bank import actions, allocating, queries
from conference.registration.bank import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.bank.actions import Booked, NewStatement
from conference.registration.bank.errors import CannotAssign, EntryTaken, UnreadableStatement
from conference.registration.bank.matching import MatchKind
from conference.registration.bank.references import payment_reference
from conference.registration.bank.rules import Allocation, EntryState
from conference.registration.order_queries import OrderDetail, PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import OrderState, PaymentMethod, RegistrationState
from conference.registration.tables import BankEntry, BankStatement, Payment
from tests.cast import NOW
from tests.registration.bank.statements import Booking, csv_of
from tests.registration.conftest import OFFICE, Buy, Sale


async def read_in(sale: Sale, *bookings: Booking, name: str = "may.csv") -> UUID:
    sent = NewStatement(name, csv_of(*bookings))
    return (await actions.import_statement(sale.meeting, sent, by=OFFICE, now=NOW)).statement


async def marks(sale: Sale, statement: UUID) -> dict[UUID, str]:
    """What a treasurer ticks who ticks all that is offered."""
    entries = await queries.entries_of_statement(statement)
    proposals = await actions.proposals_for(sale.meeting, entries)
    return {id: each.mark for id, each in proposals.items() if each.is_offered}


async def book(sale: Sale, statement: UUID, ticked: dict[UUID, str] | None = None) -> Booked:
    ticked = ticked if ticked is not None else await marks(sale, statement)
    return await actions.book_proposals(sale.till, statement, ticked, by=OFFICE, now=NOW)


async def order(sale: Sale, placed: PlacedOrder) -> OrderDetail:
    found = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert found is not None
    return found


async def promises_hold() -> None:
    assert [each.sentences for each in await check_all() if each.sentences] == []


async def test_book_exact_transfer_settles_the_order_on_the_day_of_booking(
    sale: Sale, buy: Buy
) -> None:
    """P04: the instant of the payment is noon of the booking day where the meeting is."""
    placed = await buy(sale.cast.dan)
    reference = payment_reference(placed.order_code)
    statement = await read_in(sale, Booking(f"{reference} Signals 2027", day=date(2027, 5, 7)))
    assert await Payment.count() == 0

    done = await book(sale, statement)

    assert done == Booked(entries=1, amount=650_00)
    detail = await order(sale, placed)
    assert detail.state is OrderState.PAID
    assert detail.registration.state is RegistrationState.CONFIRMED
    assert detail.payments[0].received_at == datetime(2027, 5, 7, 11, tzinfo=UTC)
    assert detail.payments[0].method is PaymentMethod.BANK_TRANSFER
    await promises_hold()


async def test_book_short_and_late_transfer_keeps_a_balance_and_one_registration(
    sale: Sale, buy: Buy
) -> None:
    """Situation 3: short by the bank's charges; the rest stays due, the place stays held."""
    placed = await buy(sale.cast.dan)
    statement = await read_in(sale, Booking(placed.order_code, "638.00"))
    entries = await queries.entries_of_statement(statement)
    proposals = await actions.proposals_for(sale.meeting, entries)
    (proposal,) = proposals.values()
    assert proposal.kind is MatchKind.PART
    assert "short by 12.00 EUR: perhaps bank charges" in proposal.reason

    await book(sale, statement)

    detail = await order(sale, placed)
    assert (detail.state, detail.balance.due) == (OrderState.PENDING, 12_00)
    assert detail.registration.state is RegistrationState.PENDING_PAYMENT
    await promises_hold()


async def test_book_too_much_keeps_the_rest_to_refund(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    statement = await read_in(sale, Booking(placed.order_code, "700.00"))

    await book(sale, statement)

    detail = await order(sale, placed)
    assert (detail.state, detail.balance.to_refund) == (OrderState.PAID, 50_00)
    await promises_hold()


async def test_book_one_transfer_for_two_orders_pays_each_its_due(sale: Sale, buy: Buy) -> None:
    first, second = await buy(sale.cast.dan), await buy(sale.cast.alice, "regular")
    text = f"{first.order_code} und {second.order_code}"
    statement = await read_in(sale, Booking(text, "1100.00", "Instituto del Mar"))

    done = await book(sale, statement)

    assert done.amount == 1100_00
    assert {(await order(sale, each)).state for each in (first, second)} == {OrderState.PAID}
    await promises_hold()


async def test_import_of_the_same_file_twice_adds_nothing_and_says_so(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    sent = NewStatement("may.csv", csv_of(Booking(placed.order_code)))

    first = await actions.import_statement(sale.meeting, sent, by=OFFICE, now=NOW)
    await book(sale, first.statement)
    again = await actions.import_statement(sale.meeting, sent, by=OFFICE, now=NOW)
    await book(sale, again.statement)

    assert again.is_known
    assert (again.statement, again.new) == (first.statement, 0)
    assert await BankStatement.count() == await BankEntry.count() == await Payment.count() == 1


async def test_import_of_overlapping_statements_counts_each_credit_once(
    sale: Sale, buy: Buy
) -> None:
    placed = await buy(sale.cast.dan)
    half = Booking(placed.order_code, "325.00")
    first = await read_in(sale, half, Booking("gift", "5.00"))
    await book(sale, first)

    sent = NewStatement("both.csv", csv_of(half, half, Booking("gift", "5.00")))
    done = await actions.import_statement(sale.meeting, sent, by=OFFICE, now=NOW)
    assert (done.new, done.repeated) == (1, 2)  # two alike transfers of one day are two
    proposals = await actions.proposals_for(
        sale.meeting, await queries.entries_of_statement(done.statement)
    )
    (proposal,) = proposals.values()

    assert proposal.kind is MatchKind.REPEATED  # a person has to look
    assert await Payment.count() == 1


async def test_book_leaves_alone_what_came_out_differently(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    statement = await read_in(sale, Booking(placed.order_code))
    shown = await marks(sale, statement)
    by_hand = NewPayment(650_00, PaymentMethod.CASH, NOW, "desk")
    await record_payment(placed.order_code, by_hand, till=sale.till, by=OFFICE, now=NOW)

    done = await book(sale, statement, shown)

    assert done == Booked(changed=1)
    assert await Payment.count() == 1
    (entry,) = await queries.open_entries(sale.meeting.id)
    assert entry.rest == 650_00


async def test_book_by_two_treasurers_at_once_counts_once(sale: Sale, buy: Buy) -> None:
    placed = [await buy(sale.cast.dan), await buy(sale.cast.alice, "regular")]
    amounts = ("650.00", "450.00")
    statement = await read_in(
        sale, *(Booking(each.order_code, sum) for each, sum in zip(placed, amounts, strict=True))
    )
    ticked = await marks(sale, statement)

    done = await asyncio.gather(*(book(sale, statement, ticked) for _ in range(4)))

    assert sorted(each.entries for each in done) == [0, 0, 0, 2]
    assert sum(row["amount"] for row in await Payment.select(Payment.amount)) == 1100_00
    assert await OutboxLetter.count().where(OutboxLetter.kind == "registration_confirmed") == 2
    await promises_hold()


async def test_the_same_two_count_twice_without_the_claim(sale: Sale, buy: Buy) -> None:
    """The twin: look, then pay. It must count twice, or the test above proves nothing."""
    placed = await buy(sale.cast.dan)
    await read_in(sale, Booking(placed.order_code))
    looked = asyncio.Barrier(2)

    async def look_then_pay() -> None:
        (entry,) = await queries.open_entries(sale.meeting.id)
        await looked.wait()
        key = secrets.token_hex(8)
        payment = NewPayment(entry.rest, PaymentMethod.BANK_TRANSFER, NOW, key)
        await record_payment(placed.order_code, payment, till=sale.till, by=OFFICE, now=NOW)
        await BankEntry.update({BankEntry.state: EntryState.MATCHED.value}).where(
            BankEntry.id == entry.id
        )

    await asyncio.gather(look_then_pay(), look_then_pay())

    assert await Payment.count() == 2


async def test_undo_takes_the_payment_back_and_the_entry_waits_again(sale: Sale, buy: Buy) -> None:
    wrong, right = await buy(sale.cast.dan), await buy(sale.cast.bob)
    statement = await read_in(sale, Booking(wrong.order_code, payer="Bob Brennan"))
    await book(sale, statement)
    (entry,) = await queries.entries_of_statement(statement)
    (part,) = entry.allocations

    after = await allocating.undo_allocation(
        part.id, reason="Bob wrote Dan's code", till=sale.till, by=OFFICE, now=NOW
    )

    assert (after.state, after.rest) == (EntryState.OPEN, 650_00)
    assert (await order(sale, wrong)).balance.due == 650_00
    assert (await order(sale, wrong)).state is OrderState.PENDING
    letter = await OutboxLetter.select().where(OutboxLetter.kind == "payment_taken_back").first()
    assert letter is not None
    assert letter["to_address"] == "dan@example.org"
    audit = await AuditEntry.select(AuditEntry.reason).where(AuditEntry.verb == "undo_bank_match")
    assert {row["reason"] for row in audit} == {"Bob wrote Dan's code"}

    given = Allocation(right.order_code.lower(), 650_00)
    await allocating.assign_by_hand(entry.id, given, place=1, till=sale.till, by=OFFICE, now=NOW)
    assert (await order(sale, right)).state is OrderState.PAID
    assert [row["amount"] for row in await Payment.select().order_by(Payment.amount)] == [
        -650_00,
        650_00,
        650_00,
    ]
    with pytest.raises(EntryTaken):
        await allocating.undo_allocation(
            part.id, reason="again", till=sale.till, by=OFFICE, now=NOW
        )
    await promises_hold()


async def test_assign_by_hand_in_parts_never_exceeds_the_entry(sale: Sale, buy: Buy) -> None:
    first, second = await buy(sale.cast.dan), await buy(sale.cast.bob)
    statement = await read_in(sale, Booking("for two colleagues", "1000.00"))
    (entry,) = await queries.entries_of_statement(statement)

    async def assign(code: str, amount: int, place: int) -> None:
        part = Allocation(code, amount)
        await allocating.assign_by_hand(
            entry.id, part, place=place, till=sale.till, by=OFFICE, now=NOW
        )

    await assign(first.order_code, 650_00, 0)
    with pytest.raises(EntryTaken):  # the same form again
        await assign(first.order_code, 350_00, 0)
    with pytest.raises(CannotAssign) as refused:
        await assign(second.order_code, 351_00, 1)
    assert "350.00 EUR" in refused.value.errors["amount"]
    with pytest.raises(CannotAssign) as refused:
        await assign("NOSUCH", 1, 1)
    assert "code" in refused.value.errors
    await assign(second.order_code, 350_00, 1)

    assert (await queries.entry_of(sale.meeting.id, entry.id)).state is EntryState.MATCHED
    assert (await order(sale, second)).balance.due == 300_00
    await promises_hold()


async def test_assign_in_another_currency_is_refused_with_the_way_out(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)
    statement = await read_in(sale, Booking(placed.order_code, currency="USD"))
    (entry,) = await queries.entries_of_statement(statement)
    (proposal,) = (await actions.proposals_for(sale.meeting, [entry])).values()
    assert proposal.kind is MatchKind.CURRENCY

    with pytest.raises(CannotAssign) as refused:
        part = Allocation(placed.order_code, 650_00)
        await allocating.assign_by_hand(entry.id, part, place=0, till=sale.till, by=OFFICE, now=NOW)

    assert "order's page" in refused.value.errors["code"]


async def test_set_aside_is_decided_once_and_can_be_taken_up(sale: Sale) -> None:
    statement = await read_in(sale, Booking("gift"))
    (entry,) = await queries.entries_of_statement(statement)
    meeting = sale.meeting.id

    await actions.set_aside(meeting, entry.id, reason="A donation", by=OFFICE, now=NOW)
    with pytest.raises(EntryTaken):
        await actions.set_aside(meeting, entry.id, reason="Again", by=OFFICE, now=NOW)
    assert (await queries.entry_of(meeting, entry.id)).note == "A donation"
    assert await queries.open_entries(meeting) == []

    await actions.take_up_again(meeting, entry.id, by=OFFICE, now=NOW)
    assert (await queries.entry_of(meeting, entry.id)).state is EntryState.OPEN


async def test_import_refuses_what_is_no_statement_and_keeps_nothing(sale: Sale) -> None:
    sent = NewStatement("x.csv", b"name;colour\nDan;red\n")

    with pytest.raises(UnreadableStatement) as refused:
        await actions.import_statement(sale.meeting, sent, by=OFFICE, now=NOW)

    assert "No column says: the day of booking" in refused.value.errors["file"]
    assert await BankStatement.count() == 0
