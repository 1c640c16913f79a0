"""The office's write to the rules of a meeting. What was ordered or quoted stays as it was told."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.catalogue_queries import policy_of
from conference.registration.policy import Policy
from conference.registration.tables import RegistrationPolicy


async def save_policy(
    meeting: MeetingInfo, policy: Policy, *, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Writes the rules of a meeting and returns the names of those that changed."""
    async with action("save_policy", by=by, now=now, meeting=meeting.id) as act:
        return await write_policy(act, meeting, policy)


async def write_policy(act: Action, meeting: MeetingInfo, policy: Policy) -> tuple[str, ...]:
    """`save_policy` as a part of an action."""
    before = await policy_of(meeting.id)
    values: dict[Any, Any] = {each.name: getattr(policy, each.name) for each in fields(policy)}
    values["member_test"] = policy.member_test.value
    values["late_payment"] = policy.late_payment.value
    mine = RegistrationPolicy.meeting == meeting.id
    if await RegistrationPolicy.exists().where(mine):
        await RegistrationPolicy.update(values).where(mine)
    else:
        row = RegistrationPolicy(id=uuid4(), created_at=act.now, meeting=meeting.id, **values)
        await RegistrationPolicy.insert(row)
    changed = {
        each.name: [getattr(before, each.name), getattr(policy, each.name)]
        for each in fields(policy)
        if getattr(before, each.name) != getattr(policy, each.name)
    }
    act.note("registration_policy", meeting.slug, **changed)
    return tuple(changed)
