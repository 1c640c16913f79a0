"""The calls of a meeting and the topics that may be chosen."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from abstracts.calls.rules import (
    CallRules,
    CallState,
    Statement,
    call_state,
    possible_presentations,
)
from abstracts.length import LengthPolicy, describe_policy
from abstracts.states import is_call_open
from abstracts.tables import Abstract, Call, CallExtension, LateLink, Topic
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule
from conference.meetings import queries as meetings
from conference.meetings.rules import Extension, MilestoneInfo, MilestoneKey

# The calls that close with a deadline of the meeting, by key.
_CLOSING = {
    "regular": MilestoneKey.ABSTRACT_CLOSE,
    "late_breaking": MilestoneKey.LATE_BREAKING_CLOSE,
}
_DECISIONS = msgspec.json.Decoder(tuple[Decision, ...])
_WORDS = msgspec.json.Decoder(tuple[str, ...])
_STATEMENTS = msgspec.json.Decoder(tuple[Statement, ...])
_ASKED = msgspec.json.Decoder(tuple[Asked, ...])
_PLAIN = (
    "id", "key", "title", "position", "opens_at", "max_authors", "is_figure_allowed", "has_awards",
    "fee_member", "fee_other", "max_talks", "max_abstracts", "is_hidden",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopicInfo:
    """A subject that authors choose; its code is what a manuscript keeps."""

    id: UUID
    code: str
    title: str
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class CallInfo:
    """One call: its deadline, the zone in which it was promised, what it asks for (A02, A06-A11).

    Fees are gross, in minor units of the meeting's currency. `late_until` is until when a late link
    lets the person write for whom the call was read.
    """

    id: UUID
    kind: CallKind
    title: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    policy: LengthPolicy
    max_authors: int
    extensions: tuple[Extension, ...] = ()
    key: str = "regular"
    position: int = 0
    presentations: tuple[Decision, ...] = ()
    headings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    asks: tuple[Asked, ...] = ()
    disclosures: DisclosureRule = DisclosureRule.NONE
    is_figure_allowed: bool = False
    has_awards: bool = False
    fee_member: int = 0
    fee_other: int = 0
    max_talks: int | None = None
    max_abstracts: int | None = None
    is_hidden: bool = False
    milestone: MilestoneInfo | None = None
    late_until: datetime | None = None
    late_link: UUID | None = None

    @property
    def length_sentence(self) -> str:
        """What may be sent, and what counts towards it."""
        return describe_policy(self.policy)

    @property
    def last_moment(self) -> datetime:
        """Until when this person may write: the deadline, or their late link's if that is later."""
        return max(self.closes_at, self.late_until) if self.late_until else self.closes_at

    def is_open(self, now: datetime) -> bool:
        """Whether abstracts may be written now."""
        return is_call_open(self.opens_at, self.last_moment, now)

    def state(self, now: datetime) -> CallState:
        """Where the call stands for everybody who has no late link."""
        return call_state(self.opens_at, self.closes_at, now)

    def rules(self, topic_codes: frozenset[str]) -> CallRules:
        """What this call allows, for the pure rules."""
        return CallRules(
            kind=self.kind,
            policy=self.policy,
            max_authors=self.max_authors,
            topics=topic_codes,
            presentations=self.presentations,
            headings=self.headings,
            statements=self.statements,
            asks=self.asks,
            disclosures=self.disclosures,
            is_figure_allowed=self.is_figure_allowed,
            has_awards=self.has_awards,
            max_talks=self.max_talks,
            max_abstracts=self.max_abstracts,
        )


async def calls(meeting: UUID) -> list[CallInfo]:
    """The calls of a meeting, hidden ones too, in the order the committee gave; four statements.

    A milestone of the meeting decides when its call closes, so that an extension moves both (A16).
    """
    rows = await Call.select().where(Call.meeting == meeting)
    own = (
        await CallExtension.select()
        .where(CallExtension.call.meeting == meeting)
        .order_by(CallExtension.created_at)
    )
    by_key = {each.key: each for each in await meetings.milestones(meeting)}
    found = [_call(row, by_key.get(_CLOSING.get(row["key"], "")), own) for row in rows]
    return sorted(found, key=lambda call: (call.position, call.closes_at, call.key))


async def call_by_id(meeting: UUID, call: UUID) -> CallInfo | None:
    """One call of the meeting."""
    return next((each for each in await calls(meeting) if each.id == call), None)


async def calls_for(meeting: UUID, person: UUID | None) -> list[CallInfo]:
    """The calls that a person may see, with what a late link grants them; six statements.

    A hidden call is seen by who has an abstract in it or a late link to it; others need its link.
    """
    found = await calls(meeting)
    if person is None:
        return [call for call in found if not call.is_hidden]
    late = await _late_links(meeting, person)
    rows = await Abstract.select(Abstract.call).where(
        Abstract.meeting == meeting, Abstract.submitter == person
    )
    mine = {row["call"] for row in rows} | late.keys()
    return [_late(call, late) for call in found if not call.is_hidden or call.id in mine]


async def call_for(meeting: UUID, call: UUID, person: UUID) -> CallInfo | None:
    """One call as this person may use it: whoever knows the id of a hidden call has its link."""
    found = await call_by_id(meeting, call)
    return _late(found, await _late_links(meeting, person)) if found else None


async def late_until(call: UUID, person: UUID) -> datetime | None:
    """Until when a late link lets this person write in the call; None without one."""
    rows = await LateLink.select(LateLink.closes_at).where(
        LateLink.call == call, LateLink.person == person, LateLink.revoked_at.is_null()
    )
    return max((row["closes_at"] for row in rows), default=None)


async def closing_milestone(meeting: UUID, key: str) -> MilestoneInfo | None:
    """The deadline of the meeting that closes the call of this key, if it has announced one."""
    found = await meetings.milestones(meeting)
    return next((each for each in found if each.key == _CLOSING.get(key)), None)


async def topics(meeting: UUID) -> list[TopicInfo]:
    """The topics of a meeting in the order in which the committee gave them."""
    rows = (
        await Topic.select(Topic.id, Topic.code, Topic.title, Topic.keywords)
        .where(Topic.meeting == meeting)
        .order_by(Topic.position)
        .order_by(Topic.code)
    )
    return [TopicInfo(**row) for row in rows]


async def _late_links(meeting: UUID, person: UUID) -> dict[UUID, tuple[datetime, UUID]]:
    """Call -> until when and by which link; of several the longest."""
    rows = (
        await LateLink.select(LateLink.id, LateLink.call, LateLink.closes_at)
        .where(
            LateLink.call.meeting == meeting,
            LateLink.person == person,
            LateLink.revoked_at.is_null(),
        )
        .order_by(LateLink.closes_at)
    )
    return {row["call"]: (row["closes_at"], row["id"]) for row in rows}


def _late(call: CallInfo, late: dict[UUID, tuple[datetime, UUID]]) -> CallInfo:
    until, link = late.get(call.id, (None, None))
    return replace(call, late_until=until, late_link=link)


def _call(
    row: dict[str, Any], milestone: MilestoneInfo | None, own: list[dict[str, Any]]
) -> CallInfo:
    kind = CallKind(row["kind"])
    return CallInfo(
        **{name: row[name] for name in _PLAIN},
        kind=kind,
        closes_at=milestone.at if milestone else row["closes_at"],
        zone=milestone.zone if milestone else row["zone"],
        policy=msgspec.json.decode(row["length_policy"], type=LengthPolicy),
        extensions=milestone.extensions if milestone else _extensions(row["id"], own),
        presentations=possible_presentations(kind, _DECISIONS.decode(row["presentations"])),
        headings=_WORDS.decode(row["headings"]),
        statements=_STATEMENTS.decode(row["statements"]),
        asks=_ASKED.decode(row["asks"]),
        disclosures=DisclosureRule(row["disclosures"]),
        milestone=milestone,
    )


def _extensions(call: UUID, rows: list[dict[str, Any]]) -> tuple[Extension, ...]:
    return tuple(
        Extension(row["previous_at"], row["extended_to"], row["reason"], row["by_name"])
        for row in rows
        if row["call"] == call
    )
