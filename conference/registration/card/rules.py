"""The states of a card payment and of a refund to a card, and what may be done with them.

What the card company tells may come twice, late and in any order. So each thing it tells leads
to one state, the states have a rank, and a payment only ever moves up: whatever the order, the
same facts end in the same state (T05).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from conference.registration.policy import Policy
from conference.registration.rules import Balance
from conference.settings import Settings

CHECKOUT_LIFE = timedelta(minutes=60)
SHORTEST_LIFE = timedelta(minutes=31)  # Stripe: 30 minutes at least, counted when it hears of it
TIME_TO_PAY = timedelta(minutes=5)  # an open page with less left is not handed out again
MOST_AT_ONCE = 25  # refunds in one press: each is a call to the card company


class CheckoutState(StrEnum):
    """Of one card payment. Starting: written here, the card company has not answered yet."""

    STARTING = "starting"
    OPEN = "open"
    EXPIRED = "expired"
    ON_ITS_WAY = "on_its_way"
    FAILED = "failed"
    PAID = "paid"
    DISPUTED = "disputed"
    WON = "won"
    LOST = "lost"


class CardFact(StrEnum):
    """What the card company tells of a payment."""

    OPENED = "opened"
    EXPIRED = "expired"
    FINISHED = "finished"
    FAILED = "failed"
    PAID = "paid"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


class RefundState(StrEnum):
    """Of money given back to a card. Asked: the card company has not answered yet."""

    ASKED = "asked"
    REFUSED = "refused"
    SENT = "sent"
    CAME_BACK = "came_back"


LEADS_TO: Mapping[CardFact, CheckoutState] = {
    CardFact.OPENED: CheckoutState.OPEN,
    CardFact.EXPIRED: CheckoutState.EXPIRED,
    CardFact.FINISHED: CheckoutState.ON_ITS_WAY,
    CardFact.FAILED: CheckoutState.FAILED,
    CardFact.PAID: CheckoutState.PAID,
    CardFact.DISPUTED: CheckoutState.DISPUTED,
    CardFact.DISPUTE_WON: CheckoutState.WON,
    CardFact.DISPUTE_LOST: CheckoutState.LOST,
}
_RANK = list(CheckoutState)  # in the order of their definition
CHECKOUT_NEXT: Mapping[tuple[CheckoutState, CardFact], CheckoutState] = {
    (state, fact): after
    for state in CheckoutState
    for fact, after in LEADS_TO.items()
    if _RANK.index(after) > _RANK.index(state)
}
_REFUND_RANK = list(RefundState)
REFUND_NEXT: Mapping[tuple[RefundState, RefundState], RefundState] = {
    (state, told): told
    for state in RefundState
    for told in RefundState
    if _REFUND_RANK.index(told) > _REFUND_RANK.index(state)
}

IS_LIVE = frozenset({CheckoutState.STARTING, CheckoutState.OPEN, CheckoutState.ON_ITS_WAY})
HAS_PAID = frozenset(
    {CheckoutState.PAID, CheckoutState.DISPUTED, CheckoutState.WON, CheckoutState.LOST}
)
CAN_REFUND = frozenset({CheckoutState.PAID, CheckoutState.WON})
TAKES_FROM_CARD = frozenset({RefundState.ASKED, RefundState.SENT})

CHECKOUT_WORDS: Mapping[CheckoutState, tuple[str, str]] = {
    CheckoutState.STARTING: ("No answer yet", "warn"),
    CheckoutState.OPEN: ("Card page open", "info"),
    CheckoutState.EXPIRED: ("Not paid", "info"),
    CheckoutState.ON_ITS_WAY: ("Money on its way", "warn"),
    CheckoutState.FAILED: ("Failed", "bad"),
    CheckoutState.PAID: ("Paid", "good"),
    CheckoutState.DISPUTED: ("Disputed", "bad"),
    CheckoutState.WON: ("Dispute won", "good"),
    CheckoutState.LOST: ("Dispute lost", "bad"),
}
REFUND_WORDS: Mapping[RefundState, tuple[str, str]] = {
    RefundState.ASKED: ("No answer yet", "warn"),
    RefundState.REFUSED: ("Refused", "bad"),
    RefundState.SENT: ("Given back", "good"),
    RefundState.CAME_BACK: ("Came back", "bad"),
}


@dataclass(frozen=True, slots=True)
class CheckoutInfo:
    """One card payment of an order. `given_back` counts refunds sent and refunds asked for."""

    id: UUID
    session: str
    payment_intent: str
    order: UUID
    order_code: str
    meeting: UUID
    amount: int
    currency: str
    state: CheckoutState
    url: str
    expires_at: datetime
    started_at: datetime
    note: str
    given_back: int = 0

    @property
    def is_known_there(self) -> bool:
        """The card company has answered and given the payment its own id."""
        return self.state is not CheckoutState.STARTING

    @property
    def refundable(self) -> int:
        """What can still go back to this card."""
        return self.amount - self.given_back if self.state in CAN_REFUND else 0


@dataclass(frozen=True, slots=True)
class RefundPart:
    """So much of a refund goes to this card payment."""

    checkout: UUID
    amount: int


def card_is_offered(settings: Settings, policy: Policy) -> bool:
    """Whether a payer sees "Pay by card": the meeting takes cards, and there is a card company
    (in a demonstration a pretended one)."""
    return policy.takes_card and (bool(settings.stripe_secret_key) or settings.is_demo)


def next_checkout(state: CheckoutState, fact: CardFact) -> CheckoutState | None:
    """The state that follows, or None when the fact is old news."""
    return CHECKOUT_NEXT.get((state, fact))


def next_refund(state: RefundState | None, told: RefundState) -> RefundState | None:
    """The state that follows, or None when what is told is old news; `None`: a refund that we
    hear of for the first time."""
    return told if state is None else REFUND_NEXT.get((state, told))


def is_reusable(checkout: CheckoutInfo, due: int, now: datetime) -> bool:
    """Whether a second press gives the same card page: same amount, and time enough left (T05)."""
    left = checkout.expires_at - now
    if checkout.amount != due:
        return False
    if checkout.state is CheckoutState.STARTING:
        return left >= SHORTEST_LIFE
    return checkout.state is CheckoutState.OPEN and left >= TIME_TO_PAY


def split_refund(amount: int, paid: Iterable[CheckoutInfo]) -> tuple[RefundPart, ...]:
    """The card payments that a refund goes back to, in parts that add up to it (T07).

    One that covers the amount exactly takes it whole; else the newest first. Empty when the
    cards did not bring so much.
    """
    cards = sorted((each for each in paid if each.refundable), key=_newest_first)
    if exact := next((each for each in cards if each.refundable == amount), None):
        return (RefundPart(exact.id, amount),)
    if amount <= 0 or sum(each.refundable for each in cards) < amount:
        return ()
    parts, left = [], amount
    for each in cards:
        part = min(left, each.refundable)
        if part:
            parts.append(RefundPart(each.id, part))
        left -= part
    return tuple(parts)


def duplicates(paid: Sequence[CheckoutInfo], balance: Balance) -> tuple[CheckoutInfo, ...]:
    """The card payments of one order that can go back whole because it was paid twice (T05).

    The order stands, another card payment of the same amount paid it, and the money is beyond
    what is due. The first payment stays; the later ones are the duplicates.
    """
    found: list[CheckoutInfo] = []
    left = balance.to_refund if balance.total > 0 else 0
    whole = [each for each in paid if each.refundable == each.amount]
    for each in sorted(whole, key=_newest_first):
        twins = [other for other in whole if other.amount == each.amount and other not in found]
        if len(twins) > 1 and each.amount <= left:
            found.append(each)
            left -= each.amount
    return tuple(found)


def _newest_first(checkout: CheckoutInfo) -> tuple[float, str]:
    return -checkout.started_at.timestamp(), str(checkout.id)
