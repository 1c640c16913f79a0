"""What happens in tests about cards, and what is looked at afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from conference.letters.tables import OutboxLetter
from conference.orm import Actor, clock
from conference.orm.invariants import check_all
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.card import queries
from conference.registration.card.actions import start_checkout
from conference.registration.card.cards import Cards
from conference.registration.card.hearing import handle_event
from conference.registration.card.rules import CheckoutInfo
from conference.registration.order_queries import OrderDetail, PlacedOrder, order_by_id
from conference.registration.rules import PaymentMethod
from conference.registration.tables import CheckoutSession
from tests.cast import NOW
from tests.registration.card.stripe_server import StripeServer
from tests.registration.conftest import Sale


async def order_now(placed: PlacedOrder) -> OrderDetail:
    return await order_by_id(placed.order)


async def checkouts(placed: PlacedOrder) -> tuple[CheckoutInfo, ...]:
    return await queries.checkouts_of(placed.order)


async def card_money(placed: PlacedOrder) -> list[int]:
    """What came by card and went back to it, the largest first: all at one stopped moment."""
    order = await order_by_id(placed.order)
    money = [each.amount for each in order.payments if each.method is PaymentMethod.CARD]
    return sorted(money, reverse=True)


async def page_of(sale: Sale, placed: PlacedOrder, cards: Cards) -> CheckoutInfo:
    dan = sale.cast.dan
    by = Actor(dan.id, dan.registered_name)
    return await start_checkout(placed.order_code, dan.id, cards=cards, by=by, now=clock.now())


async def second_page(placed: PlacedOrder, server: StripeServer) -> CheckoutInfo:
    """As it was before pages were asked about: two of them open for one order (situation 4)."""
    facts = {"amount_total": 650_00, "currency": "eur", "status": "open", "created": 0}
    id, session = uuid4(), f"cs_test_second_{len(server.books.sessions)}"
    more = {"payment_intent": None, "payment_status": "unpaid", "url": f"https://x/{session}"}
    server.books.sessions[session] = {
        "id": session, "metadata": {"plenary_checkout": str(id)}, **facts, **more
    }  # fmt: skip
    await CheckoutSession.insert(
        CheckoutSession(
            id=id,
            created_at=NOW + timedelta(minutes=1),
            order=placed.order,
            session=session,
            amount=650_00,
            currency="EUR",
            state="open",
            url=f"https://x/{session}",
            expires_at=NOW + timedelta(hours=1),
        )
    )
    (made,) = [each for each in await checkouts(placed) if each.id == id]
    return made


async def hear(cards: Cards, server: StripeServer, event: dict[str, Any]) -> str:
    return await handle_event(*server.signed(event), cards=cards, now=clock.now())


async def office_letters() -> list[str]:
    rows = await OutboxLetter.select().where(OutboxLetter.kind == "card_attention")
    return [row["subject"] for row in rows]


async def letters_to_dan() -> list[str]:
    rows = await OutboxLetter.select(OutboxLetter.kind).where(
        OutboxLetter.to_address == "dan@example.org"
    )
    return sorted(row["kind"] for row in rows)


async def broken() -> list[str]:
    return [sentence for each in await check_all() for sentence in each.sentences]
