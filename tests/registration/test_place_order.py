"""A quote becomes one order, once ever, with its lines, place and letter (P15, R01, T05)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from conference.letters.tables import OutboxLetter
from conference.orm import Actor
from conference.people.rules import PersonInfo
from conference.registration import actions, order_queries, queries
from conference.registration.catalogue import Wish
from conference.registration.errors import (
    AlreadyRegistered,
    MeetingFull,
    NotOnSale,
    QuoteExpired,
    UnknownQuote,
)
from conference.registration.order_queries import StoredQuote
from conference.registration.rules import OrderState, RegistrationState
from conference.registration.tables import Order, PlacePool, Quote, Registration
from tests.cast import NOW
from tests.registration.conftest import ISSUER, Buy, Sale


def actor(person: PersonInfo) -> Actor:
    return Actor(person.id, person.registered_name)


async def said(sale: Sale, person: PersonInfo, category: str = "non_member") -> StoredQuote:
    wish = Wish(category, "in_person")
    return await actions.make_quote(sale.meeting, person.id, wish, by=actor(person), now=NOW)


async def taken(key: str = "meeting") -> int:
    row = await PlacePool.select(PlacePool.taken).where(PlacePool.key == key).first()
    return int(row["taken"]) if row else -1


async def test_make_quote_keeps_lines_and_the_day_membership_was_tested(sale: Sale) -> None:
    quote = await said(sale, sale.cast.alice, "regular")

    assert (quote.total, quote.saving, quote.currency) == (450_00, 200_00, "EUR")
    assert [line.amount for line in quote.lines] == [450_00]
    assert "SOS-0001" in quote.lines[0].reason
    assert quote.tested_on == sale.meeting.ends_on
    assert quote.expires_at == NOW + timedelta(minutes=30)


async def test_make_quote_refuses_a_stranger_the_member_price(sale: Sale) -> None:
    with pytest.raises(NotOnSale, match="For members"):
        await said(sale, sale.cast.dan, "regular")

    assert await Quote.count() == 0


async def test_place_order_waits_for_payment_and_holds_the_place(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan)

    order = await order_queries.order_detail(sale.meeting.id, placed.order_code)
    assert order is not None
    assert order.state is OrderState.PENDING
    assert [line.amount for line in order.lines] == [650_00]
    assert order.registration.state is RegistrationState.PENDING_PAYMENT
    assert (order.registration.due, await taken()) == (650_00, 1)
    letter = await OutboxLetter.select().first()
    assert letter is not None
    assert letter["to_address"] == "dan@example.org"
    assert placed.order_code in letter["body"]
    assert "650.00 EUR" in letter["body"]
    assert "IBAN GB00 TEST" in letter["body"]


async def test_place_order_confirms_what_is_free_at_once(sale: Sale, buy: Buy) -> None:
    placed = await buy(sale.cast.dan, "helper")

    info = await queries.registration_info(placed.registration)
    assert info is not None
    assert info.is_confirmed
    assert (info.confirmed_at, info.due) == (NOW, 0)


async def test_place_order_twice_gives_the_same_order(sale: Sale) -> None:
    quote = await said(sale, sale.cast.dan)

    async def press() -> str:
        person = sale.cast.dan
        placed = await actions.place_order(
            quote.id, person.id, issuer=ISSUER, by=actor(person), now=NOW
        )
        return placed.order_code

    codes = await asyncio.gather(*(press() for _ in range(8)))

    assert len(set(codes)) == 1
    assert await Order.count() == 1
    assert await OutboxLetter.count() == 1
    assert await taken() == 1


async def test_place_order_twice_at_the_last_place_is_not_called_full(sale: Sale) -> None:
    await PlacePool.update({PlacePool.capacity: 1}).where(PlacePool.key == "meeting")
    quote = await said(sale, sale.cast.dan)
    press = [
        actions.place_order(
            quote.id, sale.cast.dan.id, issuer=ISSUER, by=actor(sale.cast.dan), now=NOW
        )
        for _ in range(4)
    ]

    placed = await asyncio.gather(*press)

    assert len({each.order_code for each in placed}) == 1


async def test_place_order_after_expiry_charges_nothing(sale: Sale) -> None:
    quote = await said(sale, sale.cast.dan)
    later = quote.expires_at

    with pytest.raises(QuoteExpired):
        await actions.place_order(
            quote.id, sale.cast.dan.id, issuer=ISSUER, by=actor(sale.cast.dan), now=later
        )

    assert (await Order.count(), await taken()) == (0, 0)


async def test_place_order_again_after_expiry_still_shows_the_order(sale: Sale) -> None:
    quote = await said(sale, sale.cast.dan)
    dan = sale.cast.dan
    first = await actions.place_order(quote.id, dan.id, issuer=ISSUER, by=actor(dan), now=NOW)

    again = await actions.place_order(
        quote.id, dan.id, issuer=ISSUER, by=actor(dan), now=NOW + timedelta(days=3)
    )

    assert again == first


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
async def test_place_order_refuses_a_quote_that_is_not_ones_own(sale: Sale, whose: str) -> None:
    quote = await said(sale, sale.cast.dan)
    id = quote.id if whose == "another's" else uuid4()
    alice = sale.cast.alice

    with pytest.raises(UnknownQuote):
        await actions.place_order(id, alice.id, issuer=ISSUER, by=actor(alice), now=NOW)


async def test_place_order_in_a_full_meeting_writes_nothing(sale: Sale, buy: Buy) -> None:
    for person in (sale.cast.alice, sale.cast.bob, sale.cast.carol):
        await buy(person)

    with pytest.raises(MeetingFull):
        await buy(sale.cast.dan)

    assert (await Order.count(), await Registration.count(), await taken()) == (3, 3, 3)


async def test_place_order_counts_virtual_places_apart(sale: Sale, buy: Buy) -> None:
    await buy(sale.cast.alice, "non_member", "virtual")

    assert (await taken("virtual"), await taken("meeting")) == (1, 0)


async def test_place_order_refuses_a_second_active_registration(sale: Sale, buy: Buy) -> None:
    await buy(sale.cast.dan)

    with pytest.raises(AlreadyRegistered):
        await buy(sale.cast.dan, "helper")

    assert (await Order.count(), await taken()) == (1, 1)


async def test_place_order_of_two_quotes_at_once_makes_one_registration(sale: Sale) -> None:
    quotes = [await said(sale, sale.cast.dan) for _ in range(2)]
    dan = sale.cast.dan
    press = [
        actions.place_order(each.id, dan.id, issuer=ISSUER, by=actor(dan), now=NOW)
        for each in quotes
    ]

    results = await asyncio.gather(*press, return_exceptions=True)

    assert sorted(type(each).__name__ for each in results) == ["AlreadyRegistered", "PlacedOrder"]
    assert (await Order.count(), await taken()) == (1, 1)
