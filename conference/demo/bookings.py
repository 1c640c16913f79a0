"""The rows of the demo's registrations, priced by the same pure function that prices real ones."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from conference.demo.ground import Ground
from conference.demo.guests import Guest, Money
from conference.demo.roll import Roll
from conference.demo.seeded import Seeded, insert_rows
from conference.membership.rules import judge_membership
from conference.orm.tokens import digest
from conference.registration import price_queries, rules
from conference.registration.price_queries import PriceList
from conference.registration.pricing import Quoted, quote
from conference.registration.rules import OrderState, PaymentMethod, RegistrationState
from conference.registration.tables import (
    Order,
    OrderLine,
    Payment,
    PlacePool,
    Quote,
    Registration,
)
from conference.registration.ticket import ticket_token

CHEQUES = 0.06
REASONS = (
    "Cannot travel that week.",
    "The visa was refused.",
    "Registered twice by the institute.",
    "Family reasons.",
    "A colleague comes instead.",
)


@dataclass(slots=True)
class Bookings:
    """Every row that selling a place writes."""

    quotes: list[Quote] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)


class _Seller:
    def __init__(self, ground: Ground, prices: PriceList, roll: Roll, secret: str, seed: int):
        self.ground, self.prices, self.roll, self.secret = ground, prices, roll, secret
        self.seeded = Seeded(seed, "bookings")
        self.made = Bookings()
        self._seats: Counter[str] = Counter()
        # The office may give what is not on sale.
        open_ones = tuple(replace(each, is_on_sale=True) for each in prices.table.categories)
        self._table = replace(prices.table, categories=open_ones)

    def sell(self, guest: Guest) -> Registration:
        """Quote, order, money and registration of one guest."""
        quoted = self._quoted(guest)
        order = self._order(guest, quoted)
        paid_at = self._pay(guest, order)
        return self._registration(guest, order, paid_at)

    def _quoted(self, guest: Guest) -> Quoted:
        verdict = judge_membership(
            self.roll.get(guest.person.id, []),
            last_day=self.ground.calendar.last_day,
            now=guest.placed_at,
            zone=self.ground.meeting.tz,
        )
        found = quote(
            self._table, guest.category, guest.mode, membership=verdict, now=guest.placed_at
        )
        assert isinstance(found, Quoted), f"{guest.category}: {found}"
        return found

    def _order(self, guest: Guest, quoted: Quoted) -> Order:
        at = guest.placed_at
        said = Quote(
            id=self.seeded.id(), created_at=at, meeting=self.ground.meeting.id,
            person=guest.person.id, category=self.prices.category_ids[guest.category],
            mode=guest.mode, lines=json.dumps([asdict(line) for line in quoted.lines]),
            total=quoted.total, saving=quoted.saving, currency=quoted.currency,
            tested_on=quoted.tested_on, quoted_at=at, expires_at=quoted.expires_at,
        )  # fmt: skip
        order = Order(
            id=self.seeded.id(), created_at=at, code=self.seeded.code(8), meeting=said.meeting,
            person=guest.person.id, quote=said.id, currency=quoted.currency, total=quoted.total,
            state=self._order_state(guest, quoted.total).value,
            bill_to=f"{guest.person.institution.name}\n{guest.person.institution.city}",
            placed_at=at,
        )  # fmt: skip
        self.made.quotes.append(said)
        self.made.orders.append(order)
        self.made.lines += [
            OrderLine(
                id=self.seeded.id(), created_at=at, order=order.id, position=position,
                **asdict(line),
            )
            for position, line in enumerate(quoted.lines)
        ]  # fmt: skip
        return order

    def _order_state(self, guest: Guest, total: int) -> OrderState:
        if guest.is_cancelled:
            return OrderState.CANCELLED
        is_open = guest.money is Money.DUE and total > 0
        return OrderState.PENDING if is_open else OrderState.PAID

    def _pay(self, guest: Guest, order: Order) -> datetime | None:
        """Writes the money that came and went; the instant from which the place is paid."""
        if order.state == OrderState.PENDING.value:
            return None
        if order.total == 0:
            return guest.placed_at
        if guest.money is Money.NEVER_PAID:
            return None
        now = self.ground.calendar.now
        longest = min(now - guest.placed_at, timedelta(days=8))
        at = guest.placed_at + longest * self.seeded.random.random()
        at = at.replace(microsecond=0)
        self._payment(order, order.total, at, "in")
        if guest.money is Money.REFUNDED:
            self._payment(order, -order.total, now - timedelta(minutes=1), "out")
        return at

    def _payment(self, order: Order, amount: int, at: datetime, way: str) -> None:
        is_cheque = self.seeded.random.random() < CHEQUES
        method = PaymentMethod.CHEQUE if is_cheque else PaymentMethod.BANK_TRANSFER
        self.made.payments.append(
            Payment(
                id=self.seeded.id(), created_at=at, order=order.id, amount=amount,
                method=method.value, reference=f"statement {at:%Y-%m-%d}", received_at=at,
                recorded_by="Hanako Yamadera", idempotency_key=f"demo-{order.code}-{way}",
            )
        )  # fmt: skip

    def _registration(self, guest: Guest, order: Order, paid_at: datetime | None) -> Registration:
        state = _STATES[OrderState(order.state)]
        self._seats[guest.mode] += 1
        own_id = self.seeded.id()
        row = Registration(
            id=own_id,
            created_at=guest.placed_at,
            code=self.seeded.code(6),
            meeting=order.meeting,
            person=guest.person.id,
            category=self.prices.category_ids[guest.category],
            order=order.id,
            mode=guest.mode,
            state=state.value,
            seat=self._seats[guest.mode],
            active_key=rules.active_key(order.meeting, guest.person.id, state),
            ticket_hash=digest(ticket_token(self.secret, own_id)),
            confirmed_at=paid_at,
        )
        if guest.is_cancelled:
            row.cancelled_at = self.ground.calendar.now - timedelta(minutes=2)
            row.cancel_reason = self.seeded.random.choice(REASONS)
        self.made.registrations.append(row)
        return row


_STATES = {
    OrderState.PENDING: RegistrationState.PENDING_PAYMENT,
    OrderState.PAID: RegistrationState.CONFIRMED,
    OrderState.CANCELLED: RegistrationState.CANCELLED,
}


async def write_bookings(
    ground: Ground, guests: list[Guest], roll: Roll, secret: str, seed: int
) -> Bookings:
    """Writes quotes, orders, payments and registrations, and counts the places that are held."""
    prices = await price_queries.price_list(ground.meeting.id, ground.meeting.currency)
    seller = _Seller(ground, prices, roll, secret, seed)
    for guest in guests:
        seller.sell(guest)
    made = seller.made
    for rows in (made.quotes, made.orders, made.lines, made.payments, made.registrations):
        await insert_rows(rows)
    await _count_places(ground.meeting.id, made)
    return made


async def _count_places(meeting: UUID, made: Bookings) -> None:
    held = Counter(
        rules.pool_key(row.mode) for row in made.registrations if rules.holds_place(row.state)
    )
    for pool, count in held.items():
        await PlacePool.update({PlacePool.taken: count}).where(
            PlacePool.meeting == meeting, PlacePool.key == pool
        )
