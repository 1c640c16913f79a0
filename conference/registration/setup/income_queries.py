"""Reading the meeting's list of countries and income groups."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conference.registration.tables import CountryIncome


@dataclass(frozen=True, slots=True)
class CountrySetting:
    """A country's group at a meeting, which list says so, and why the office says otherwise."""

    country: str
    income: str
    source: str = ""
    reason: str = ""


async def countries_of(meeting: UUID) -> list[CountrySetting]:
    """The list of a meeting by country code; one statement."""
    rows = (
        await CountryIncome.select(
            CountryIncome.country,
            CountryIncome.income,
            CountryIncome.source,
            CountryIncome.reason,
        )
        .where(CountryIncome.meeting == meeting)
        .order_by(CountryIncome.country)
    )
    return [CountrySetting(**row) for row in rows]
