"""The rows of the demo's registrations, priced by the same pure function that prices real ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from conference.demo.ground import Ground
from conference.demo.guests import Guest, Money
from conference.demo.names import culture_of, make_name
from conference.demo.price_grid import IN_PERSON
from conference.demo.roll import Roll
from conference.demo.seeded import Seeded, insert_rows
from conference.membership.rules import judge_membership
from conference.orm.tokens import digest
from conference.registration import rules
from conference.registration.basket import places_needed, price_basket
from conference.registration.catalogue import Buyer, Wish
from conference.registration.catalogue_queries import StoredCatalogue, catalogue_of
from conference.registration.ledger import negated
from conference.registration.price_queries import places_of
from conference.registration.quoted import Quoted
from conference.registration.rules import OrderState, PaymentMethod, ProofState, RegistrationState
from conference.registration.tables import Guest as AccompanyingPerson
from conference.registration.tables import (
    Order,
    OrderLine,
    Payment,
    PlaceHold,
    PlacePool,
    Quote,
    Registration,
)
from conference.registration.ticket import ticket_token

METHODS = {
    PaymentMethod.CARD: 0.62,
    PaymentMethod.BANK_TRANSFER: 0.34,
    PaymentMethod.CHEQUE: 0.04,
}
GUEST_EXTRA, BRINGS_SOMEBODY = "guest", 0.04
TAKEN = {"gala": 0.4, "lunch": 0.3, "cytometry": 0.2, "single_cell": 0.1, "shirt": 0.08}
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
    guests: list[AccompanyingPerson] = field(default_factory=list)


class _Seller:
    def __init__(
        self, ground: Ground, stored: StoredCatalogue, left: Mapping[str, int], roll: Roll,
        secret: str, seed: int,
    ) -> None:  # fmt: skip
        self.ground, self.stored, self.roll, self.secret = ground, stored, roll, secret
        self.seeded = Seeded(seed, "bookings")
        self.brought = Seeded(seed, "accompanying persons")
        self.made = Bookings()
        self._seats: Counter[str] = Counter()
        self.catalogue = stored.catalogue
        self.left = dict(left)
        self.taken: dict[str, dict[str, int]] = {}

    def sell(self, guest: Guest) -> Registration:
        """Quote, order, money and registration of one guest."""
        quoted = self._quoted(guest)
        order = self._order(guest, quoted)
        paid_at = self._pay(guest, order, quoted.total)
        registration = self._registration(guest, order, paid_at)
        if rules.holds_place(registration.state):
            self.taken[registration.code] = places_needed(quoted.wish)
        self._lines(order, registration, quoted)
        self.made.guests += [
            AccompanyingPerson(
                id=self.brought.id(), created_at=guest.placed_at, registration=registration.id,
                extra=key, name=name,
            )
            for key, name in quoted.wish.guests
        ]  # fmt: skip
        return registration

    def _quoted(self, guest: Guest) -> Quoted:
        verdict = judge_membership(
            self.roll.get(guest.person.id, []),
            last_day=self.ground.calendar.last_day,
            now=guest.placed_at,
            zone=self.ground.meeting.tz,
        )
        country = guest.person.institution.country
        buyer = Buyer(
            verdict, country=country, income=self.catalogue.incomes.get(country, ""),
            is_office=True,  # who may give what is not on sale
        )  # fmt: skip
        wish = Wish(
            guest.category, guest.mode, extras=tuple(self._extras(guest).items()),
            guests=self._brought(guest),
        )  # fmt: skip
        found = price_basket(self.catalogue, wish, buyer, guest.placed_at)
        assert isinstance(found, Quoted), f"{guest.category}: {found}"
        return found

    def _extras(self, guest: Guest) -> dict[str, int]:
        """What somebody takes beside, as long as there are places."""
        window = self.catalogue.table.window_at(guest.placed_at)
        if guest.mode != IN_PERSON or guest.is_cancelled or window is None:
            return {}
        found = {}
        for key, share in TAKEN.items():
            extra = self.catalogue.extra_named(key)
            wants = self.seeded.random.random() < share
            is_sold = extra is not None and window.key in extra.amounts
            if wants and is_sold and self.left.get(f"extra:{key}", 1) > 0:
                found[key] = 1
                if f"extra:{key}" in self.left:
                    self.left[f"extra:{key}"] -= 1
        return found

    def _brought(self, guest: Guest) -> tuple[tuple[str, str], ...]:
        """A few come with somebody, who has a name of the same kind."""
        extra = self.catalogue.extra_named(GUEST_EXTRA)
        window = self.catalogue.table.window_at(guest.placed_at)
        is_sold = extra is not None and window is not None and window.key in extra.amounts
        comes_alone = self.brought.random.random() >= BRINGS_SOMEBODY
        if guest.mode != IN_PERSON or guest.is_cancelled or comes_alone or not is_sold:
            return ()
        rng = self.brought.random
        name = make_name(rng, culture_of(rng, guest.person.institution.country))
        return ((GUEST_EXTRA, name.registered),)

    def _order(self, guest: Guest, quoted: Quoted) -> Order:
        at = guest.placed_at
        said = Quote(
            id=self.seeded.id(), created_at=at, meeting=self.ground.meeting.id,
            person=guest.person.id, category=self.stored.category_ids[guest.category],
            mode=guest.mode, lines=msgspec.json.encode(quoted.lines).decode(),
            total=quoted.total, saving=quoted.saving, currency=quoted.currency,
            wish=msgspec.json.encode(quoted.wish).decode(), window_key=quoted.window.key,
            tested_on=quoted.tested_on, quoted_at=at, expires_at=quoted.expires_at,
        )  # fmt: skip
        order = Order(
            id=self.seeded.id(), created_at=at, code=self.seeded.code(8), meeting=said.meeting,
            person=guest.person.id, quote=said.id, currency=quoted.currency,
            total=0 if guest.is_cancelled else quoted.total, window_key=quoted.window.key,
            state=self._order_state(guest, quoted.total).value,
            bill_to=f"{guest.person.institution.name}\n{guest.person.institution.city}",
            placed_at=at,
        )  # fmt: skip
        self.made.quotes.append(said)
        self.made.orders.append(order)
        return order

    def _lines(self, order: Order, registration: Registration, quoted: Quoted) -> None:
        """What was charged; of a cancelled order also what took it back."""
        lines = list(quoted.lines)
        if order.state == OrderState.CANCELLED.value:
            lines += [negated(line, registration.cancel_reason) for line in lines]
        self.made.lines += [
            OrderLine(
                id=self.seeded.id(), created_at=order.placed_at, order=order.id,
                position=position, registration=registration.code, **asdict(line),
            )
            for position, line in enumerate(lines)
        ]  # fmt: skip

    def _order_state(self, guest: Guest, total: int) -> OrderState:
        if guest.is_cancelled:
            return OrderState.CANCELLED
        is_open = guest.money is Money.DUE and total > 0
        return OrderState.PENDING if is_open else OrderState.PAID

    def _pay(self, guest: Guest, order: Order, total: int) -> datetime | None:
        """Writes the money that came and went; the instant from which the place is paid."""
        if order.state == OrderState.PENDING.value:
            return None
        if total == 0:
            return guest.placed_at
        if guest.money is Money.NEVER_PAID:
            return None
        now = self.ground.calendar.now
        longest = min(now - guest.placed_at, timedelta(days=8))
        at = guest.placed_at + longest * self.seeded.random.random()
        at = at.replace(microsecond=0)
        self._payment(order, total, at, "in")
        if guest.money is Money.REFUNDED:
            self._payment(order, -total, now - timedelta(minutes=1), "out")
        return at

    def _payment(self, order: Order, amount: int, at: datetime, way: str) -> None:
        [method] = self.seeded.random.choices(list(METHODS), list(METHODS.values()))
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
            category=self.stored.category_ids[guest.category],
            order=order.id,
            mode=guest.mode,
            state=state.value,
            proof=self._proof(guest, state).value,
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

    def _proof(self, guest: Guest, state: RegistrationState) -> ProofState:
        """Most have sent it; some of the newest still have to."""
        category = self.catalogue.table.category(guest.category)
        if category is None or not category.needs_proof:
            return ProofState.NONE
        has_sent = self.seeded.random.random() < 0.85 or state is RegistrationState.CANCELLED
        return ProofState.ACCEPTED if has_sent else ProofState.PENDING


_STATES = {
    OrderState.PENDING: RegistrationState.PENDING_PAYMENT,
    OrderState.PAID: RegistrationState.CONFIRMED,
    OrderState.CANCELLED: RegistrationState.CANCELLED,
}


async def write_bookings(
    ground: Ground, guests: list[Guest], roll: Roll, secret: str, seed: int
) -> Bookings:
    """Writes quotes, orders, payments and registrations, and counts the places that are held."""
    stored = await catalogue_of(ground.meeting)
    left = {key: pool.left for key, pool in (await places_of(ground.meeting.id)).items()}
    seller = _Seller(ground, stored, left, roll, secret, seed)
    for guest in guests:
        seller.sell(guest)
    made = seller.made
    for rows in (
        made.quotes, made.orders, made.lines, made.payments, made.registrations, made.guests,
    ):  # fmt: skip
        await insert_rows(rows)
    await _count_places(ground.meeting.id, seller)
    return made


async def _count_places(meeting: UUID, seller: _Seller) -> None:
    """Every place that is held, in every pool that has a limit."""
    rows = await PlacePool.select(PlacePool.id, PlacePool.key).where(PlacePool.meeting == meeting)
    pools = {row["key"]: row["id"] for row in rows}
    placed = {row.code: row.created_at for row in seller.made.registrations}
    holds = [
        PlaceHold(
            id=seller.seeded.id(), created_at=placed[code], pool=pools[key], holder=code,
            quantity=quantity, taken_at=placed[code],
        )
        for code, needs in seller.taken.items()
        for key, quantity in needs.items() if key in pools
    ]  # fmt: skip
    await insert_rows(holds)
    held: Counter[UUID] = Counter()
    for hold in holds:
        held[hold.pool] += hold.quantity
    for pool, count in held.items():
        await PlacePool.update({PlacePool.taken: count}).where(PlacePool.id == pool)
