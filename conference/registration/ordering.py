"""Writing an order: its lines, the registrations on it, and the places they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, IntegrityConflict, integrity, tokens
from conference.registration.basket import places_needed
from conference.registration.catalogue import Wish
from conference.registration.errors import AlreadyRegistered
from conference.registration.ledger import insert_lines
from conference.registration.order_queries import PlacedOrder
from conference.registration.places import claim_places, lock_pools
from conference.registration.policy import Policy
from conference.registration.quoted import Line
from conference.registration.rules import (
    OrderState,
    PayBy,
    ProofState,
    RegistrationState,
    active_key,
    starting_state,
)
from conference.registration.tables import Guest, Order, Registration
from conference.registration.ticket import Issuer, ticket_token

ORDER_CODE_LENGTH = 8
REGISTRATION_CODE_LENGTH = 6
EXPIRING = frozenset({PayBy.BANK_TRANSFER, PayBy.CARD})


@dataclass(frozen=True, slots=True)
class Payer:
    """Who orders and pays: person or institution, which need not attend (T04)."""

    person: UUID
    pays_by: PayBy = PayBy.BANK_TRANSFER
    bill_to: str = ""
    bill_country: str = ""
    vat_number: str = ""
    purchase_order: str = ""


@dataclass(frozen=True, slots=True)
class Charged:
    """One registration to be written: whose, as what, for which lines."""

    person: UUID
    category: UUID
    wish: Wish
    lines: tuple[Line, ...]
    needs_proof: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """Where an order is written: the meeting with its rules, and who issues tickets and letters."""

    meeting: MeetingInfo
    policy: Policy
    issuer: Issuer


async def open_order(
    act: Action,
    counter: Counter,
    payer: Payer,
    charged: Sequence[Charged],
    *,
    quote: UUID | None = None,
    window_key: str = "",
) -> tuple[PlacedOrder, ...]:
    """Writes an order with its registrations, or nothing at all; part of an action.

    Free of charge it is settled at once. Raises MeetingFull, SoldOut, AlreadyRegistered, and
    IntegrityConflict when the quote was charged already. Writes no letter.
    """
    total = sum(line.amount for each in charged for line in each.lines)
    order_state, state = starting_state(total)
    codes = [tokens.random_code(REGISTRATION_CODE_LENGTH) for _ in charged]
    seats = await _seats(act, counter.meeting.id, charged, codes)
    order = _order_row(counter.meeting, payer, total, order_state, act.now)
    order.quote, order.window_key = quote, window_key
    order.expires_at = _expiry(counter.policy, payer.pays_by, total, act.now)
    async with integrity():
        await Order.insert(order)
    placed, lines = [], 0
    for each, code, seat in zip(charged, codes, seats, strict=True):
        row = _registration_row(counter, order, each, state, code, seat)
        await _insert(act, order, row, each, lines)
        lines += len(each.lines)
        placed.append(PlacedOrder(order.id, order.code, row.id, row.code, state))
    act.note("order", order.code, state=[None, order_state], total=total)
    return tuple(placed)


async def open_account(
    act: Action, meeting: MeetingInfo, payer: Payer, lines: Sequence[Line]
) -> tuple[UUID, str]:
    """Writes an order that registers nobody: it is paid, invoiced and kept like any other, and is
    never given up, since it holds no place. Part of an action; returns its id and code."""
    total = sum(line.amount for line in lines)
    state, _ = starting_state(total)
    order = _order_row(meeting, payer, total, state, act.now)
    await Order.insert(order)
    await insert_lines(act, order.id, lines, registration="", first=0)
    act.note("order", order.code, state=[None, state], total=total)
    return order.id, order.code


async def _seats(
    act: Action, meeting: UUID, charged: Sequence[Charged], codes: Sequence[str]
) -> list[int]:
    """Places for each; of several people all pools are locked first, in one order: no deadlock."""
    needs = [places_needed(each.wish) for each in charged]
    if len(charged) > 1:
        await lock_pools(meeting, {key for each in needs for key in each})
    return [
        await claim_places(act, meeting, each.person, needed, code)
        for each, needed, code in zip(charged, needs, codes, strict=True)
    ]


async def _insert(
    act: Action, order: Order, row: Registration, charged: Charged, first: int
) -> None:
    await insert_lines(act, order.id, charged.lines, registration=row.code, first=first)
    try:
        async with integrity():
            await Registration.insert(row)
    except IntegrityConflict:
        raise AlreadyRegistered from None
    guests = [
        Guest(id=uuid4(), created_at=act.now, registration=row.id, extra=key, name=name)
        for key, name in charged.wish.guests
    ]
    if guests:
        await Guest.insert(*guests)
    act.note("registration", row.code, state=[None, row.state])


def _order_row(
    meeting: MeetingInfo, payer: Payer, total: int, state: OrderState, now: datetime
) -> Order:
    return Order(
        id=uuid4(),
        created_at=now,
        code=tokens.random_code(ORDER_CODE_LENGTH),
        meeting=meeting.id,
        person=payer.person,
        currency=meeting.currency,
        total=total,
        state=state.value,
        pays_by=payer.pays_by.value,
        bill_to=payer.bill_to,
        bill_country=payer.bill_country,
        vat_number=payer.vat_number,
        purchase_order=payer.purchase_order,
        placed_at=now,
    )


def _expiry(policy: Policy, pays_by: PayBy, total: int, now: datetime) -> datetime | None:
    """Unpaid card and transfer orders give their places up after some days (R03)."""
    if total == 0 or policy.unpaid_days == 0 or pays_by not in EXPIRING:
        return None
    return now + timedelta(days=policy.unpaid_days)


def _registration_row(
    counter: Counter,
    order: Order,
    charged: Charged,
    state: RegistrationState,
    code: str,
    seat: int,
) -> Registration:
    id = uuid4()
    is_confirmed = state is RegistrationState.CONFIRMED
    return Registration(
        id=id,
        created_at=order.placed_at,
        code=code,
        meeting=counter.meeting.id,
        person=charged.person,
        category=charged.category,
        order=order.id,
        mode=charged.wish.mode,
        day=charged.wish.day,
        state=state.value,
        proof=(ProofState.PENDING if charged.needs_proof else ProofState.NONE).value,
        seat=seat,
        active_key=active_key(counter.meeting.id, charged.person, state),
        ticket_hash=tokens.digest(ticket_token(counter.issuer.secret, id)),
        confirmed_at=order.placed_at if is_confirmed else None,
    )
