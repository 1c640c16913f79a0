"""Many paid registrations at once, written without selling each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

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


async def paid_crowd(
    shop: Shop, count: int, *, prefix: str = "", dinner_every: int = 4
) -> Sequence[str]:
    """Non-members who paid to come, every fourth with a dinner; the codes of their places."""
    pools = {row["key"]: row["id"] for row in await PlacePool.select()}
    meeting, category = shop.sale.meeting.id, shop.sale.categories["non_member"]
    people, addresses, orders, lines, payments, registrations, holds = [], [], [], [], [], [], []
    for n in range(count):
        with_dinner = n % dinner_every == 0
        total = FEE + (DINNER if with_dinner else 0)
        person = Person(id=uuid4(), registered_name=f"Guest {n:04}", sort_key=f"guest {n:04}")
        order = Order(
            id=uuid4(), code=tokens.random_code(8), meeting=meeting, person=person.id,
            currency="EUR", total=total, state="paid", window_key="early", placed_at=NOW,
        )  # fmt: skip
        code = tokens.random_code(6)
        people.append(person)
        addresses.append(
            EmailAddress(
                person=person.id, address=f"g{prefix.strip()}{n}@example.org", is_primary=True
            )
        )
        orders.append(order)
        items = [("fee", "non_member", "Non-member, in person", FEE)]
        items += [("extra", "dinner", "Gala dinner", DINNER)] if with_dinner else []
        lines += [
            OrderLine(
                order=order.id, position=p, kind=kind, item=item, title=title, amount=amount,
                registration=code, created_at=NOW,
            )
            for p, (kind, item, title, amount) in enumerate(items)
        ]  # fmt: skip
        payments.append(
            Payment(
                order=order.id, amount=total, method="cash", received_at=NOW, recorded_by="tests",
                idempotency_key=f"crowd {prefix}{n}",
            )
        )  # fmt: skip
        registration = Registration(
            id=uuid4(), code=code, meeting=meeting, person=person.id, category=category,
            order=order.id, mode="in_person", state="confirmed", seat=n + 1,
            active_key=f"{meeting}:{person.id}", ticket_hash=tokens.digest(code),
            confirmed_at=NOW,
        )  # fmt: skip
        registrations.append(registration)
        keys = ["meeting", *(["extra:dinner"] if with_dinner else [])]
        holds += [PlaceHold(pool=pools[key], holder=code, taken_at=NOW) for key in keys]
    for table, rows in (
        (Person, people), (EmailAddress, addresses), (Order, orders), (OrderLine, lines),
        (Payment, payments), (Registration, registrations), (PlaceHold, holds),
    ):  # fmt: skip
        for start in range(0, len(rows), 200):
            await table.insert(*rows[start : start + 200])
    dinners = -(-count // dinner_every)
    for key, taken in (("meeting", count), ("extra:dinner", dinners)):
        await PlacePool.update({PlacePool.capacity: taken, PlacePool.taken: taken}).where(
            PlacePool.key == key
        )
    return [each.code for each in registrations]
