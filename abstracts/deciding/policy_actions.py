"""The committee's write to the rules about abstracts."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec

from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from abstracts.tables.deciding import AbstractPolicy
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action


async def save_policy(
    meeting: MeetingInfo, policy: AbstractPolicyInfo, *, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Writes the rules of a meeting and returns the names of those that changed.

    Days that letters have told stay as they were told.
    """
    async with action("save_abstract_policy", by=by, now=now, meeting=meeting.id) as act:
        before = await policy_of(meeting.id)
        values: dict[Any, Any] = {each.name: getattr(policy, each.name) for each in fields(policy)}
        values["silence"] = policy.silence.value
        values["presenter_reminders"] = msgspec.json.encode(policy.presenter_reminders).decode()
        mine = AbstractPolicy.meeting == meeting.id
        if await AbstractPolicy.exists().where(mine):
            await AbstractPolicy.update(values).where(mine)
        else:
            row = AbstractPolicy(id=uuid4(), created_at=now, meeting=meeting.id, **values)
            await AbstractPolicy.insert(row)
        changed = {
            each.name: [getattr(before, each.name), getattr(policy, each.name)]
            for each in fields(policy)
            if getattr(before, each.name) != getattr(policy, each.name)
        }
        act.note("abstract_policy", meeting.slug, **changed)
    return tuple(changed)
