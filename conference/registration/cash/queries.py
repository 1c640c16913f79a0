"""Reading what desks took and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.custom_types import Combinable

from conference.registration.cash.errors import UnknownCashUp, UnknownTillPayment
from conference.registration.cash.rules import TILL_METHODS, Handed, Taken
from conference.registration.rules import PaymentMethod
from conference.registration.tables import CashUp, Document, Payment, TillPayment

MOST_CASH_UPS = 200


@dataclass(frozen=True, slots=True)
class TillPaymentInfo:
    """One payment taken at a desk. `is_undone`: it was taken back. `receipt`: its number."""

    id: UUID
    order_code: str
    handed: Handed
    currency: str
    desk: str
    at: datetime
    by_name: str
    is_counted: bool
    is_undone: bool
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class CashUpLine:
    """One method of a cash-up."""

    id: UUID
    method: PaymentMethod
    expected: int
    counted: int
    float_amount: int

    @property
    def difference(self) -> int:
        """Negative: something is missing."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class CashUpInfo:
    """A desk's drawer and terminal, counted together."""

    desk: str
    since_at: datetime
    until_at: datetime
    by_name: str
    note: str
    lines: tuple[CashUpLine, ...]

    @property
    def id(self) -> UUID:
        return self.lines[0].id

    @property
    def difference(self) -> int:
        return sum(line.difference for line in self.lines)


async def till_payment(meeting: UUID, payment: UUID) -> TillPaymentInfo:
    """A payment by its id. Raises UnknownTillPayment; three statements."""
    found = await _payments(
        (TillPayment.meeting == meeting) & (TillPayment.payment == payment), newest_first=True
    )
    if not found:
        raise UnknownTillPayment
    return found[0]


async def payments_of_order(meeting: UUID, order: UUID) -> list[TillPaymentInfo]:
    """What desks took for an order, the newest first; three statements."""
    of_order = TillPayment.payment.order == order
    return await _payments((TillPayment.meeting == meeting) & of_order, newest_first=True)


async def waiting_payments(meeting: UUID, desk: str) -> list[TillPaymentInfo]:
    """What a desk took since its last cash-up, the newest first; three statements."""
    mine = (TillPayment.meeting == meeting) & (TillPayment.desk == desk)
    return await _payments(mine & TillPayment.cash_up.is_null(), newest_first=True)


async def counted_payments(lines: Sequence[CashUpLine]) -> list[TillPaymentInfo]:
    """The payments that a cash-up counted, in order of time; three statements."""
    return await _payments(TillPayment.cash_up.is_in([line.id for line in lines]))


def taken(payments: Sequence[TillPaymentInfo]) -> tuple[Taken, ...]:
    return tuple(Taken(each.handed.method, each.handed.amount, each.at) for each in payments)


async def last_cash_up(meeting: UUID, desk: str) -> CashUpInfo | None:
    """When this desk counted last; None: never."""
    found = await _cash_ups((CashUp.meeting == meeting) & (CashUp.desk == desk), len(TILL_METHODS))
    return found[0] if found else None


async def cash_ups_of(meeting: UUID) -> list[CashUpInfo]:
    """The cash-ups of every desk, the newest first."""
    return await _cash_ups(CashUp.meeting == meeting, MOST_CASH_UPS)


async def cash_up_of(meeting: UUID, id: UUID) -> CashUpInfo:
    """The cash-up that one of its lines belongs to. Raises UnknownCashUp."""
    row = await CashUp.select(CashUp.desk, CashUp.until_at).where(
        CashUp.id == id, CashUp.meeting == meeting
    )
    if not row:
        raise UnknownCashUp
    wanted = (CashUp.meeting == meeting) & (CashUp.desk == row[0]["desk"])
    return (await _cash_ups(wanted & (CashUp.until_at == row[0]["until_at"]), MOST_CASH_UPS))[0]


async def _cash_ups(wanted: Combinable, limit: int) -> list[CashUpInfo]:
    rows = (
        await CashUp.select()
        .where(wanted)
        .order_by(CashUp.until_at, ascending=False)
        .order_by(CashUp.desk)
        .order_by(CashUp.method, ascending=False)
        .limit(limit)
    )
    events: dict[tuple[str, datetime], list[Mapping[str, Any]]] = {}
    for row in rows:
        events.setdefault((row["desk"], row["until_at"]), []).append(row)
    return [_cash_up(lines) for lines in events.values()]


def _cash_up(rows: Sequence[Mapping[str, Any]]) -> CashUpInfo:
    names = ("desk", "since_at", "until_at", "by_name", "note")
    lines = [
        CashUpLine(
            row["id"],
            PaymentMethod(row["method"]),
            row["expected"],
            row["counted"],
            row["float_amount"],
        )
        for row in rows
    ]
    by_method = sorted(lines, key=lambda line: TILL_METHODS.index(line.method))
    return CashUpInfo(**{name: rows[0][name] for name in names}, lines=tuple(by_method))


async def _payments(wanted: Combinable, *, newest_first: bool = False) -> list[TillPaymentInfo]:
    rows = (
        await TillPayment.select(
            TillPayment.payment,
            TillPayment.desk,
            TillPayment.given,
            TillPayment.cash_up,
            TillPayment.created_at,
            TillPayment.payment.amount.as_alias("amount"),
            TillPayment.payment.method.as_alias("method"),
            TillPayment.payment.recorded_by.as_alias("by_name"),
            TillPayment.payment.order.code.as_alias("order_code"),  # type: ignore[union-attr]
            TillPayment.payment.order.currency.as_alias("currency"),  # type: ignore[union-attr]
        )
        .where(wanted)
        .order_by(TillPayment.created_at, ascending=not newest_first)
    )
    ids = [row["payment"] for row in rows]
    receipts, undone = await _receipts(ids), await _undone(ids)
    return [_payment(row, receipts.get(row["payment"], ""), undone) for row in rows]


async def _receipts(payments: Sequence[UUID]) -> dict[UUID, str]:
    if not payments:
        return {}
    rows = await Document.select(Document.payment, Document.number).where(
        Document.payment.is_in(list(payments))
    )
    return {row["payment"]: row["number"] for row in rows}


async def _undone(payments: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the payments that another one takes back."""
    keys = {undo_key(payment): payment for payment in payments}
    if not keys:
        return frozenset()
    rows = await Payment.select(Payment.idempotency_key).where(
        Payment.idempotency_key.is_in(list(keys))
    )
    return frozenset(keys[row["idempotency_key"]] for row in rows)


def undo_key(payment: UUID) -> str:
    """The key under which payment_actions.reverse_payment takes a payment back."""
    return f"undo:{payment}"


def _payment(row: Mapping[str, Any], receipt: str, undone: frozenset[UUID]) -> TillPaymentInfo:
    return TillPaymentInfo(
        id=row["payment"],
        order_code=row["order_code"],
        handed=Handed(row["amount"], PaymentMethod(row["method"]), row["given"]),
        currency=row["currency"],
        desk=row["desk"],
        at=row["created_at"],
        by_name=row["by_name"],
        is_counted=row["cash_up"] is not None,
        is_undone=row["payment"] in undone,
        receipt=receipt,
    )
