"""Opening a call and naming its topics."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.columns import Column

from abstracts.length import LengthPolicy
from abstracts.tables import Call, Topic
from abstracts.vocabulary import CallKind
from conference.orm import Actor, action


@dataclass(frozen=True, slots=True)
class NewCall:
    """A window for abstracts of one kind; [opens_at, closes_at) in UTC."""

    kind: CallKind
    title: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    policy: LengthPolicy = field(default_factory=LengthPolicy)
    max_authors: int = 20


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic that authors may choose."""

    code: str
    title: str


async def open_call(*, meeting: UUID, call: NewCall, by: Actor, now: datetime) -> UUID:
    """Opens a call, or changes the meeting's call of that kind; one a kind (A06)."""
    values: dict[Column | str, Any] = {
        Call.title: call.title,
        Call.opens_at: call.opens_at,
        Call.closes_at: call.closes_at,
        Call.zone: call.zone,
        Call.length_policy: msgspec.json.encode(call.policy).decode(),
        Call.max_authors: call.max_authors,
    }
    async with action("open_call", by=by, now=now, meeting=meeting) as act:
        known = await Call.select(Call.id).where(
            Call.meeting == meeting, Call.key == call.kind.value
        )
        if known:
            await Call.update(values).where(Call.id == known[0]["id"])
            call_id: UUID = known[0]["id"]
        else:
            call_id = uuid4()
            row = Call(id=call_id, created_at=now, meeting=meeting, key=call.kind.value)
            for column, value in values.items():
                setattr(row, _name_of(column), value)
            await Call.insert(row)
        act.note("call", call.kind.value, closes_at=call.closes_at, zone=call.zone)
    return call_id


async def set_topics(
    *, meeting: UUID, topics: Sequence[NewTopic], by: Actor, now: datetime
) -> None:
    """Names the topics in this order; one that is left out stays, since abstracts may have it."""
    async with action("set_topics", by=by, now=now, meeting=meeting) as act:
        known = await Topic.select(Topic.id, Topic.code).where(Topic.meeting == meeting)
        ids = {row["code"]: row["id"] for row in known}
        for position, topic in enumerate(topics):
            if topic.code in ids:
                await Topic.update({Topic.title: topic.title, Topic.position: position}).where(
                    Topic.id == ids[topic.code]
                )
            else:
                await Topic.insert(
                    Topic(
                        meeting=meeting,
                        code=topic.code,
                        title=topic.title,
                        position=position,
                        created_at=now,
                    )
                )
        act.note("meeting", meeting, topics=[topic.code for topic in topics])


def _name_of(column: Column | str) -> str:
    return column if isinstance(column, str) else column._meta.name
