"""Setting doors up: by a supervisor, one by one or as the programme proposes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from badges.doors.proposing import PointDraft, Proposal
from badges.doors.rules import Door
from badges.tables import CheckPoint
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.price_forms import key_of

RESERVED = frozenset({"new", "propose"})  # addresses beside the doors' own


async def create_point(meeting: MeetingInfo, draft: PointDraft, *, by: Actor, now: datetime) -> str:
    """A new door; its key, made of its title, stays whatever the title becomes."""
    async with action("create_point", by=by, now=now, meeting=meeting.id) as act:
        return await _insert(meeting, draft, await _taken(meeting), act)


async def apply_proposals(
    meeting: MeetingInfo, proposals: Iterable[Proposal], *, by: Actor, now: datetime
) -> int:
    """The chosen proposals, all in one transaction; how many doors there are more."""
    async with action("apply_point_proposals", by=by, now=now, meeting=meeting.id) as act:
        taken = set(await _taken(meeting))
        made = [await _insert(meeting, each.draft, taken, act) for each in proposals]
    return len(made)


async def _taken(meeting: MeetingInfo) -> set[str]:
    query = CheckPoint.select(CheckPoint.key).where(CheckPoint.meeting == meeting.id)
    return {*RESERVED, *await query.output(as_list=True)}


async def _insert(
    meeting: MeetingInfo, draft: PointDraft, taken: Collection[str], act: Action
) -> str:
    key = key_of(draft.title, taken, "door")
    row = CheckPoint(id=uuid4(), created_at=act.now, meeting=meeting.id, key=key, **_columns(draft))
    await CheckPoint.insert(row)
    act.note("check_point", key, title=draft.title, of_kind=draft.kind.value)
    if isinstance(taken, set):
        taken.add(key)
    return key


def _columns(draft: PointDraft) -> dict[str, Any]:
    own = {"kind": draft.kind.value, "categories": json.dumps(sorted(draft.categories))}
    return {**asdict(draft), **own}


async def change_point(door: Door, draft: PointDraft, *, by: Actor, now: datetime) -> None:
    """Another title, rule or capacity; scans that were answered stay as they were."""
    async with action("change_point", by=by, now=now, meeting=door.meeting) as act:
        columns: dict[Any, Any] = _columns(draft)
        await CheckPoint.update(columns).where(CheckPoint.id == door.id)
        act.note("check_point", door.key, **columns)
