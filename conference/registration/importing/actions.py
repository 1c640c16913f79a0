"""Importing registrations: propose, preview, apply, and undo while nothing has changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from uuid import UUID, uuid4

import msgspec

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import actions as people_actions
from conference.people.rules import NewPerson
from conference.registration import order_queries, queries
from conference.registration.actions import end_order
from conference.registration.buyers import catalogue_for
from conference.registration.catalogue_queries import StoredCatalogue, policy_of
from conference.registration.documents.actions import document_order
from conference.registration.importing.errors import (
    AlreadyImported,
    BookingsChanged,
    NotToUndo,
    UnreadableBookings,
)
from conference.registration.importing.queries import (
    ImportInfo,
    StoredBookings,
    import_info,
    known_people,
)
from conference.registration.importing.reading import BookingFile, BookingRow, read_bookings
from conference.registration.importing.rules import Outcome, ProposedBooking, propose_bookings
from conference.registration.ledger import take_back
from conference.registration.order_queries import OrderDetail, PlacedOrder
from conference.registration.ordering import Charged, Counter, Payer, open_order
from conference.registration.payment_actions import (
    NewPayment,
    receive_payment,
    reverse_payment,
)
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import OrderState, RegistrationState
from conference.registration.settling import Till
from conference.registration.tables import Payment, Registration, RegistrationImport
from conference.registration.waiting.freeing import free_places


async def propose_import(
    meeting: MeetingInfo, file_name: str, data: bytes, *, by: Actor, now: datetime
) -> ImportInfo:
    """Reads a file against prices and registrations and keeps the proposal; nothing is booked.

    Raises UnreadableBookings if the file is no list of registrations.
    """
    file = read_bookings(data, meeting.currency)
    if file.problem:
        raise UnreadableBookings(file.problem, errors={"file": file.problem})
    bookings = await _proposed(file, meeting, now)
    row = RegistrationImport(
        id=uuid4(),
        created_at=now,
        meeting=meeting.id,
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        by_name=by.name,
        proposal=msgspec.json.encode(
            StoredBookings(bookings, file.refusals, file.ignored)
        ).decode(),
    )
    async with action("propose_registrations", by=by, now=now, meeting=meeting.id) as act:
        await RegistrationImport.insert(row)
        act.note("registration_import", row.id, file=file_name, lines=len(bookings))
    return await import_info(meeting.id, row.id)


async def apply_import(
    id: UUID, *, till: Till, by: Actor, now: datetime, writes_letters: bool
) -> int:
    """Books every line of a proposal in one transaction, or none; returns how many.

    Raises UnknownImport, AlreadyImported, BookingsChanged when the preview is out of date, and
    MeetingFull or SoldOut.
    """
    meeting = till.meeting
    info = await import_info(meeting.id, id)
    stored = await catalogue_for(None, meeting, now)
    async with action("import_registrations", by=by, now=now, meeting=meeting.id) as act:
        await _claim(id, now)
        await _refuse_changed(info, meeting, now)
        counter = Counter(meeting, await policy_of(meeting.id), till.issuer)
        codes = [
            await _book(act, booking, stored, counter, till, writes_letters=writes_letters)
            for booking in info.of(Outcome.BOOK)
        ]
        await RegistrationImport.update(
            {RegistrationImport.registrations: msgspec.json.encode(codes).decode()}
        ).where(RegistrationImport.id == id)
        act.note("registration_import", id, booked=len(codes))
    return len(codes)


async def undo_import(id: UUID, *, till: Till, by: Actor, now: datetime, reason: str) -> int:
    """Cancels what an import booked, all or nothing, without letters; returns how many.

    Refused as soon as one of them was paid, changed or cancelled since: that one would lose what
    somebody did. Raises UnknownImport, NotToUndo.
    """
    info = await import_info(till.meeting.id, id)
    async with action("undo_import", by=by, now=now, meeting=till.meeting.id, reason=reason) as act:
        won = (
            await RegistrationImport.update({RegistrationImport.undone_at: now})
            .where(
                RegistrationImport.id == id,
                RegistrationImport.applied_at.is_not_null(),
                RegistrationImport.undone_at.is_null(),
            )
            .returning(RegistrationImport.id)
        )
        if not won:
            raise NotToUndo("It was not applied, or was undone already.")
        for code in info.registrations:
            await _unbook(act, info, code, till, by, reason)
        act.note("registration_import", id, undone=len(info.registrations))
    return len(info.registrations)


async def _proposed(
    file: BookingFile, meeting: MeetingInfo, now: datetime
) -> tuple[ProposedBooking, ...]:
    stored = await catalogue_for(None, meeting, now)
    known = await known_people(file, meeting, stored, now)
    return propose_bookings(file, stored.catalogue, known, now)


async def _claim(id: UUID, now: datetime) -> None:
    """One of two who press at once applies; the other hears that it is done."""
    won = (
        await RegistrationImport.update({RegistrationImport.applied_at: now})
        .where(RegistrationImport.id == id, RegistrationImport.applied_at.is_null())
        .returning(RegistrationImport.id)
    )
    if not won:
        raise AlreadyImported("Look at its page for what became of it.")


async def _refuse_changed(info: ImportInfo, meeting: MeetingInfo, now: datetime) -> None:
    rows = tuple(each.row for each in info.proposal.bookings)
    again = await _proposed(BookingFile(rows), meeting, now)
    if [_essence(each) for each in again] != [_essence(each) for each in info.proposal.bookings]:
        raise BookingsChanged("Read the file again to see what it would do now.")


def _essence(booking: ProposedBooking) -> tuple[int, Outcome, int]:
    return booking.row.line, booking.outcome, booking.total


async def _book(
    act: Action,
    booking: ProposedBooking,
    stored: StoredCatalogue,
    counter: Counter,
    till: Till,
    *,
    writes_letters: bool,
) -> str:
    row, wish = booking.row, booking.wish
    assert wish is not None, "only what can be booked is booked"
    person = await people_actions.find_or_create_by_email(act, _person(row))
    category = stored.catalogue.table.category(wish.category)
    charged = Charged(
        person,
        stored.category_ids[wish.category],
        wish,
        booking.lines,
        needs_proof=category is not None and category.needs_proof,
    )
    window = stored.catalogue.table.window_at(act.now)
    (placed,) = await open_order(
        act, counter, Payer(person), [charged], window_key=window.key if window else ""
    )
    if row.paid:
        await _receive(act, row, placed, till, writes_letters=writes_letters)
    return placed.registration_code


async def _receive(
    act: Action, row: BookingRow, placed: PlacedOrder, till: Till, *, writes_letters: bool
) -> None:
    """The money that had come before the import; it is the same kind of payment as any other."""
    order = await order_queries.order_by_id(placed.order)
    received_at = act.now
    if row.paid_on:
        received_at = datetime.combine(row.paid_on, time(12), till.meeting.tz).astimezone(UTC)
    key = f"import:{placed.registration_code}"
    payment = NewPayment(row.paid, row.method, received_at, key, row.reference)
    await receive_payment(act, order, payment, till, writes_letters=writes_letters)


async def _unbook(
    act: Action, info: ImportInfo, code: str, till: Till, by: Actor, reason: str
) -> None:
    held = await queries.registration_by_code(till.meeting.id, code)
    assert held is not None, "registrations are never deleted"
    order = await order_queries.order_by_id(held.order)
    _refuse_touched(info, held, order)
    for payment in await Payment.select(Payment.id).where(Payment.order == held.order):
        await reverse_payment(payment["id"], reason=reason, till=till, by=by, now=act.now)
    await free_places(act, code, till)
    await Registration.update(
        {
            Registration.state: RegistrationState.CANCELLED.value,
            Registration.active_key: None,
            Registration.cancelled_at: act.now,
            Registration.cancel_reason: reason,
        }
    ).where(Registration.id == held.id)
    act.note("registration", code, state=[held.state, RegistrationState.CANCELLED])
    await take_back(act, held.order, registration=code, reason=reason)
    await end_order(act, held.order, OrderState.CANCELLED)
    await document_order(act, held.order, till.meeting)


def _refuse_touched(info: ImportInfo, held: RegistrationInfo, order: OrderDetail) -> None:
    """Whatever was done since the import is not thrown away."""
    is_same = held.is_active and all(line.added_at == info.applied_at for line in order.lines)
    is_paid_since = any(not each.idempotency_key.startswith("import:") for each in order.payments)
    if not is_same or is_paid_since:
        raise NotToUndo(
            f"Registration {held.code} ({held.person.badge_name}) was changed, paid or cancelled "
            "since. Cancel what you do not want one by one."
        )


def _person(row: BookingRow) -> NewPerson:
    return NewPerson(
        given_name=row.given_name,
        family_name=row.family_name or row.email,
        affiliation=row.affiliation,
        city=row.city,
        country=row.country,
        email=row.email,
    )
