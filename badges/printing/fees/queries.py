"""What replacing a lost badge costs at a meeting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from badges.printing.fees.rules import CHARGED, ChargedFee, charged_fees
from badges.printing.rules import ReprintPolicy
from badges.tables import BadgePrint
from badges.tables import ReprintPolicy as PolicyRow
from conference.meetings.rules import MeetingInfo
from conference.registration.catalogue import PriceTable
from conference.registration.changes.rules.held import WAIVER
from conference.registration.price_queries import price_list
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import OrderLine


async def stored_fees(meeting: UUID) -> tuple[int, int | None]:
    """The fee of the first replacement and the full price that were set; one statement."""
    row = await PolicyRow.select().where(PolicyRow.meeting == meeting).first()
    return (row["lost_fee"], row["full_price"]) if row else (0, None)


async def reprint_policy(
    info: RegistrationInfo, meeting: MeetingInfo, now: datetime
) -> ReprintPolicy:
    """The meeting's policy for this person; four statements (G03)."""
    lost_fee, full_price = await stored_fees(meeting.id)
    if full_price is None:
        prices = await price_list(meeting.id, meeting.currency)
        full_price = on_site_price(prices.table, info.category_key, info.mode, now)
    return ReprintPolicy(lost_fee, full_price, info.currency)


def on_site_price(table: PriceTable, category: str, mode: str, now: datetime) -> int:
    """What the category costs whoever comes now: the last period's price once all are over."""
    window = table.window_at(now) or (table.windows[-1] if table.windows else None)
    return (table.amount(category, window, mode) or 0) if window else 0


async def fees_charged(code: str) -> tuple[ChargedFee, ...]:
    """The fees for lost badges of a registration, as they stand on its order; one statement."""
    item = f"{CHARGED}{code}:%"
    rows = (
        await OrderLine.select(OrderLine.item, OrderLine.amount)
        .where(
            OrderLine.registration == code,
            OrderLine.item.like(item) | OrderLine.item.like(WAIVER + item),
        )
        .order_by(OrderLine.position)
    )
    return charged_fees((row["item"], row["amount"]) for row in rows)


async def reasons_of(registration: UUID) -> list[str]:
    """Why the badge of a registration was printed so far, the oldest first; one statement."""
    rows = (
        await BadgePrint.select(BadgePrint.reason)
        .where(BadgePrint.badge.registration == registration)
        .order_by(BadgePrint.printed_at)
    )
    return [row["reason"] for row in rows]
