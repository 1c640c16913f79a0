"""Setting doors up: by a supervisor, one by one or as the programme proposes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from badges.doors.door import Door
from badges.doors.proposing import PointDraft, Proposal
from badges.tables import CheckPoint
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.price_forms import key_of

RESERVED = frozenset({"new", "propose"})  # addresses beside the doors' own


async def create_point(meeting: MeetingInfo, draft: PointDraft, *, by: Actor, now: datetime) -> str:
    """A new door; its key, made of its title, stays whatever the title becomes."""
    async with action("create_point", by=by, now=now, meeting=meeting.id) as act:
        (key,) = await _insert(meeting, [draft], act)
    return key


async def apply_proposals(
    meeting: MeetingInfo, proposals: Iterable[Proposal], *, by: Actor, now: datetime
) -> int:
    """The chosen proposals, all in one transaction; how many doors there are more."""
    async with action("apply_point_proposals", by=by, now=now, meeting=meeting.id) as act:
        made = await _insert(meeting, [each.draft for each in proposals], act)
    return len(made)


async def _insert(meeting: MeetingInfo, drafts: Iterable[PointDraft], act: Action) -> list[str]:
    """The keys of the new doors; two statements, however many."""
    query = CheckPoint.select(CheckPoint.key).where(CheckPoint.meeting == meeting.id)
    taken = {*RESERVED, *await query.output(as_list=True)}
    made: dict[str, CheckPoint] = {}
    for draft in drafts:
        key = key_of(draft.title, taken | set(made), "door")
        made[key] = CheckPoint(
            id=uuid4(), created_at=act.now, meeting=meeting.id, key=key, **_columns(draft)
        )
        act.note("check_point", key, title=draft.title, of_kind=draft.kind.value)
    if made:
        await CheckPoint.insert(*made.values())
    return list(made)


def _columns(draft: PointDraft) -> dict[str, Any]:
    own = {
        "kind": draft.kind.value,
        "how_often": draft.how_often.value,
        "categories": json.dumps(sorted(draft.categories)),
    }
    return {**asdict(draft), **own}


async def change_point(door: Door, draft: PointDraft, *, by: Actor, now: datetime) -> None:
    """Another title, rule or capacity; scans that were answered stay as they were."""
    async with action("change_point", by=by, now=now, meeting=door.meeting) as act:
        columns: dict[Any, Any] = _columns(draft)
        await CheckPoint.update(columns).where(CheckPoint.id == door.id)
        act.note("check_point", door.key, **columns)
