"""Who is a member, on which day, and why not; what joining costs; member numbers."""

from conference.membership.rules.dues import DuesOffer, DuesRate, carry_on, offer_dues
from conference.membership.rules.judging import judge_membership
from conference.membership.rules.member_test import MemberRule, MemberTest, Verdict, asked_days
from conference.membership.rules.numbers import next_number, number_key
from conference.membership.rules.partners import PARTNER_TYPE, judge_joint
from conference.membership.rules.standing import (
    IN_GOOD_STANDING,
    STATUS_WORDS,
    MembershipInfo,
    MembershipStatus,
    covered_from,
    covered_through,
    is_active,
    standing_on,
)

__all__ = [
    "IN_GOOD_STANDING",
    "PARTNER_TYPE",
    "STATUS_WORDS",
    "DuesOffer",
    "DuesRate",
    "MemberRule",
    "MemberTest",
    "MembershipInfo",
    "MembershipStatus",
    "Verdict",
    "asked_days",
    "carry_on",
    "covered_from",
    "covered_through",
    "is_active",
    "judge_joint",
    "judge_membership",
    "next_number",
    "number_key",
    "offer_dues",
    "standing_on",
]
