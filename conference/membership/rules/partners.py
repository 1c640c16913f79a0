"""Joint meetings: members of a partner society get the member price too (M07)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from conference.membership.rules.member_test import Verdict
from conference.membership.rules.standing import MembershipInfo

PARTNER_TYPE = "partner"

Judge = Callable[[Sequence[MembershipInfo]], Verdict]


def judge_joint(
    own: Sequence[MembershipInfo],
    elsewhere: Mapping[str, Sequence[MembershipInfo]],
    judge: Judge,
) -> Verdict:
    """The society's own verdict, or that of the first partner whose member this is (M07).

    `elsewhere` holds the memberships by the partner's name. A partner's member counts by the type
    held there and as type "partner", and never as the host's member for life.
    """
    verdict = judge(own)
    if verdict.is_member or not elsewhere:
        return verdict
    others = {name: judge(held) for name, held in elsewhere.items()}
    for name, found in others.items():
        if found.is_member:
            return _as_partner(name, found)
    for name, found in others.items():
        if elsewhere[name] and not own:
            return replace(verdict, reason=f"{name}: {found.reason}")
    if own:
        return verdict
    return replace(verdict, reason="No membership is on the roll, nor on a partner society's.")


def _as_partner(name: str, verdict: Verdict) -> Verdict:
    return replace(
        verdict,
        reason=f"Member of {name}, a partner of this meeting. {verdict.reason}",
        membership_types=verdict.membership_types | {PARTNER_TYPE},
        is_lifetime=False,
    )
