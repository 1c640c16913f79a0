"""When an unpaid order is reminded of, given up or made dearer (R03, P03, P04)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conference.meetings.rules import end_of_day
from conference.registration.catalogue import Catalogue, LineKind, PriceTable
from conference.registration.codes import reductions_of
from conference.registration.customer import Charge, customer_prices, with_taxes
from conference.registration.notices import NoticeKind
from conference.registration.order_queries import OrderDetail, PaymentInfo
from conference.registration.policy import LatePayment, Policy
from conference.registration.queries import RegistrationInfo
from conference.registration.quoted import Line
from conference.registration.rules import OrderState, PayBy, RegistrationState
from conference.registration.windows import Window, announced_end
from conference.web.formats import instant

EARLY_DAYS, LAST_DAYS = 7, 2  # before a deadline, a letter each
FAIR_WARNING = timedelta(days=2)  # between saying that it becomes dearer and doing it
CHARGES_PERCENT = 10  # a payment that is short by no more was short by bank charges
LATE = "late:"
_OF_THE_FEE = ("code:", "waiver:", LATE)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Step:
    """From a price period that ends to the next one."""

    ended: Window
    following: Window


@dataclass(frozen=True, slots=True)
class LateTerms:
    """What happens to an unpaid order after its price period: what, how much dearer, from when.

    `deadline` is the end of the period, `limit` when the money must be there (P04).
    """

    policy: LatePayment
    step: Step
    limit: datetime
    lines: tuple[tuple[str, Line], ...]

    @property
    def deadline(self) -> datetime:
        return self.step.ended.ends_at

    @property
    def last_minute(self) -> str:
        """The limit as it is announced: midnight is 23:59 of the day before (P02)."""
        return instant(self.limit - timedelta(minutes=1), self.step.ended.zone)

    @property
    def amount(self) -> int:
        """How much dearer it becomes."""
        return sum(line.amount for _, line in self.lines)


def after_bank_days(deadline: datetime, days: int, zone: str) -> datetime:
    """The end of the last of so many bank days (Monday to Friday) after a deadline (P04)."""
    if days <= 0:
        return deadline
    on = (deadline - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    while days:
        on += timedelta(days=1)
        days -= on.weekday() < SATURDAY
    return end_of_day(on, zone)


def pay_limit(pays_by: PayBy, ended: Window, policy: Policy) -> datetime | None:
    """Until when money must be received for the price to hold; None: an institution's order, which
    is a promise of its own and is never made dearer (P04)."""
    if pays_by is PayBy.PURCHASE_ORDER:
        return None
    if pays_by is PayBy.BANK_TRANSFER:
        return after_bank_days(ended.ends_at, policy.bank_days, ended.zone)
    return ended.ends_at


def next_step(table: PriceTable, window: str) -> Step | None:
    """The end of a price period and what follows it; None if nothing does."""
    ended = next((each for each in table.windows if each.key == window), None)
    if ended is None:
        return None
    later = [each for each in table.windows if each.starts_at >= ended.ends_at]
    following = min(later, key=lambda each: each.starts_at, default=None)
    return Step(ended, following) if following else None


def late_terms(order: OrderDetail, catalogue: Catalogue) -> LateTerms | None:
    """What lateness would cost an order; None if nothing becomes of it.

    Only places that were never paid for become dearer; who is confirmed stays so (M05, T06).
    """
    policy = catalogue.policy
    step = next_step(catalogue.table, order.window_key)
    limit = pay_limit(order.pays_by, step.ended, policy) if step else None
    if step is None or limit is None or order.state is not OrderState.PENDING:
        return None
    if policy.late_payment is LatePayment.HOLD or not unpaid_places(order):
        return None
    lines = tuple(_late_lines(order, catalogue, step))
    if policy.late_payment is LatePayment.REPRICE and not lines:
        return None
    return LateTerms(policy.late_payment, step, limit, lines)


def unpaid_places(order: OrderDetail) -> tuple[RegistrationInfo, ...]:
    """The registrations of an order that wait for their first payment."""
    waits = RegistrationState.PENDING_PAYMENT
    return tuple(each for each in order.registrations if each.state is waits)


def _late_lines(order: OrderDetail, catalogue: Catalogue, step: Step) -> Iterable[tuple[str, Line]]:
    country, vat = order.bill_country, order.vat_number
    for info in unpaid_places(order):
        mine = [line for line in order.lines if line.registration == info.code]
        prices = customer_prices(catalogue, country, vat, info.category_key)
        amount = late_difference(prices, mine, info.category_key, info.mode, step)
        category = prices.table.category(info.category_key)
        if amount and category:
            charge = Charge(_late_line(step, category.title, amount), category.tax_class, "")
            yield info.code, with_taxes([charge], prices, country, vat)[0]


def late_difference(
    prices: Catalogue, lines: Sequence[Line], category: str, mode: str, step: Step
) -> int:
    """How much more the fee is in the next period, less the codes that were used; never negative.

    `prices` are as the customer pays them. What was free stays free; what is not offered then
    stays at its price.
    """
    fee = [line for line in lines if line.kind is LineKind.FEE]
    charged = sum(line.amount for line in fee if _is_fee(line, category))
    new = prices.table.amount(category, step.following, mode)
    if charged <= 0 or new is None:
        return 0
    found = (prices.code(line.item.removeprefix("code:")) for line in fee if _is_code(line))
    codes = [each for each in found if each]
    reduced = sum(each.amount for each in reductions_of(codes, category, new, {}) if not each.item)
    return max(0, new - reduced - charged)


def _is_code(line: Line) -> bool:
    return line.item.startswith("code:")


def _is_fee(line: Line, category: str) -> bool:
    """The fee itself with what codes took off and lateness added; no adjustment by the office."""
    return line.item == category or line.item.startswith(_OF_THE_FEE)


def _late_line(step: Step, category: str, amount: int) -> Line:
    reason = (
        f"Not paid by {announced_end(step.ended)}: the price of the period"
        f" “{step.following.title}” holds now."
    )
    title = f"Difference to the later price: {category}"
    return Line(title, reason, amount, LineKind.FEE, f"{LATE}{step.following.key}")


def is_paid_in_time(total: int, payments: Sequence[PaymentInfo], limit: datetime) -> bool:
    """Whether what was received by then pays an order, at most short by bank charges (P04)."""
    received = sum(each.amount for each in payments if each.received_at < limit)
    return received > 0 and (total - received) * 100 <= total * CHARGES_PERCENT


def late_notice(deadline: datetime, now: datetime) -> NoticeKind:
    """Which letter about a dearer price it is time for."""
    is_last = now >= deadline - timedelta(days=LAST_DAYS)
    return NoticeKind.DEARER_IN_2 if is_last else NoticeKind.DEARER_IN_7


def is_for_order(kind: NoticeKind, placed_at: datetime, deadline: datetime) -> bool:
    """The first letter is for who ordered before its time; the last one for everybody, however
    late they ordered: nothing becomes dearer unannounced."""
    is_first = kind is NoticeKind.DEARER_IN_7
    return not is_first or placed_at <= deadline - timedelta(days=EARLY_DAYS)


def expiry_notice(placed_at: datetime, deadline: datetime, now: datetime) -> NoticeKind | None:
    """Which reminder is due before an unpaid order expires: 7 days and 2 days before, and only if
    it was ordered earlier; of two that are due the more urgent one."""
    for days, kind in ((LAST_DAYS, NoticeKind.EXPIRES_IN_2), (EARLY_DAYS, NoticeKind.EXPIRES_IN_7)):
        at = deadline - timedelta(days=days)
        if placed_at <= at <= now < deadline:
            return kind
    return None


def last_moment(terms: LateTerms, announced_at: datetime) -> datetime:
    """Until when the money keeps the price: never less than two days after it was said (P03)."""
    return max(terms.limit, announced_at + FAIR_WARNING)
