"""Reading what a meeting sells: the whole catalogue in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership.rules import MemberTest
from conference.registration import price_queries
from conference.registration.catalogue import (
    Bundle,
    Catalogue,
    Code,
    CodeKind,
    Extra,
    ExtraKind,
)
from conference.registration.policy import LatePayment, Policy
from conference.registration.tables import (
    Bundle as BundleRow,
)
from conference.registration.tables import (
    CountryIncome,
    DiscountCode,
    ExtraPrice,
    PartnerSociety,
    RegistrationPolicy,
)
from conference.registration.tables import Extra as ExtraRow
from conference.registration.tables import TaxRate as TaxRow
from conference.registration.taxes import Customer, TaxRate, TaxTable


@dataclass(frozen=True, slots=True)
class StoredCatalogue:
    """The catalogue, with the ids of its categories and windows and the partner societies."""

    catalogue: Catalogue
    category_ids: Mapping[str, UUID]
    window_ids: Mapping[str, UUID]
    partners: tuple[UUID, ...]


async def catalogue_of(meeting: MeetingInfo) -> StoredCatalogue:
    """All that a price of the meeting can depend on; twelve statements."""
    prices = await price_queries.price_list(meeting.id, meeting.currency)
    policy = await policy_of(meeting.id)
    catalogue = Catalogue(
        table=prices.table,
        days=tuple(meeting.days),
        extras=await extras_of(meeting.id),
        bundles=await bundles_of(meeting.id),
        codes=await codes_of(meeting.id),
        taxes=TaxTable(await tax_rates_of(meeting.id), policy.prices_include_tax),
        incomes=await incomes_of(meeting.id),
        policy=policy,
    )
    partners = await partners_of(meeting.id)
    return StoredCatalogue(catalogue, prices.category_ids, prices.window_ids, partners)


async def policy_of(meeting: UUID) -> Policy:
    """The meeting's rules; the defaults where it has set none."""
    row = await RegistrationPolicy.select().where(RegistrationPolicy.meeting == meeting).first()
    if row is None:
        return Policy()
    values = {each.name: row[each.name] for each in fields(Policy)}
    values["member_test"] = MemberTest(values["member_test"])
    values["late_payment"] = LatePayment(values["late_payment"])
    return Policy(**values)


async def extras_of(meeting: UUID) -> tuple[Extra, ...]:
    """The extras in the society's order, each with its price per window."""
    rows = (
        await ExtraRow.select()
        .where(ExtraRow.meeting == meeting)
        .order_by(ExtraRow.position)
        .order_by(ExtraRow.key)
    )
    priced = await ExtraPrice.select(
        ExtraPrice.extra, ExtraPrice.window.key.as_alias("window"), ExtraPrice.amount
    ).where(ExtraPrice.extra.meeting == meeting)
    amounts: dict[UUID, dict[str, int]] = defaultdict(dict)
    for each in priced:
        amounts[each["extra"]][each["window"]] = each["amount"]
    return tuple(_extra(row, amounts[row["id"]]) for row in rows)


async def bundles_of(meeting: UUID) -> tuple[Bundle, ...]:
    """The bundles by key."""
    rows = await BundleRow.select().where(BundleRow.meeting == meeting).order_by(BundleRow.key)
    return tuple(
        Bundle(row["key"], row["title"], frozenset(row["extras"].split()), row["amount"])
        for row in rows
    )


async def codes_of(meeting: UUID) -> tuple[Code, ...]:
    """Every discount code, also those that are switched off."""
    rows = (
        await DiscountCode.select()
        .where(DiscountCode.meeting == meeting)
        .order_by(DiscountCode.code)
    )
    return tuple(_code(row) for row in rows)


async def tax_rates_of(meeting: UUID) -> tuple[TaxRate, ...]:
    """The tax rates per class, country and kind of customer."""
    rows = (
        await TaxRow.select()
        .where(TaxRow.meeting == meeting)
        .order_by(TaxRow.tax_class)
        .order_by(TaxRow.country)
        .order_by(TaxRow.customer)
    )
    return tuple(
        TaxRate(
            tax_class=row["tax_class"],
            basis_points=row["basis_points"],
            country=row["country"],
            customer=Customer(row["customer"]),
            title=row["title"],
            note=row["note"],
        )
        for row in rows
    )


async def incomes_of(meeting: UUID) -> dict[str, str]:
    """Country -> income group, as frozen for the meeting (P05)."""
    rows = await CountryIncome.select(CountryIncome.country, CountryIncome.income).where(
        CountryIncome.meeting == meeting
    )
    return {row["country"]: row["income"] for row in rows}


async def partners_of(meeting: UUID) -> tuple[UUID, ...]:
    """The societies whose members get the member price too (M07)."""
    rows = await PartnerSociety.select(PartnerSociety.society).where(
        PartnerSociety.meeting == meeting
    )
    return tuple(row["society"] for row in rows)


def _extra(row: Mapping[str, Any], amounts: Mapping[str, int]) -> Extra:
    return Extra(
        key=row["key"],
        title=row["title"],
        kind=ExtraKind(row["kind"]),
        explanation=row["explanation"],
        most=row["most"],
        modes=frozenset(row["modes"].split()),
        categories=frozenset(row["categories"].split()),
        tax_class=row["tax_class"],
        is_on_sale=row["is_on_sale"],
        amounts=amounts,
    )


def _code(row: Mapping[str, Any]) -> Code:
    return Code(
        code=row["code"],
        title=row["title"],
        kind=CodeKind(row["kind"]),
        value=row["value"],
        categories=frozenset(row["categories"].split()),
        extras=frozenset(row["extras"].split()),
        extras_only=row["extras_only"],
        opens=row["opens"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        stacks=row["stacks"],
        is_active=row["is_active"],
    )
