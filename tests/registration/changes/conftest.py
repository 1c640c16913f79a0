"""A meeting with extras, guests and the usual cancellation terms, and ways to book and pay."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from lxml import html

from conference.letters.tables import OutboxLetter
from conference.orm import Actor, clock
from conference.orm.invariants import check_all
from conference.people.rules import PersonInfo
from conference.registration import actions, order_queries, queries
from conference.registration import invariants as _invariants  # noqa: F401 -- registers checks
from conference.registration.catalogue import Wish
from conference.registration.order_queries import OrderDetail, PlacedOrder
from conference.registration.payment_actions import NewPayment, record_payment
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import PaymentMethod
from conference.registration.tables import (
    Bundle,
    Extra,
    ExtraPrice,
    PlaceHold,
    PlacePool,
    Price,
    RefundRung,
    RegistrationCategory,
)
from schedule.tables import Participation, Session, Slot
from tests.cast import NOW, Cast
from tests.registration.conftest import ISSUER, Sale

EXTRAS = (  # key, title, kind, modes, how many one may take, price
    ("dinner", "Gala dinner", "event", "in_person", 2, 90_00),
    ("course_a", "Course A", "workshop", "in_person", 1, 55_00),
    ("course_b", "Course B", "workshop", "in_person", 1, 55_00),
    ("shirt", "T-shirt", "goods", "in_person virtual", 3, 25_00),
    ("guest", "Accompanying person", "guest", "in_person", 2, 100_00),
    ("welcome", "Welcome drink", "event", "in_person", 1, 0),
)
Book = Callable[..., Awaitable[PlacedOrder]]


@dataclass(frozen=True, slots=True)
class Shop:
    """A sale with everything that can be changed, and the reading of what became of it."""

    sale: Sale

    @property
    def cast(self) -> Cast:
        return self.sale.cast

    async def info(self, code: str) -> RegistrationInfo:
        found = await queries.registration_by_code(self.sale.meeting.id, code)
        assert found is not None
        return found

    async def order(self, placed: PlacedOrder) -> OrderDetail:
        found = await order_queries.order_detail(self.sale.meeting.id, placed.order_code)
        assert found is not None
        return found

    async def pay(self, placed: PlacedOrder, amount: int | None = None, now: Any = NOW) -> None:
        due = (await self.order(placed)).balance.due
        if amount is None and not due:
            return
        payment = NewPayment(
            due if amount is None else amount, PaymentMethod.BANK_TRANSFER, now, uuid4().hex
        )
        by = Actor.system("treasurer")
        await record_payment(placed.order_code, payment, till=self.sale.till, by=by, now=now)

    async def taken(self, key: str) -> int:
        row = await PlacePool.select(PlacePool.taken).where(PlacePool.key == key).first()
        assert row is not None
        return int(row["taken"])

    async def places(self, code: str) -> dict[str, int]:
        """What a registration holds: pool -> how many."""
        rows = await PlaceHold.select(PlaceHold.pool.key.as_alias("key"), PlaceHold.quantity).where(
            PlaceHold.holder == code, PlaceHold.released_at.is_null()
        )
        held: dict[str, int] = {}
        for row in rows:
            held[row["key"]] = held.get(row["key"], 0) + row["quantity"]
        return held

    async def letters(self, kind: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = (
            await OutboxLetter.select(OutboxLetter.to_address, OutboxLetter.body)
            .where(OutboxLetter.kind == kind)
            .order_by(OutboxLetter.created_at)
        )
        return rows


@pytest.fixture
async def shop(sale: Sale) -> Shop:
    await RefundRung.delete(force=True)
    await PlacePool.update({PlacePool.capacity: 50}, force=True)
    await _sell_extras(sale)
    await _sell_one_day(sale)
    await RegistrationCategory.update({RegistrationCategory.proof_fallback: "non_member"}).where(
        RegistrationCategory.key == "trainee"
    )
    return Shop(sale)


async def _sell_extras(sale: Sale) -> None:
    rows = [
        Extra(
            meeting=sale.meeting.id, key=key, title=title, kind=kind, modes=modes, most=most,
            position=n,
        )
        for n, (key, title, kind, modes, most, _) in enumerate(EXTRAS)
    ]  # fmt: skip
    await Extra.insert(*rows)
    prices = [
        ExtraPrice(extra=row.id, window=window, amount=each[-1])
        for row, each in zip(rows, EXTRAS, strict=True)
        for window in sale.windows.values()
    ]
    await ExtraPrice.insert(*prices)
    await Bundle.insert(
        Bundle(
            meeting=sale.meeting.id, key="both", title="Both courses",
            extras="course_a course_b", amount=100_00,
        )
    )  # fmt: skip
    await PlacePool.insert(PlacePool(meeting=sale.meeting.id, key="extra:dinner", capacity=5))


async def _sell_one_day(sale: Sale) -> None:
    day = RegistrationCategory(
        meeting=sale.meeting.id, key="day", title="One day", is_one_day=True, position=9
    )
    await RegistrationCategory.insert(day)
    prices = [
        Price(category=day.id, window=window, mode="in_person", amount=amount)
        for window, amount in zip(sale.windows.values(), (290_00, 350_00), strict=True)
    ]
    await Price.insert(*prices)


@pytest.fixture
def book(shop: Shop) -> Book:
    """Quotes, orders and pays: `await book(person, "regular", extras=(("dinner", 1),))`."""

    async def run(
        person: PersonInfo,
        category: str = "non_member",
        mode: str = "in_person",
        *,
        now: datetime = NOW,
        is_paid: bool = True,
        **wish: Any,
    ) -> PlacedOrder:
        by = Actor(person.id, person.registered_name)
        wanted = Wish(category, mode, **wish)
        quote = await actions.make_quote(shop.sale.meeting, person.id, wanted, by=by, now=now)
        placed = await actions.place_order(quote.id, person.id, issuer=ISSUER, by=by, now=now)
        if is_paid:
            await shop.pay(placed, now=now)
        return placed

    return run


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


def form_of(page: httpx.Response, button: int = 0) -> dict[str, str]:
    """The fields of the page's form as a browser would send them."""
    tree = html.fromstring(page.text)
    (form, *_) = tree.xpath("//main//form[@method='post']")
    sent = {}
    for field in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name = field.get("name")
        if field.tag == "select":
            chosen = field.xpath("./option[@selected]/@value")
            sent[name] = chosen[0] if chosen else field.xpath("./option/@value")[0]
        elif field.tag == "textarea":
            sent[name] = field.text_content().strip()
        elif field.get("type") in ("radio", "checkbox"):
            if field.get("checked") is not None:
                sent[name] = field.get("value")
        else:
            sent[name] = field.get("value", "")
    sent.pop("_csrf_token", None)
    return sent


async def broken() -> list[str]:
    """Every broken promise of the database."""
    return [sentence for each in await check_all() for sentence in each.sentences]


async def gives_a_talk(shop: Shop) -> None:
    """Dan speaks in a session and chairs it."""
    session = Session(
        meeting=shop.sale.meeting.id, code="S1", kind="symposium", title="Fevers",
        room=shop.cast.rooms["Hall A"], starts_at=datetime(2027, 10, 18, 8, 30, tzinfo=UTC),
        duration_minutes=100,
    )  # fmt: skip
    await Session.insert(session)
    slot = Slot(
        session=session.id, code="T1", position=0, title="Signals of fever",
        starts_after_minutes=15, duration_minutes=15,
    )  # fmt: skip
    await Slot.insert(slot)
    dan = shop.cast.dan.id
    await Participation.insert(
        Participation(session=session.id, slot=slot.id, person=dan, part="speaker"),
        Participation(session=session.id, person=dan, part="chair"),
    )
