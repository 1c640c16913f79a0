"""The rules that differ between societies as one form: each with its default in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from conference.membership.rules import MemberTest
from conference.registration.policy import LatePayment, Policy
from conference.registration.setup.reading import Reading, Values, money_words

TEST_WORDS: Mapping[MemberTest, tuple[str, str]] = {
    MemberTest.THROUGH_LAST_DAY: (
        "Member today and through the meeting’s last day",
        "The default: a membership that ends before the meeting does not count.",
    ),
    MemberTest.AT_ORDER: (
        "Member on the day of the order",
        "What happens to the membership later does not matter.",
    ),
    MemberTest.CALENDAR_YEAR: (
        "Dues paid for the calendar year of the meeting",
        "Through 31 December of that year; who joins during the year counts.",
    ),
    MemberTest.CONTINUOUS_SINCE_CALL: (
        "Member without a gap since the call opened",
        "Write below when the call opened. Joining with the order does not help.",
    ),
    MemberTest.TWELVE_MONTHS: (
        "Member for the last twelve months",
        "Joining with the order does not help.",
    ),
    MemberTest.ANY_STANDING: (
        "Anybody on the roll, also with open dues",
        "Applicants, suspended and lapsed members are left out.",
    ),
}
LATE_WORDS: Mapping[LatePayment, tuple[str, str]] = {
    LatePayment.REPRICE: (
        "The booking stays; the price of the next period is due",
        "The default. It is said when ordering, and again before it happens.",
    ),
    LatePayment.HOLD: ("The price stays as it was told", "However late the money comes."),
    LatePayment.CANCEL: ("The booking ends", "Its places go to whoever waits."),
}


# Whole numbers of the policy with their bounds; the page says what each one means.
SPANS: Mapping[str, tuple[int, int]] = {
    "bank_days": (0, 30),
    "unpaid_days": (0, 365),
    "offer_hours": (1, 720),
    "proof_days": (0, 365),
    "guests_most": (0, 20),
    "group_size": (2, 500),
    "group_rename_percent": (0, 100),
    "transfer_days": (0, 365),
    "virtual_days": (0, 365),
    "visa_days": (0, 365),
}
SUMS = ("transfer_fee", "visa_fee")
DAYS = ("call_opened_on", "dues_cutoff_on", "group_rename_until")
FLAGS = (
    "lifetime_is_free",
    "part_paid_expires",
    "takes_card",
    "takes_transfer",
    "takes_purchase_order",
    "takes_desk",
)


def policy_values(policy: Policy, currency: str) -> dict[str, object]:
    """The stored rules as the form shows them."""
    values: dict[str, object] = {each.name: getattr(policy, each.name) for each in fields(policy)}
    for name in SUMS:
        values[name] = money_words(getattr(policy, name), currency)
    for name in DAYS:
        day: date | None = getattr(policy, name)
        values[name] = day.isoformat() if day else ""
    values["member_test"] = policy.member_test.value
    values["late_payment"] = policy.late_payment.value
    return values


def read_policy(values: Values, before: Policy, currency: str) -> Policy:
    """The rules that a form describes; what is on another page stays. Raises FormErrors."""
    form = Reading(values)
    test = form.choice("member_test", set(MemberTest))
    late = form.choice("late_payment", set(LatePayment))
    changes: dict[str, Any] = {
        name: form.whole(name, low, high) for name, (low, high) in SPANS.items()
    }
    changes |= {name: form.money(name, currency) for name in SUMS}
    changes |= {name: form.day(name) for name in DAYS}
    changes |= {name: form.flag(name) for name in FLAGS}
    if test == MemberTest.CONTINUOUS_SINCE_CALL and not changes["call_opened_on"]:
        form.refuse("call_opened_on", "This test needs the day on which the call opened.")
    if not any(changes[name] for name in FLAGS if name.startswith("takes_")):
        form.refuse("takes_card", "Leave at least one way to pay.")
    form.check()
    return replace(before, **changes, member_test=MemberTest(test), late_payment=LatePayment(late))
