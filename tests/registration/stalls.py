"""What a meeting may sell beside the fee, written into a test's database one piece at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.membership.tables import Dues, MembershipType
from conference.registration.tables import (
    CountryIncome,
    DiscountCode,
    Extra,
    ExtraPrice,
    PlacePool,
    Price,
    RegistrationCategory,
    RegistrationPolicy,
    TaxRate,
)
from tests.registration.conftest import Sale

BOTH = ("early", "standard")


async def sell_extra(
    sale: Sale,
    key: str,
    amount: int,
    *,
    windows: tuple[str, ...] = BOTH,
    places: int | None = None,
    **more: Any,
) -> None:
    """An extra at one price in some windows, with a number of places if it has one."""
    facts = {"title": key.capitalize(), "kind": "event", **more}
    row = Extra(meeting=sale.meeting.id, key=key, **facts)
    await Extra.insert(row)
    await ExtraPrice.insert(
        *(ExtraPrice(extra=row.id, window=sale.windows[each], amount=amount) for each in windows)
    )
    if places is not None:
        await set_places(sale, f"extra:{key}", places)


async def set_places(sale: Sale, pool: str, capacity: int) -> None:
    await PlacePool.insert(PlacePool(meeting=sale.meeting.id, key=pool, capacity=capacity))


async def sell_guests(sale: Sale, amount: int = 100_00, **more: Any) -> None:
    await sell_extra(
        sale, "guest", amount, kind="guest", title="Accompanying person", most=9, **more
    )


async def sell_category(sale: Sale, key: str, amounts: Mapping[str, int], **more: Any) -> None:
    """A category with its price per window, in person."""
    facts = {"title": key.replace("_", " ").capitalize(), "position": 50, **more}
    row = RegistrationCategory(meeting=sale.meeting.id, key=key, **facts)
    await RegistrationCategory.insert(row)
    await Price.insert(
        *(
            Price(category=row.id, window=sale.windows[each], mode="in_person", amount=amount)
            for each, amount in amounts.items()
        )
    )


async def give_code(sale: Sale, code: str, kind: str, value: int = 0, **more: Any) -> None:
    facts = {"title": f"Offer {code}", **more}
    await DiscountCode.insert(
        DiscountCode(meeting=sale.meeting.id, code=code, kind=kind, value=value, **facts)
    )


async def tax(sale: Sale, points: int, **more: Any) -> None:
    """A rate of the registration, 2200 being 22 %, included in the stored prices."""
    await TaxRate.insert(TaxRate(meeting=sale.meeting.id, basis_points=points, **more))


async def ask_dues(sale: Sale, amount: int = 110_00) -> None:
    """Joining as a regular member for 2027."""
    kind = await MembershipType.select(MembershipType.id).where(
        MembershipType.society == sale.meeting.society, MembershipType.key == "regular"
    )
    await Dues.insert(
        Dues(
            society=sale.meeting.society,
            type=kind[0]["id"],
            year=2027,
            currency=sale.meeting.currency,
            amount=amount,
        )
    )


async def class_country(sale: Sale, country: str, income: str) -> None:
    await CountryIncome.insert(
        CountryIncome(meeting=sale.meeting.id, country=country, income=income)
    )


async def set_policy(sale: Sale, **rules: Any) -> None:
    await RegistrationPolicy.insert(RegistrationPolicy(meeting=sale.meeting.id, **rules))
