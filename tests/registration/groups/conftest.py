"""A meeting for groups of three and more, a dinner, and a list of people to bring."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from conference.letters.tables import OutboxLetter
from conference.registration.groups.draft import Row
from conference.registration.tables import (
    Extra,
    ExtraPrice,
    PlacePool,
    RegistrationPolicy,
)
from tests.registration.conftest import Sale

PEOPLE = (
    Row("Alice", "Ångström", "alice@example.org", "GB", "regular", extras=("dinner",)),
    Row("Nora", "Nilsson", "nora@example.org", "Sweden", "non_member"),
    Row("Omar", "Özil", "omar@example.org", "TR", "Trainee, non-member", extras=("Gala dinner",)),
)
BILL = {
    "bill_to": "Clyde Institute\n1 Quay, Glasgow",
    "bill_country": "GB",
    "vat_number": "",
    "purchase_order": "PO-77",
    "pays_by": "purchase_order",
}


@pytest.fixture
async def party(sale: Sale) -> Sale:
    """Room for all of them, and ten seats at dinner."""
    await PlacePool.update({PlacePool.capacity: 50}).where(PlacePool.key == "meeting")
    await RegistrationPolicy.insert(RegistrationPolicy(meeting=sale.meeting.id, group_size=3))
    dinner = Extra(
        id=uuid4(), meeting=sale.meeting.id, key="dinner", title="Gala dinner", kind="event"
    )
    await Extra.insert(dinner)
    await ExtraPrice.insert(
        *(ExtraPrice(extra=dinner.id, window=each, amount=90_00) for each in sale.windows.values())
    )
    await PlacePool.insert(PlacePool(meeting=sale.meeting.id, key="extra:dinner", capacity=10))
    return sale


def typed(rows: tuple[Row, ...] = PEOPLE, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a list."""
    form: dict[str, Any] = {
        "institution": "Clyde Institute", "rows": str(len(rows)), "do": "preview", **BILL
    }  # fmt: skip
    for number, row in enumerate(rows):
        for name in ("given_name", "family_name", "email", "country", "category", "mode"):
            form[f"{name}-{number}"] = getattr(row, name)
        form[f"extras-{number}"] = list(row.extras)
    return {**form, **changes}


async def letters_of(kind: str) -> dict[str, str]:
    """Address -> body of the letters of a kind."""
    rows = await OutboxLetter.select(OutboxLetter.to_address, OutboxLetter.body).where(
        OutboxLetter.kind == kind
    )
    return {row["to_address"]: row["body"] for row in rows}
