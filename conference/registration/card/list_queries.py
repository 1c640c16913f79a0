"""What the office reads of card payments: the list, and what a person must look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable
from piccolo.querystring import QueryString

from conference.registration.card.queries import CHECKOUT_COLUMNS, checkout_info
from conference.registration.card.rules import (
    CHECKOUT_WORDS,
    MOST_AT_ONCE,
    CheckoutInfo,
    CheckoutState,
    RefundState,
    duplicates,
)
from conference.registration.rules import Balance
from conference.registration.tables import CardRefund, CheckoutSession

PAGE_SIZE = 50
FILTERS: Mapping[str, str] = {
    "": "All",
    **{state.value: words[0] for state, words in CHECKOUT_WORDS.items()},
}
_ORDER: Any = CheckoutSession.order
_NAME = _ORDER.person.registered_name.as_alias("name")
_PAID = QueryString(
    "(SELECT COALESCE(SUM(p.amount), 0) FROM conference_payment p"
    ' WHERE p."order" = "conference_checkout_session"."order")',
    alias="paid",
)
_OVERPAID = (
    '"conference_checkout_session"."order" IN (SELECT o.id FROM conference_order o'
    ' JOIN conference_payment p ON p."order" = o.id WHERE o.meeting = {}'
    " GROUP BY o.id, o.total HAVING SUM(p.amount) > o.total)"
)
# As subselects: the alias of a third join would be longer than PostgreSQL's 63 characters.
_OF_MEETING = (
    '"conference_card_refund"."checkout" IN (SELECT s.id FROM conference_checkout_session s'
    ' JOIN conference_order o ON o.id = s."order" WHERE o.meeting = {})'
)
_ORDER_CODE = QueryString(
    '(SELECT o.code FROM conference_checkout_session s JOIN conference_order o ON o.id = s."order"'
    ' WHERE s.id = "conference_card_refund"."checkout")',
    alias="order_code",
)
_PAYER = QueryString(
    "(SELECT p.registered_name FROM conference_checkout_session s"
    ' JOIN conference_order o ON o.id = s."order" JOIN conference_person p ON p.id = o.person'
    ' WHERE s.id = "conference_card_refund"."checkout")',
    alias="name",
)
_STILL_OWED = (
    '"conference_card_refund"."checkout" IN (SELECT s.id FROM conference_checkout_session s'
    ' JOIN conference_order o ON o.id = s."order" JOIN conference_payment p ON p."order" = o.id'
    " WHERE o.meeting = {} GROUP BY s.id, o.total HAVING SUM(p.amount) > o.total)"
)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card payment, and who owes the order."""

    checkout: CheckoutInfo
    name: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund that did not end well, or has not ended."""

    order_code: str
    name: str
    amount: int
    currency: str
    state: RefundState


@dataclass(frozen=True, slots=True)
class CardPage:
    rows: tuple[CardRow, ...]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Attention:
    """What a person must look at; nothing here is mended by itself."""

    duplicates: tuple[CardRow, ...]
    disputes: tuple[CardRow, ...]
    refunds: tuple[RefundRow, ...]

    @property
    def at_once(self) -> tuple[CardRow, ...]:
        """The duplicates that one press gives back; the next press takes the next ones."""
        return self.duplicates[:MOST_AT_ONCE]


async def card_page(meeting: UUID, state: str, page: int) -> CardPage:
    """One page of a meeting's card payments, the newest first; two statements."""
    where: Combinable = CheckoutSession.order.meeting == meeting
    if state:
        where = where & (CheckoutSession.state == state)
    rows = (
        await CheckoutSession.select(*CHECKOUT_COLUMNS, _NAME)
        .where(where)
        .order_by(CheckoutSession.created_at, ascending=False)
        .order_by(CheckoutSession.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    count = await CheckoutSession.count().where(where)
    return CardPage(tuple(_row(row) for row in rows), count, page)


async def attention(meeting: UUID) -> Attention:
    """Paid twice, disputed, refunds without a good end; three statements."""
    disputes = (
        await CheckoutSession.select(*CHECKOUT_COLUMNS, _NAME)
        .where(
            CheckoutSession.order.meeting == meeting,
            CheckoutSession.state == CheckoutState.DISPUTED.value,
        )
        .order_by(CheckoutSession.created_at)
    )
    return Attention(
        duplicates=await _duplicates(meeting),
        disputes=tuple(_row(row) for row in disputes),
        refunds=await _unfinished_refunds(meeting),
    )


async def _duplicates(meeting: UUID) -> tuple[CardRow, ...]:
    rows = (
        await CheckoutSession.select(
            *CHECKOUT_COLUMNS, _NAME, CheckoutSession.order.total.as_alias("total"), _PAID
        )
        .where(WhereRaw(_OVERPAID, meeting))
        .order_by(CheckoutSession.created_at)
    )
    orders: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        orders[row["order"]].append(row)
    return tuple(each for group in orders.values() for each in _of_order(group))


def _of_order(rows: list[Mapping[str, Any]]) -> list[CardRow]:
    """The duplicates among the card payments of one order."""
    balance = Balance(rows[0]["total"], int(rows[0]["paid"]))
    cards = [_row(row) for row in rows]
    found = {each.id for each in duplicates([card.checkout for card in cards], balance)}
    return [card for card in cards if card.checkout.id in found]


async def _unfinished_refunds(meeting: UUID) -> tuple[RefundRow, ...]:
    """Refunds without an answer, and those that came back while the money is still owed."""
    came_back = CardRefund.state == RefundState.CAME_BACK.value
    rows = (
        await CardRefund.select(
            CardRefund.amount,
            CardRefund.state,
            CardRefund.checkout.currency.as_alias("currency"),
            _ORDER_CODE,
            _PAYER,
        )
        .where(
            WhereRaw(_OF_MEETING, meeting),
            (CardRefund.state == RefundState.ASKED.value)
            | (came_back & WhereRaw(_STILL_OWED, meeting)),
        )
        .order_by(CardRefund.created_at)
    )
    return tuple(RefundRow(**{**row, "state": RefundState(row["state"])}) for row in rows)


def _row(row: Mapping[str, Any]) -> CardRow:
    return CardRow(checkout_info(row), row["name"])
