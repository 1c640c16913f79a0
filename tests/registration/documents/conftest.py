"""An issuer, tax rates, and an order with lines of one's choice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest

from conference.orm import Actor, action
from conference.people.rules import PersonInfo
from conference.registration import payment_actions
from conference.registration.catalogue import LineKind, Wish
from conference.registration.documents import actions, set_up_actions
from conference.registration.documents.account import DocumentInfo, IssuerInfo, documents_of_order
from conference.registration.documents.content import Party
from conference.registration.order_queries import OrderDetail, order_by_id
from conference.registration.ordering import Charged, Counter, Payer, open_order
from conference.registration.payment_actions import NewPayment
from conference.registration.policy import Policy
from conference.registration.quoted import Line
from conference.registration.rules import PaymentMethod
from conference.registration.tables import PlacePool
from conference.registration.taxes import Customer, TaxRate, TaxTable
from tests.cast import NOW
from tests.registration.conftest import ISSUER, OFFICE, Sale

REVERSE = "Reverse charge: the recipient is liable for the tax."
RATES = (
    TaxRate("registration", 2200),
    TaxRate("registration", 0, "DE", Customer.BUSINESS, note=REVERSE),
    TaxRate("dinner", 1000),
)
FEE = Line("Regular member", "Early price.", 427_00, LineKind.FEE, "regular", 1, 77_00, 2200)
DINNER = Line("Dinner", "", 55_00, LineKind.EXTRA, "dinner", 1, 5_00, 1000)
DUES = Line("Membership dues: Regular", "", 100_00, LineKind.DUES, "regular:2028-01-01:2028-12-31")

OpenOrder = Callable[..., Awaitable[OrderDetail]]
Pay = Callable[[OrderDetail, int], Awaitable[tuple[DocumentInfo, ...]]]


def issuer_of(sale: Sale, **changes: Any) -> IssuerInfo:
    values: dict[str, Any] = {
        "meeting": sale.meeting.id,
        "party": Party("Society of Signals e.V.", "1 Quay Street\nGlasgow", "GB", "GB 123"),
        "bank": "IBAN GB33 BUKB 2020 1555 5555 55",
        "footer": "Charity SC012345",
        "prefix": "SOS",
        "payment_days": 14,
        "change_fee": 0,
    }
    return IssuerInfo(**{**values, **changes})


@pytest.fixture
async def issuing(sale: Sale) -> Sale:
    """The sale with an issuer, 22 % on registrations and 10 % on dinners, prices with tax."""
    await set_up_actions.save_issuer(issuer_of(sale), by=OFFICE, now=NOW)
    await set_up_actions.save_taxes(sale.meeting, TaxTable(RATES), by=OFFICE, now=NOW)
    await PlacePool.update({PlacePool.capacity: 500}).where(PlacePool.key == "meeting")
    return sale


@pytest.fixture
def order_of(sale: Sale) -> OpenOrder:
    """An order with these lines for each attendee: `await order_of(alice, [FEE])`."""

    async def run(
        person: PersonInfo,
        lines: Sequence[Line] = (FEE,),
        *,
        attendees: Sequence[PersonInfo] = (),
        **payer: Any,
    ) -> OrderDetail:
        category = sale.categories["regular"]
        wish = Wish("regular", "in_person")
        charged = [Charged(each.id, category, wish, tuple(lines)) for each in attendees or [person]]
        counter = Counter(sale.meeting, Policy(), ISSUER)
        by = Actor(person.id, person.registered_name)
        async with action("test_order", by=by, now=NOW, meeting=sale.meeting.id) as act:
            placed = await open_order(act, counter, Payer(person.id, **payer), charged)
        return await order_by_id(placed[0].order)

    return run


@pytest.fixture
def pay(sale: Sale) -> Pay:
    """Records a transfer and brings the documents in step: `await pay(order, 427_00)`."""

    async def run(order: OrderDetail, amount: int) -> tuple[DocumentInfo, ...]:
        payment = NewPayment(amount, PaymentMethod.BANK_TRANSFER, NOW, uuid4().hex, "TRX 1")
        await payment_actions.record_payment(
            order.code, payment, till=sale.till, by=OFFICE, now=NOW
        )
        await step(sale, order)
        return await documents_of_order(order.id)

    return run


async def step(sale: Sale, order: OrderDetail) -> tuple[str, ...]:
    """Brings the documents of an order in step."""
    return await actions.catch_up(order.id, sale.meeting, by=OFFICE, now=NOW)


def kinds(documents: Sequence[DocumentInfo]) -> list[str]:
    return [each.kind.value for each in documents]
