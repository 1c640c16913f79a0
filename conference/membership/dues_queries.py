"""Reading what membership costs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conference.membership.rules import DuesRate
from conference.membership.tables import Dues


@dataclass(frozen=True, slots=True)
class StoredDues:
    """A row of the dues as the office sees it."""

    id: UUID
    rate: DuesRate


async def dues_of(society: UUID, currency: str) -> list[StoredDues]:
    """The dues of a society in a currency, the latest year first, then by type."""
    rows = (
        await Dues.select(
            Dues.id,
            Dues.type.key.as_alias("type_key"),
            Dues.type.title.as_alias("title"),
            Dues.year,
            Dues.amount,
            Dues.late_from,
            Dues.late_amount,
        )
        .where(Dues.society == society, Dues.currency == currency)
        .order_by(Dues.year, ascending=False)
        .order_by(Dues.type.title)
    )
    return [StoredDues(row.pop("id"), DuesRate(**row)) for row in rows]


async def dues_rates(society: UUID, currency: str) -> list[DuesRate]:
    """What each year of each type costs."""
    return [each.rate for each in await dues_of(society, currency)]
