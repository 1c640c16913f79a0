"""The calls of a meeting and the topics that may be chosen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from abstracts.length import LengthPolicy, describe_policy
from abstracts.rules import CallRules, is_call_open
from abstracts.tables import Call, Topic
from abstracts.vocabulary import CallKind
from conference.meetings import queries as meetings
from conference.meetings.rules import Extension, MilestoneInfo, MilestoneKey

_CLOSING = {
    CallKind.REGULAR: MilestoneKey.ABSTRACT_CLOSE,
    CallKind.LATE_BREAKING: MilestoneKey.LATE_BREAKING_CLOSE,
}


@dataclass(frozen=True, slots=True)
class TopicInfo:
    """A subject that authors choose; its code is what a manuscript keeps."""

    id: UUID
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class CallInfo:
    """One call with its deadline, the zone in which it was promised, and how it was extended."""

    id: UUID
    kind: CallKind
    title: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    policy: LengthPolicy
    max_authors: int
    extensions: tuple[Extension, ...] = ()

    @property
    def length_sentence(self) -> str:
        """What may be sent, and what counts towards it."""
        return describe_policy(self.policy)

    def is_open(self, now: datetime) -> bool:
        """Whether abstracts may be written now."""
        return is_call_open(self.opens_at, self.closes_at, now)

    def rules(self, topic_codes: frozenset[str]) -> CallRules:
        """What this call allows, for the pure rules."""
        return CallRules(self.kind, self.policy, self.max_authors, topic_codes)


async def calls(meeting: UUID) -> list[CallInfo]:
    """The calls of a meeting in order of closing.

    A milestone of the meeting decides when its call closes, so that an extension moves both (A16).
    """
    rows = await Call.select().where(Call.meeting == meeting)
    by_key = {each.key: each for each in await meetings.milestones(meeting)}
    found = [_call(row, by_key) for row in rows]
    return sorted(found, key=lambda call: call.closes_at)


async def call_by_id(meeting: UUID, call: UUID) -> CallInfo | None:
    """One call of the meeting."""
    return next((each for each in await calls(meeting) if each.id == call), None)


async def closing_milestone(meeting: UUID, kind: CallKind) -> MilestoneInfo | None:
    """The deadline of the meeting that closes calls of this kind, if it has announced one."""
    found = await meetings.milestones(meeting)
    return next((each for each in found if each.key == _CLOSING[kind]), None)


async def topics(meeting: UUID) -> list[TopicInfo]:
    """The topics of a meeting in the order in which the committee gave them."""
    rows = (
        await Topic.select(Topic.id, Topic.code, Topic.title)
        .where(Topic.meeting == meeting)
        .order_by(Topic.position)
        .order_by(Topic.code)
    )
    return [TopicInfo(**row) for row in rows]


def _call(row: dict[str, Any], milestones: dict[str, MilestoneInfo]) -> CallInfo:
    kind = CallKind(row["key"])
    milestone = milestones.get(_CLOSING[kind])
    return CallInfo(
        id=row["id"],
        kind=kind,
        title=row["title"],
        opens_at=row["opens_at"],
        closes_at=milestone.at if milestone else row["closes_at"],
        zone=milestone.zone if milestone else row["zone"],
        policy=msgspec.json.decode(row["length_policy"], type=LengthPolicy),
        max_authors=row["max_authors"],
        extensions=milestone.extensions if milestone else (),
    )
