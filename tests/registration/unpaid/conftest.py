"""Orders of some day, paid in some way, and the clock that comes by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.people.rules import PersonInfo
from conference.registration import actions, order_queries
from conference.registration.catalogue import Wish
from conference.registration.order_queries import OrderDetail
from conference.registration.ordering import Payer
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.rules import PayBy, PaymentMethod
from conference.registration.tables import RegistrationPolicy
from tests.registration.conftest import ISSUER, OFFICE, Sale

ORDERED = datetime(2027, 7, 12, 9, 0, tzinfo=UTC)
PERIOD_ENDS = datetime(2027, 7, 31, 23, 0, tzinfo=UTC)  # a Saturday's midnight in Glasgow
MONEY_UNTIL = datetime(2027, 8, 4, 23, 0, tzinfo=UTC)  # Mon, Tue, Wed: three bank days on

Order = Callable[..., Awaitable[OrderDetail]]
Pay = Callable[..., Awaitable[OrderDetail]]


@pytest.fixture
def order(sale: Sale) -> Order:
    """`await order(person, at, PayBy.CARD)` registers somebody on a day."""

    async def run(
        person: PersonInfo,
        at: datetime = ORDERED,
        pays_by: PayBy = PayBy.BANK_TRANSFER,
        wish: Wish | None = None,
    ) -> OrderDetail:
        by = Actor(person.id, person.registered_name)
        wish = wish or Wish("non_member", "in_person")
        quote = await actions.make_quote(sale.meeting, person.id, wish, by=by, now=at)
        payer = Payer(person.id, pays_by)
        placed = await actions.place_order(quote.id, payer, issuer=ISSUER, by=by, now=at)
        return await order_queries.order_by_id(placed.order)

    return run


@pytest.fixture
def pay(sale: Sale) -> Pay:
    """`await pay(order, 650_00, received_at=…, now=…)` records money of a day on another day."""

    async def run(
        order: OrderDetail, amount: int, received_at: datetime, now: datetime | None = None
    ) -> OrderDetail:
        method = PaymentMethod.BANK_TRANSFER
        payment = NewPayment(amount, method, received_at, idempotency_key=uuid4().hex)
        await record_payment(order.code, payment, till=sale.till, by=OFFICE, now=now or received_at)
        return await again(order)

    return run


async def again(order: OrderDetail) -> OrderDetail:
    """The order as it is now."""
    return await order_queries.order_by_id(order.id)


async def set_policy(sale: Sale, **values: object) -> None:
    """The meeting's rules, for what differs from the defaults."""
    await RegistrationPolicy.insert(RegistrationPolicy(meeting=sale.meeting.id, **values))


async def letters_of(kind: str) -> list[tuple[str, str]]:
    """(to, body) of every letter of a kind, in order."""
    rows = (
        await OutboxLetter.select(OutboxLetter.to_address, OutboxLetter.body)
        .where(OutboxLetter.kind == kind)
        .order_by(OutboxLetter.created_at)
        .order_by(OutboxLetter.to_address)
    )
    return [(row["to_address"], row["body"]) for row in rows]
