"""How a meeting tests membership: told from above, since a meeting's policy lies above the roll."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.membership import queries
from conference.membership.rules import MemberRule, Verdict

RuleOf = Callable[[UUID], Awaitable[MemberRule]]

_tellers: list[RuleOf] = []


def tell_member_rule(rule_of: RuleOf) -> None:
    """Registers who knows the rule of a meeting, by its id."""
    if rule_of not in _tellers:
        _tellers.append(rule_of)


def forget_member_rule(rule_of: RuleOf) -> None:
    """Takes a teller away again."""
    _tellers.remove(rule_of)


async def member_rule_of(meeting: UUID) -> MemberRule:
    """The meeting's rule; the default of M01 where nobody knows better."""
    return await _tellers[-1](meeting) if _tellers else MemberRule()


async def judge_by_rule(person: UUID | None, meeting: MeetingInfo, now: datetime) -> Verdict:
    """The verdict that the meeting's own prices use (M01, M04, M07)."""
    rule = await member_rule_of(meeting.id)
    return await queries.judge_person(
        person, meeting, now, test=rule.test, since=rule.since, partners=rule.partners,
        accept_grace_until=rule.accept_grace_until,
    )  # fmt: skip
