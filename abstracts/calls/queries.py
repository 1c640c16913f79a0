"""What the committee's pages of calls and topics show; each a fixed number of statements."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column
from piccolo.query.functions import Count

from abstracts.queries.calls import (
    CallInfo,
    TopicInfo,
    call_by_id,
    call_for,
    calls,
    calls_for,
    closing_milestone,
    late_until,
    topics,
)
from abstracts.tables import Abstract, LateLink, TopicChair
from abstracts.vocabulary import AbstractState
from conference.people import queries as people
from conference.people.rules import PersonInfo

__all__ = [
    "call_by_id",
    "call_for",
    "calls",
    "calls_for",
    "closing_milestone",
    "late_until",
    "topics",
]

OVER = (AbstractState.WITHDRAWN.value,)


@dataclass(frozen=True, slots=True)
class CallCount:
    """How many abstracts of a call are written, how many were submitted, how many are gone."""

    drafts: int = 0
    submitted: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """Everything that keeps a call from being removed."""
        return self.drafts + self.submitted + self.withdrawn


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a draft or a submitted abstract of a call, and which."""

    person: PersonInfo
    codes: tuple[str, ...]
    has_draft: bool


@dataclass(frozen=True, slots=True)
class TopicDetail:
    """A topic with who looks after it and how many abstracts chose it, first and second."""

    topic: TopicInfo
    chairs: tuple[PersonInfo, ...] = ()
    drafts: int = 0
    submitted: int = 0
    second: int = 0
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class LateLinkInfo:
    """A link for one who is late: for whom, until when, why, and what became of it."""

    id: UUID
    call: UUID
    for_name: str
    email: str
    closes_at: datetime
    reason: str
    by_name: str
    made_at: datetime
    person_name: str
    revoked_at: datetime | None
    codes: tuple[str, ...] = field(default=())

    def is_live(self, now: datetime) -> bool:
        """Whether it still opens the call."""
        return self.revoked_at is None and now < self.closes_at


async def count_calls(meeting: UUID) -> dict[UUID, CallCount]:
    """Call -> how many; one statement, calls without abstracts are left out."""
    by_call = await _states_by(meeting, Abstract.call)
    return {call: _count(states) for call, states in by_call.items()}


def _count(states: Counter[str]) -> CallCount:
    drafts, gone = states[AbstractState.DRAFT.value], states[AbstractState.WITHDRAWN.value]
    return CallCount(drafts, states.total() - drafts - gone, gone)


async def holders(call: UUID) -> list[Holder]:
    """Everybody with a draft or an abstract that is not withdrawn, by name; three statements."""
    rows = (
        await Abstract.select(Abstract.code, Abstract.submitter, Abstract.state)
        .where(Abstract.call == call, Abstract.state.not_in(list(OVER)))
        .order_by(Abstract.submitter.sort_key)
        .order_by(Abstract.code)
    )
    known = await people.people_by_ids({row["submitter"] for row in rows})
    mine: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        mine.setdefault(row["submitter"], []).append(row)
    return [
        Holder(
            known[person],
            tuple(row["code"] for row in held),
            any(row["state"] == AbstractState.DRAFT.value for row in held),
        )
        for person, held in mine.items()
    ]


async def topic_details(meeting: UUID) -> list[TopicDetail]:
    """The topics with chairs and numbers; five statements."""
    chairs = (
        await TopicChair.select(TopicChair.topic, TopicChair.person)
        .where(TopicChair.topic.meeting == meeting)
        .order_by(TopicChair.position)
    )
    known = await people.people_by_ids({row["person"] for row in chairs})
    first = await _states_by(meeting, Abstract.topic)
    second = await _states_by(meeting, Abstract.second_topic)
    found = []
    for topic in await topics(meeting):
        mine, others = first.get(topic.id, Counter()), second.get(topic.id, Counter())
        found.append(
            TopicDetail(
                topic,
                tuple(known[row["person"]] for row in chairs if row["topic"] == topic.id),
                _count(mine).drafts,
                _count(mine).submitted,
                _count(others).submitted,
                bool(mine or others),
            )
        )
    return found


async def _states_by(meeting: UUID, column: Column) -> dict[UUID, Counter[str]]:
    name = column._meta.name
    rows = (
        await Abstract.select(column, Abstract.state, Count())
        .where(Abstract.meeting == meeting, column.is_not_null())
        .group_by(column, Abstract.state)
    )
    found: dict[UUID, Counter[str]] = {}
    for row in rows:
        found.setdefault(row[name], Counter())[row["state"]] = int(row["count"])
    return found


async def late_links(call: UUID) -> list[LateLinkInfo]:
    """The late links of a call, the newest first, with what was written by them; two statements."""
    rows = (
        await LateLink.select(
            *LateLink.all_columns(), LateLink.person.registered_name.as_alias("person_name")
        )
        .where(LateLink.call == call)
        .order_by(LateLink.created_at, ascending=False)
    )
    written = await Abstract.select(Abstract.code, Abstract.late_link).where(
        Abstract.call == call, Abstract.late_link.is_not_null()
    )
    return [
        _link(row, tuple(each["code"] for each in written if each["late_link"] == row["id"]))
        for row in rows
    ]


def _link(row: dict[str, Any], codes: tuple[str, ...] = ()) -> LateLinkInfo:
    return LateLinkInfo(
        id=row["id"],
        call=row["call"],
        for_name=row["for_name"],
        email=row["email"],
        closes_at=row["closes_at"],
        reason=row["reason"],
        by_name=row["by_name"],
        made_at=row["created_at"],
        person_name=row["person_name"] or "",
        revoked_at=row["revoked_at"],
        codes=codes,
    )


async def late_link_of(meeting: UUID, digest: str) -> tuple[LateLinkInfo, CallInfo] | None:
    """The live link of this digest, with its call; None for one that was revoked."""
    row = (
        await LateLink.select(
            *LateLink.all_columns(), LateLink.person.registered_name.as_alias("person_name")
        )
        .where(
            LateLink.digest == digest,
            LateLink.call.meeting == meeting,
            LateLink.revoked_at.is_null(),
        )
        .first()
    )
    call = await call_by_id(meeting, row["call"]) if row else None
    return (_link(row), call) if row and call else None
