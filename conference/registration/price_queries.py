"""Reading the price list, the places, and how to pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.registration.catalogue import Category, PriceTable
from conference.registration.tables import (
    PaymentAdvice,
    PlacePool,
    Price,
    PriceWindow,
    RegistrationCategory,
)
from conference.registration.windows import Window

# The words of badges.faces.rules.BandStyle, which lies above and cannot be asked.
BAND_STYLES = ("plain", "black", "blue", "green", "orange", "purple", "vermillion")


@dataclass(frozen=True, slots=True)
class PriceList:
    """A meeting's prices as a pure table, and the stored ids behind its keys."""

    table: PriceTable
    category_ids: Mapping[str, UUID]
    window_ids: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Places:
    """How many places of a pool there are, and how many are taken."""

    key: str
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return self.capacity - self.taken


async def price_list(meeting: UUID, currency: str) -> PriceList:
    """Categories in the society's order, windows in order of time, every amount; 3 statements."""
    categories = (
        await RegistrationCategory.select()
        .where(RegistrationCategory.meeting == meeting)
        .order_by(RegistrationCategory.position)
        .order_by(RegistrationCategory.key)
    )
    windows = (
        await PriceWindow.select()
        .where(PriceWindow.meeting == meeting)
        .order_by(PriceWindow.starts_at)
    )
    prices = await Price.select(
        Price.category.key.as_alias("category_key"),
        Price.window.key.as_alias("window_key"),
        Price.mode,
        Price.amount,
    ).where(Price.category.meeting == meeting)
    table = PriceTable(
        currency,
        tuple(_category(row) for row in categories),
        tuple(_window(row) for row in windows),
        {(row["category_key"], row["window_key"], row["mode"]): row["amount"] for row in prices},
    )
    return PriceList(
        table,
        {row["key"]: row["id"] for row in categories},
        {row["key"]: row["id"] for row in windows},
    )


async def places_of(meeting: UUID) -> dict[str, Places]:
    """Pool key -> its places: "meeting" for who comes, "virtual" for who watches."""
    rows = await PlacePool.select(PlacePool.key, PlacePool.capacity, PlacePool.taken).where(
        PlacePool.meeting == meeting
    )
    return {row["key"]: Places(**row) for row in rows}


async def payment_advice(meeting: UUID) -> str:
    """How to pay, as the society wrote it; empty if it has not."""
    row = (
        await PaymentAdvice.select(PaymentAdvice.text)
        .where(PaymentAdvice.meeting == meeting)
        .first()
    )
    return str(row["text"]) if row else ""


def _category(row: Mapping[str, object]) -> Category:
    return Category(
        key=str(row["key"]),
        title=str(row["title"]),
        explanation=str(row["explanation"]),
        membership_types=frozenset(str(row["membership_types"]).split()),
        member_twin=str(row["member_twin"]),
        needs_proof=bool(row["needs_proof"]),
        is_on_sale=bool(row["is_on_sale"]),
        proof_fallback=str(row["proof_fallback"]),
        income_groups=frozenset(str(row["income_groups"]).split()),
        is_one_day=bool(row["is_one_day"]),
        granted_to=frozenset(str(row["granted_to"]).split()),
        tax_class=str(row["tax_class"]),
    )


def _window(row: Mapping[str, object]) -> Window:
    starts_at, ends_at = row["starts_at"], row["ends_at"]
    assert isinstance(starts_at, datetime)
    assert isinstance(ends_at, datetime)
    return Window(str(row["key"]), str(row["title"]), starts_at, ends_at, str(row["zone"]))
