"""What happens to an order that is not paid in time, said before it happens (P03, P04, R03)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from conference.orm.money import format_money
from conference.registration.basket import price_basket
from conference.registration.catalogue import Buyer, Catalogue, PriceTable, Wish
from conference.registration.policy import LatePayment, Policy
from conference.registration.quoted import Quoted
from conference.registration.rules import PayBy
from conference.registration.windows import Window, announced_end
from conference.web.formats import instant


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An order with money due. `later`: its price in the next period, if there is one.

    `window`: the period whose price it has; None where it had none. `expires_at`: when its place
    is given up.
    """

    currency: str
    window: Window | None
    later: int | None
    ways: tuple[PayBy, ...]
    zone: str
    expires_at: datetime | None = None


def payment_terms(unpaid: Unpaid, policy: Policy) -> tuple[str, ...]:
    """The sentences a payer reads before ordering and in the letter: until when, and else what."""
    if _is_given_up_first(unpaid):
        return (_place_sentence(unpaid, policy),)
    found = [_price_sentence(unpaid, policy), _bank_sentence(unpaid, policy)]
    return tuple(filter(None, [*found, _place_sentence(unpaid, policy)]))


def can_become_dearer(unpaid: Unpaid, policy: Policy, table: PriceTable) -> bool:
    """Whether there is a later price to be said: by the policy, this way to pay, the periods."""
    if policy.late_payment is not LatePayment.REPRICE:
        return False
    if unpaid.window is None or set(unpaid.ways) <= {PayBy.PURCHASE_ORDER}:
        return False
    return _following(table, unpaid.window) is not None


def price_later(
    catalogue: Catalogue, wish: Wish, buyer: Buyer, window: Window, total: int
) -> int | None:
    """What an order of `total` costs once its period is over: only the fee becomes dearer.

    None: there is no later period, or the category is not sold then; the price stays.
    """
    table = catalogue.table
    later = _following(table, window)
    if later is None:
        return None
    alone = replace(wish, extras=(), guests=())
    before = price_basket(catalogue, alone, buyer, window.starts_at)
    after = price_basket(catalogue, alone, buyer, later.starts_at)
    if not (isinstance(before, Quoted) and isinstance(after, Quoted)):
        return None
    return total + max(0, after.total - before.total)


def _is_given_up_first(unpaid: Unpaid) -> bool:
    """Whether the place goes before the price changes: then a later price cannot happen (R03)."""
    ends_at, window = unpaid.expires_at, unpaid.window
    return bool(ends_at and window and ends_at <= window.ends_at)


def _following(table: PriceTable, window: Window) -> Window | None:
    return table.window_at(window.ends_at) or table.next_window(window.ends_at)


def _price_sentence(unpaid: Unpaid, policy: Policy) -> str:
    if unpaid.window is None or set(unpaid.ways) <= {PayBy.PURCHASE_ORDER}:
        return ""
    end = announced_end(unpaid.window)
    if policy.late_payment is LatePayment.HOLD:
        return "The price stays as it is, whenever the payment comes."
    if policy.late_payment is LatePayment.CANCEL:
        return f"Pay by {end}; what is not paid then is cancelled."
    if unpaid.later is None:
        return ""
    if set(unpaid.ways) == {PayBy.DESK}:
        later = format_money(unpaid.later, unpaid.currency)
        return f"What is paid after {end}, at the desk too, costs {later}."
    return f"Pay by {end}; later the price is {format_money(unpaid.later, unpaid.currency)}."


def _bank_sentence(unpaid: Unpaid, policy: Policy) -> str:
    """A transfer is on its way for some days (P04)."""
    is_due = bool(_price_sentence(unpaid, policy)) and policy.late_payment is not LatePayment.HOLD
    if not (is_due and policy.bank_days and PayBy.BANK_TRANSFER in unpaid.ways):
        return ""
    days = "1 bank day" if policy.bank_days == 1 else f"{policy.bank_days} bank days"
    return f"A transfer may arrive up to {days} after that."


def _place_sentence(unpaid: Unpaid, policy: Policy) -> str:
    """An unpaid place is given up (R03); before ordering the span is said, afterwards the day."""
    if unpaid.expires_at:
        return f"Pay by {_at(unpaid)}; without a payment your place is given up then."
    expiring = {PayBy.BANK_TRANSFER, PayBy.CARD} & set(unpaid.ways)
    if not policy.unpaid_days or not expiring:
        return ""
    days = "1 day" if policy.unpaid_days == 1 else f"{policy.unpaid_days} days"
    who = "Pay" if expiring == set(unpaid.ways) else "By card or transfer: pay"
    return f"{who} within {days}, or your place is given up."


def _at(unpaid: Unpaid) -> str:
    assert unpaid.expires_at is not None
    return instant(unpaid.expires_at, unpaid.zone)
