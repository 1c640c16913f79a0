"""What was charged against what was received, to the cent, over any days of a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conference.orm.money import format_money
from conference.registration.catalogue import LineKind
from conference.registration.rules import Balance, OrderState, PaymentMethod


@dataclass(frozen=True, slots=True)
class KindSum:
    """Lines of one kind in the period: charged, taken back (negative), and the tax in both."""

    kind: LineKind
    charged: int
    taken_back: int
    tax: int

    @property
    def net(self) -> int:
        return self.charged + self.taken_back


@dataclass(frozen=True, slots=True)
class Received:
    """One payment (positive) or refund (negative), on its local day."""

    on_day: date
    method: PaymentMethod
    amount: int


@dataclass(frozen=True, slots=True)
class MoneySum:
    """Payments of a method, on a day or in a month: in, out (negative), and what is left."""

    method: PaymentMethod
    received: int
    refunded: int

    @property
    def net(self) -> int:
        return self.received + self.refunded


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A day or a month ("2027-05") with its methods."""

    label: str
    methods: tuple[MoneySum, ...]

    @property
    def net(self) -> int:
        return sum(each.net for each in self.methods)


@dataclass(frozen=True, slots=True)
class OrderSums:
    """An order at the end of the period. `total`: what the order says; `lines`: what they say."""

    code: str
    name: str
    state: OrderState
    currency: str
    placed_at: datetime
    total: int
    lines: int
    paid: int

    @property
    def balance(self) -> Balance:
        return Balance(self.lines, self.paid)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Both sides of the books. `opening`: charged less received before the first day."""

    currency: str
    opening: int
    kinds: tuple[KindSum, ...]
    payments: tuple[Received, ...]
    orders: tuple[OrderSums, ...]

    @property
    def charged(self) -> int:
        return sum(each.net for each in self.kinds)

    @property
    def tax(self) -> int:
        return sum(each.tax for each in self.kinds)

    @property
    def received(self) -> int:
        return sum(each.amount for each in self.payments)

    @property
    def due(self) -> int:
        return sum(each.balance.due for each in self.orders)

    @property
    def to_refund(self) -> int:
        return sum(each.balance.to_refund for each in self.orders)

    @property
    def difference(self) -> int:
        """0, or the books are broken: lines less payments are what is due less what is owed."""
        return self.opening + self.charged - self.received - (self.due - self.to_refund)

    @property
    def open_orders(self) -> tuple[OrderSums, ...]:
        return tuple(each for each in self.orders if each.balance.due or each.balance.to_refund)

    def broken(self) -> tuple[str, ...]:
        """A sentence for each order that does not add up, and for the sum."""
        sentences = [each for order in self.orders for each in _broken(order, self.currency)]
        if self.difference:
            off = format_money(abs(self.difference), self.currency)
            sentences.append(f"The two sides differ by {off}.")
        return tuple(sentences)


def _broken(order: OrderSums, currency: str) -> Iterable[str]:
    if order.currency != currency:
        yield f"Order {order.code} is in {order.currency}, and its amounts are counted as if not."
    if order.total != order.lines:
        said, summed = (format_money(each, order.currency) for each in (order.total, order.lines))
        yield f"Order {order.code}: its lines come to {summed}, its total says {said}."


def by_method(payments: Iterable[Received]) -> tuple[MoneySum, ...]:
    """One sum a method, in the order in which methods are listed everywhere."""
    found: dict[PaymentMethod, list[int]] = defaultdict(list)
    for each in payments:
        found[each.method].append(each.amount)
    return tuple(
        MoneySum(method, _sum(found[method], 1), _sum(found[method], -1))
        for method in PaymentMethod
        if method in found
    )


def by_time(payments: Iterable[Received], *, monthly: bool) -> tuple[MoneyRow, ...]:
    """One row a day or a month on which money moved, the oldest first."""
    found: dict[str, list[Received]] = defaultdict(list)
    for each in payments:
        label = each.on_day.isoformat()
        found[label[:7] if monthly else label].append(each)
    return tuple(MoneyRow(label, by_method(found[label])) for label in sorted(found))


def by_kind(sums: Mapping[tuple[LineKind, int], tuple[int, int]]) -> tuple[KindSum, ...]:
    """(kind, sign) -> (amount, tax) as one sum a kind."""
    kinds: Sequence[LineKind] = [kind for kind in LineKind if {(kind, 1), (kind, -1)} & sums.keys()]
    return tuple(_kind_sum(kind, sums) for kind in kinds)


def _kind_sum(kind: LineKind, sums: Mapping[tuple[LineKind, int], tuple[int, int]]) -> KindSum:
    charged, back = sums.get((kind, 1), (0, 0)), sums.get((kind, -1), (0, 0))
    return KindSum(kind, charged[0], back[0], charged[1] + back[1])


def _sum(amounts: Iterable[int], sign: int) -> int:
    return sum(each for each in amounts if each * sign > 0)
