"""The meeting of the cast with a price list, places, and one way to buy a place in a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.rules import PersonInfo
from conference.registration import actions
from conference.registration.catalogue import Wish
from conference.registration.order_queries import PlacedOrder
from conference.registration.settling import Till
from conference.registration.tables import (
    PaymentAdvice,
    PlacePool,
    Price,
    PriceWindow,
    RefundRung,
    RegistrationCategory,
)
from conference.registration.ticket import Issuer
from tests.cast import NOW, Cast
from tests.kept_rows import Lay

ISSUER = Issuer("demo-only-not-a-secret", "http://testserver", "testserver")
OFFICE = Actor.system("the office")
EARLY_ENDS = datetime(2027, 7, 31, 23, 0, tzinfo=UTC)  # midnight in Glasgow
CATEGORIES = (  # key, title, membership types, member twin, needs proof
    ("regular", "Regular member", "regular", "", False),
    ("non_member", "Non-member", "", "regular", False),
    ("trainee", "Trainee, non-member", "", "", True),
    ("helper", "Helper", "", "", False),
)
AMOUNTS = {
    ("regular", "early", "in_person"): 450_00,
    ("regular", "standard", "in_person"): 540_00,
    ("regular", "early", "virtual"): 225_00,
    ("non_member", "early", "in_person"): 650_00,
    ("non_member", "standard", "in_person"): 780_00,
    ("non_member", "early", "virtual"): 325_00,
    ("trainee", "early", "in_person"): 250_00,
    ("helper", "early", "in_person"): 0,
}


@dataclass(frozen=True, slots=True)
class Sale:
    """A meeting on sale, its cast, and the ids of its categories and windows."""

    meeting: MeetingInfo
    cast: Cast
    categories: dict[str, UUID]
    windows: dict[str, UUID]

    @property
    def till(self) -> Till:
        return Till(self.meeting, ISSUER)


@pytest.fixture
async def sale(cast: Cast, lay: Lay) -> Sale:
    opened: Sale = await lay("sale", lambda: _open_sale(cast))
    return opened


async def _open_sale(cast: Cast) -> Sale:
    await PaymentAdvice.insert(PaymentAdvice(meeting=cast.meeting.id, text="IBAN GB00 TEST"))
    # Everything comes back until the first day; tests/registration/changes has the usual terms.
    await RefundRung.insert(
        RefundRung(meeting=cast.meeting.id, kind="fee", until_days=0, percent=100)
    )
    windows = await _insert_windows(cast.meeting.id)
    categories = await _insert_categories(cast.meeting.id)
    prices = [
        Price(category=categories[category], window=windows[window], mode=mode, amount=amount)
        for (category, window, mode), amount in AMOUNTS.items()
    ]
    await Price.insert(*prices)
    await PlacePool.insert(
        PlacePool(meeting=cast.meeting.id, key="meeting", capacity=3),
        PlacePool(meeting=cast.meeting.id, key="virtual", capacity=2),
    )
    return Sale(cast.meeting, cast, categories, windows)


async def _insert_windows(meeting: UUID) -> dict[str, UUID]:
    spans = {
        "early": ("Early", datetime(2027, 2, 1, tzinfo=UTC), EARLY_ENDS),
        "standard": ("Standard", EARLY_ENDS, datetime(2027, 10, 20, 23, 0, tzinfo=UTC)),
    }
    rows = [
        PriceWindow(
            meeting=meeting, key=key, title=title, starts_at=a, ends_at=b, zone="Europe/London"
        )
        for key, (title, a, b) in spans.items()
    ]
    await PriceWindow.insert(*rows)
    return {row.key: row.id for row in rows}


async def _insert_categories(meeting: UUID) -> dict[str, UUID]:
    rows = [
        RegistrationCategory(
            meeting=meeting,
            key=key,
            title=title,
            membership_types=types,
            member_twin=twin,
            needs_proof=needs_proof,
            position=position,
        )
        for position, (key, title, types, twin, needs_proof) in enumerate(CATEGORIES)
    ]
    await RegistrationCategory.insert(*rows)
    return {row.key: row.id for row in rows}


Buy = Callable[..., Awaitable[PlacedOrder]]


@pytest.fixture
def buy(sale: Sale) -> Buy:
    """Quotes and orders at once: `await buy(person, "non_member")`."""

    async def run(
        person: PersonInfo, category: str = "non_member", mode: str = "in_person"
    ) -> PlacedOrder:
        by = Actor(person.id, person.registered_name)
        wish = Wish(category, mode)
        quote = await actions.make_quote(sale.meeting, person.id, wish, by=by, now=NOW)
        return await actions.place_order(quote.id, person.id, issuer=ISSUER, by=by, now=NOW)

    return run
