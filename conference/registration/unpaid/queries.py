"""Reading orders that nobody has paid: what is due to happen to them, and the office's list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable
from piccolo.querystring import QueryString

from conference.meetings.rules import MeetingInfo
from conference.registration.card.queries import orders_being_paid
from conference.registration.catalogue_queries import catalogue_of, policy_of
from conference.registration.notices import NoticeKind
from conference.registration.order_queries import OrderDetail
from conference.registration.rules import Balance, OrderState, PayBy, RegistrationState
from conference.registration.tables import Notice, Order, PriceWindow, Registration
from conference.registration.unpaid.rules import (
    EARLY_DAYS,
    LateTerms,
    late_terms,
    unpaid_places,
)

LONGEST = 200  # of each of the office's lists
SHOWN = 50
_PAID_SQL = (
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_order"."id")'
)
_LATE_SQL = (
    "(SELECT COALESCE(SUM(l.amount), 0) FROM conference_order_line l"
    ' WHERE l."order" = "conference_order"."id" AND l.item LIKE \'late:%\')'
)
_WAITS = Order.id.is_in(
    Registration.select(Registration.order).where(
        Registration.state == RegistrationState.PENDING_PAYMENT.value
    )
)
_NOT_REMINDED = WhereRaw(
    "NOT EXISTS (SELECT 1 FROM conference_notice n"
    ' WHERE n.subject = "conference_order"."code" AND n.kind = {}'
    ' AND n.deadline = "conference_order"."expires_at")',
    NoticeKind.EXPIRES_IN_2.value,
)
_IS_OPEN: Combinable = (Order.state == OrderState.PENDING.value) & _WAITS


@dataclass(frozen=True, slots=True)
class UnpaidOrder:
    """An order as the chores and the office's list see it."""

    id: UUID
    code: str
    meeting: UUID
    state: OrderState
    name: str
    currency: str
    total: int
    paid: int
    late: int
    placed_at: datetime
    expires_at: datetime | None

    @property
    def balance(self) -> Balance:
        return Balance(self.total, self.paid)


@dataclass(frozen=True, slots=True)
class UnpaidLists:
    """What the office has to decide, and what happens by itself next."""

    part_paid: tuple[UnpaidOrder, ...]
    given_up: tuple[UnpaidOrder, ...]
    late: tuple[UnpaidOrder, ...]
    coming: tuple[UnpaidOrder, ...]


@dataclass(frozen=True, slots=True)
class EndedWindow:
    """A price period of a meeting that ends soon or has ended."""

    meeting: UUID
    key: str
    ends_at: datetime


async def late_terms_of(
    order: OrderDetail, meeting: MeetingInfo, now: datetime
) -> LateTerms | None:
    """What happens to an unpaid order after its price period, to be shown beforehand (P03).

    None when it stays as it is. No statement for an order that is paid or has ended.
    """
    if order.state is not OrderState.PENDING or not unpaid_places(order) or not order.window_key:
        return None
    terms = late_terms(order, (await catalogue_of(meeting)).catalogue)
    return terms if terms and now < terms.limit else None


async def expired_orders(now: datetime) -> list[UnpaidOrder]:
    """Unpaid orders whose time is up, oldest first, that nobody is paying at this moment.

    Part-paid ones only where the meeting's policy says so (R03).
    """
    found = await _orders(_IS_OPEN & (Order.expires_at <= now))
    policies = {each: await policy_of(each) for each in {order.meeting for order in found}}
    mine = [each for each in found if not each.paid or policies[each.meeting].part_paid_expires]
    busy = await orders_being_paid([each.id for each in mine], now)
    return [each for each in mine if each.id not in busy]


async def expiring_orders(now: datetime) -> list[UnpaidOrder]:
    """Unpaid orders whose time will be up within a week, and of which not everything was said."""
    soon = now + timedelta(days=EARLY_DAYS)
    wanted = _IS_OPEN & (Order.expires_at > now) & (Order.expires_at <= soon)
    return await _orders(wanted & _NOT_REMINDED)


async def ended_windows(now: datetime) -> list[EndedWindow]:
    """Price periods that end within a week or have ended, of meetings that are not over."""
    rows = (
        await PriceWindow.select(PriceWindow.meeting, PriceWindow.key, PriceWindow.ends_at)
        .where(
            PriceWindow.ends_at <= now + timedelta(days=EARLY_DAYS),
            PriceWindow.meeting.ends_on >= now.date(),
        )
        .order_by(PriceWindow.ends_at)
    )
    return [EndedWindow(**row) for row in rows]


async def late_orders(window: EndedWindow, kind: NoticeKind) -> list[UnpaidOrder]:
    """Unpaid orders at the price of a period, of which this was not said or decided yet."""
    judged = Notice.select(Notice.subject).where(
        Notice.kind.is_in([kind.value, NoticeKind.LATE_JUDGED.value]),
        Notice.deadline == window.ends_at,
    )
    mine = (
        (Order.meeting == window.meeting)
        & (Order.window_key == window.key)
        & (Order.pays_by != PayBy.PURCHASE_ORDER.value)
    )
    return await _orders(_IS_OPEN & mine & Order.code.not_in(judged))


async def late_charges_with_money() -> list[tuple[str, datetime]]:
    """(code of the order, limit) of late charges that money contradicts: it was received in time
    and recorded afterwards (P04)."""
    rows = await Notice.select(Notice.subject, Notice.deadline).where(
        Notice.kind == NoticeKind.LATE_CHARGED.value,
        WhereRaw(
            "NOT EXISTS (SELECT 1 FROM conference_notice s"
            ' WHERE s.subject = "conference_notice"."subject"'
            ' AND s.deadline = "conference_notice"."deadline" AND s.kind = {})',
            NoticeKind.LATE_SETTLED.value,
        ),
        WhereRaw(
            'EXISTS (SELECT 1 FROM conference_order o JOIN conference_payment p ON p."order" = o.id'
            ' WHERE o.code = "conference_notice"."subject"'
            ' AND p.received_at < "conference_notice"."deadline"'
            ' AND p.created_at > "conference_notice"."created_at")'
        ),
    )
    return [(row["subject"], row["deadline"]) for row in rows]


async def unpaid_lists(meeting: UUID, now: datetime) -> UnpaidLists:
    """The office's list; four statements."""
    mine: Combinable = Order.meeting == meeting
    due = _IS_OPEN & (Order.expires_at <= now) & _has_paid()
    ended = (Order.state == OrderState.EXPIRED.value) & _has_paid()
    return UnpaidLists(
        part_paid=tuple(await _orders(mine & due, limit=LONGEST)),
        given_up=tuple(await _orders(mine & ended, limit=LONGEST)),
        late=tuple(await _orders(mine & WhereRaw(f"{_LATE_SQL} > 0"), limit=LONGEST)),
        coming=tuple(await _orders(mine & _IS_OPEN & (Order.expires_at > now), limit=SHOWN)),
    )


def _has_paid() -> WhereRaw:
    return WhereRaw(f"{_PAID_SQL} > 0")


async def _orders(wanted: Combinable, *, limit: int | None = None) -> list[UnpaidOrder]:
    query = (
        Order.select(
            Order.id,
            Order.code,
            Order.meeting,
            Order.state,
            Order.person.registered_name.as_alias("name"),
            Order.currency,
            Order.total,
            Order.placed_at,
            Order.expires_at,
            QueryString(_PAID_SQL, alias="paid"),
            QueryString(_LATE_SQL, alias="late"),
        )
        .where(wanted)
        .order_by(Order.expires_at)
        .order_by(Order.code)
    )
    rows = await (query.limit(limit) if limit else query)
    return [_order(row) for row in rows]


def _order(row: Mapping[str, Any]) -> UnpaidOrder:
    values = {**row, "state": OrderState(row["state"])}
    return UnpaidOrder(**{**values, "paid": int(row["paid"]), "late": int(row["late"])})
