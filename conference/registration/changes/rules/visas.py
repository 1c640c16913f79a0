"""A refused visa: what comes back, and the way to take part all the same (C06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conference.orm.money import format_money
from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.refunds import Keep, Refund, settle, sum_by_kind
from conference.web.formats import day as spoken_day


class RefusalState(StrEnum):
    """Of a refused visa that somebody told of."""

    ASKED = "asked"
    REFUNDED = "refunded"
    VIRTUAL = "virtual"
    DECLINED = "declined"


REFUSAL_WORDS: Mapping[RefusalState, tuple[str, str]] = {
    RefusalState.ASKED: ("To be looked at", "warn"),
    RefusalState.REFUNDED: ("Cancelled, refunded", "good"),
    RefusalState.VIRTUAL: ("Takes part virtually", "good"),
    RefusalState.DECLINED: ("Not accepted", "bad"),
}


@dataclass(frozen=True, slots=True)
class VisaVerdict:
    """Whether the visa was applied for in time, as a sentence, and what a refund comes to."""

    is_in_time: bool
    sentence: str
    refund: Refund


def judge_visa_refusal(held: Held, applied_on: date) -> VisaVerdict:
    """In time means so many days before the first day; then all but a fee comes back (C06)."""
    policy = held.catalogue.policy
    last = held.days_before(policy.visa_days)
    told = f"Applied on {spoken_day(applied_on)}; in time was until {spoken_day(last)}"
    is_in_time = applied_on <= last
    sentence = f"{told}." if is_in_time else f"{told}, {policy.visa_days} days before the meeting."
    return VisaVerdict(is_in_time, sentence, visa_refund(held))


def visa_refund(held: Held) -> Refund:
    """Everything back but the society's fee; dues and charges for something done stay."""
    sums = sum_by_kind(held.lines)
    fee = min(held.catalogue.policy.visa_fee, sums.get(LineKind.FEE, 0))
    shown = format_money(fee, held.terms.currency)
    keeps = {kind: Keep(0, "Visa refused: given back in full.") for kind in sums}
    if fee:
        keeps[LineKind.FEE] = Keep(fee, f"Visa refused: all but {shown}.")
    for kind in (LineKind.DUES, LineKind.CHARGE):
        if kind in sums:
            keeps[kind] = Keep(sums[kind], "Not given back.")
    return settle(held.lines, held.paid_for(held.lines), keeps, held.terms.currency)
