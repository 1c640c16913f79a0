"""Revenue as the ledger has it: by category, price period, kind and day; tax beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from conference.meetings.rules import MeetingInfo
from conference.registration.catalogue import LineKind
from conference.registration.rules import HOLDS_A_PLACE
from conference.registration.tables import OrderLine, Payment, Registration

KIND_WORDS: Mapping[str, str] = {
    LineKind.FEE: "Registration fees",
    LineKind.EXTRA: "Extras",
    LineKind.GUEST: "Accompanying persons",
    LineKind.DUES: "Membership dues",
    LineKind.CHARGE: "Other charges",
}


@dataclass(frozen=True, slots=True)
class Share:
    """One bar of a chart: how many people or items, and what was charged for them."""

    title: str
    people: int
    charged: int
    tax: int

    @property
    def net(self) -> int:
        return self.charged - self.tax


@dataclass(frozen=True, slots=True)
class DayOfMoney:
    """One local day: who registered, what was charged and received, and all of it so far."""

    day: date
    people: int
    charged: int
    received: int
    people_so_far: int
    charged_so_far: int
    received_so_far: int


@dataclass(frozen=True, slots=True)
class Revenue:
    """Everything charged less what was taken back; each list adds up to the same total."""

    by_category: tuple[Share, ...]
    by_window: tuple[Share, ...]
    by_kind: tuple[Share, ...]
    by_day: tuple[DayOfMoney, ...]

    @property
    def charged(self) -> int:
        return sum(each.charged for each in self.by_kind)

    @property
    def tax(self) -> int:
        return sum(each.tax for each in self.by_kind)

    @property
    def received(self) -> int:
        return self.by_day[-1].received_so_far if self.by_day else 0

    @property
    def people(self) -> int:
        return sum(each.people for each in self.by_category)


async def revenue_of(meeting: MeetingInfo) -> Revenue:
    """The whole of a meeting's revenue; six statements whatever the number of orders."""
    lines = await _line_sums(meeting)
    return Revenue(
        by_category=_shares(lines, "category", await _people_by_category(meeting)),
        by_window=_shares(lines, "window", await _people_by_window(meeting)),
        by_kind=_shares(lines, "kind", Counter(), KIND_WORDS),
        by_day=await _days(meeting),
    )


async def _line_sums(meeting: MeetingInfo) -> list[dict[str, Any]]:
    """What was charged for each category, price period and kind together."""
    rows: list[dict[str, Any]] = await OrderLine.raw(
        "SELECT COALESCE(c.title, 'No registration') AS category,"
        " COALESCE(w.title, 'No price period') AS price_window, l.kind,"
        " SUM(l.amount) AS charged, SUM(l.tax) AS tax"
        ' FROM conference_order_line l JOIN conference_order o ON o.id = l."order"'
        " LEFT JOIN conference_registration r ON r.code = l.registration AND l.registration <> ''"
        " LEFT JOIN conference_category c ON c.id = r.category"
        " LEFT JOIN conference_price_window w ON w.meeting = o.meeting AND w.key = o.window_key"
        " WHERE o.meeting = {} GROUP BY c.title, w.title, l.kind",
        meeting.id,
    )
    return [{**row, "window": row["price_window"]} for row in rows]


async def _people_by_category(meeting: MeetingInfo) -> Counter[str]:
    rows = await Registration.select(Registration.category.title.as_alias("title")).where(
        Registration.meeting == meeting.id, Registration.state.is_in(_HELD)
    )
    return Counter(str(row["title"]) for row in rows)


async def _people_by_window(meeting: MeetingInfo) -> Counter[str]:
    rows: list[dict[str, Any]] = await Registration.raw(
        "SELECT COALESCE(w.title, 'No price period') AS title, COUNT(*) AS people"  # noqa: S608
        ' FROM conference_registration r JOIN conference_order o ON o.id = r."order"'
        " LEFT JOIN conference_price_window w ON w.meeting = o.meeting AND w.key = o.window_key"
        f" WHERE r.meeting = {{}} AND r.state IN ({_HELD_SQL}) GROUP BY w.title",
        meeting.id,
    )
    return Counter({str(row["title"]): int(row["people"]) for row in rows})


def _shares(
    lines: list[dict[str, Any]],
    by: str,
    people: Counter[str],
    words: Mapping[str, str] | None = None,
) -> tuple[Share, ...]:
    charged, tax = Counter(dict.fromkeys(people, 0)), Counter[str]()
    for row in lines:
        charged[row[by]] += int(row["charged"])
        tax[row[by]] += int(row["tax"])
    shares = (
        Share((words or {}).get(key, key), people[key], amount, tax[key])
        for key, amount in charged.items()
    )
    return tuple(sorted(shares, key=lambda each: (-each.charged, each.title)))


async def _days(meeting: MeetingInfo) -> tuple[DayOfMoney, ...]:
    people, charged, received = Counter[date](), Counter[date](), Counter[date]()
    for row in await Registration.select(Registration.created_at).where(
        Registration.meeting == meeting.id, Registration.state.is_in(_HELD)
    ):
        people[_local(meeting, row["created_at"])] += 1
    for row in await OrderLine.select(OrderLine.created_at, OrderLine.amount).where(
        OrderLine.order.meeting == meeting.id
    ):
        charged[_local(meeting, row["created_at"])] += row["amount"]
    for row in await Payment.select(Payment.received_at, Payment.amount).where(
        Payment.order.meeting == meeting.id
    ):
        received[_local(meeting, row["received_at"])] += row["amount"]
    return _cumulated(people, charged, received)


def _cumulated(
    people: Counter[date], charged: Counter[date], received: Counter[date]
) -> tuple[DayOfMoney, ...]:
    found = []
    so_far = [0, 0, 0]
    for day in sorted({*people, *charged, *received}):
        today = [people[day], charged[day], received[day]]
        so_far = [before + now for before, now in zip(so_far, today, strict=True)]
        found.append(DayOfMoney(day, *today, *so_far))
    return tuple(found)


def _local(meeting: MeetingInfo, instant: datetime) -> date:
    return meeting.local(instant).date()


_HELD = [state.value for state in sorted(HOLDS_A_PLACE)]
_HELD_SQL = ", ".join(f"'{state}'" for state in _HELD)
