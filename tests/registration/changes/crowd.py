"""Many paid registrations at once, written without selling each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from conference.orm import tokens
from conference.people.tables import EmailAddress, Person
from conference.registration.tables import (
    Order,
    OrderLine,
    Payment,
    PlaceHold,
    PlacePool,
    Registration,
)
from tests.cast import NOW
from tests.registration.changes.conftest import Shop

FEE = 650_00
DINNER = 90_00
DINNER_EVERY = 4
_FIRST = (Person, EmailAddress, Order, OrderLine, Payment, Registration, PlaceHold)


async def paid_crowd(shop: Shop, count: int, *, prefix: str = "") -> Sequence[str]:
    """Non-members who paid to come, every fourth with a dinner; the codes of their places."""
    pools = {row["key"]: row["id"] for row in await PlacePool.select()}
    rows = [row for n in range(count) for row in _rows(shop, f"{prefix}{n}", n, pools)]
    rows.sort(key=lambda row: _FIRST.index(type(row)))
    for table, of_table in groupby(rows, key=type):
        batch = list(of_table)
        for start in range(0, len(batch), 200):
            await table.insert(*batch[start : start + 200])
    for key, taken in (("meeting", count), ("extra:dinner", -(-count // DINNER_EVERY))):
        await PlacePool.update({PlacePool.capacity: taken, PlacePool.taken: taken}).where(
            PlacePool.key == key
        )
    return [row.code for row in rows if isinstance(row, Registration)]


def _rows(shop: Shop, name: str, n: int, pools: Mapping[str, UUID]) -> Iterator[Any]:
    """Everything that one person's paid place is made of."""
    person = Person(id=uuid4(), registered_name=f"Guest {n:04}", sort_key=f"guest {n:04}")
    yield person
    address = f"g{name.replace(' ', '-')}@example.org"
    yield EmailAddress(person=person.id, address=address, is_primary=True)
    items = [("fee", "non_member", "Non-member, in person", FEE, "meeting")]
    if n % DINNER_EVERY == 0:
        items.append(("extra", "dinner", "Gala dinner", DINNER, "extra:dinner"))
    total = sum(item[3] for item in items)
    order = _order(shop, person, total)
    registration = _registration(shop, person, order, n)
    yield from (order, registration)
    yield Payment(
        order=order.id, amount=total, method="cash", received_at=NOW, recorded_by="tests",
        idempotency_key=f"crowd {name}",
    )  # fmt: skip
    for position, (kind, item, title, amount, pool) in enumerate(items):
        yield OrderLine(
            order=order.id, position=position, kind=kind, item=item, title=title, amount=amount,
            registration=registration.code, created_at=NOW,
        )  # fmt: skip
        yield PlaceHold(pool=pools[pool], holder=registration.code, taken_at=NOW)


def _order(shop: Shop, person: Person, total: int) -> Order:
    return Order(
        id=uuid4(), code=tokens.random_code(8), meeting=shop.sale.meeting.id, person=person.id,
        currency="EUR", total=total, state="paid", window_key="early", placed_at=NOW,
    )  # fmt: skip


def _registration(shop: Shop, person: Person, order: Order, n: int) -> Registration:
    code, meeting = tokens.random_code(6), shop.sale.meeting.id
    return Registration(
        id=uuid4(), code=code, meeting=meeting, person=person.id, order=order.id,
        category=shop.sale.categories["non_member"], mode="in_person", state="confirmed",
        seat=n + 1, active_key=f"{meeting}:{person.id}", ticket_hash=tokens.digest(code),
        confirmed_at=NOW,
    )  # fmt: skip
