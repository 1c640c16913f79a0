"""The awards of a meeting: window, money, rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.query.functions import Count

from abstracts.awards.errors import UnknownAward
from abstracts.awards.rules import AwardRules
from abstracts.queries.calls import CallInfo, calls
from abstracts.states import is_call_open
from abstracts.tables.awards import AwardApplication, AwardCycle, AwardExtension
from abstracts.tables.calls import Call
from abstracts.vocabulary import AwardState
from conference.meetings import queries as meetings
from conference.meetings.rules import Extension, MeetingInfo

_PLAIN = (
    "id", "meeting", "key", "title", "description", "position", "opens_at", "call", "amount",
    "pot", "places", "has_free_registration", "has_membership_year", "membership_type",
    "answer_days", "evaluated_at", "announced_at",
)  # fmt: skip

USUAL = AwardRules()


@dataclass(frozen=True, slots=True)
class CycleInfo:
    """One award at one meeting. Money is in minor units of the meeting's currency.

    `closes_at` is the deadline of its call where it is tied to one (A16).
    """

    id: UUID
    meeting: UUID
    key: str
    title: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    rules: AwardRules = USUAL
    description: str = ""
    position: int = 0
    call: UUID | None = None
    amount: int = 0
    pot: int | None = None
    places: int | None = None
    has_free_registration: bool = False
    free_categories: frozenset[str] = frozenset()
    has_membership_year: bool = False
    membership_type: str = ""
    answer_days: int = 10
    evaluated_at: datetime | None = None
    announced_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Applications come in [opens_at, closes_at): the server's clock, exact (N04)."""
        return is_call_open(self.opens_at, self.closes_at, now)

    def is_over(self, now: datetime) -> bool:
        """Whether the deadline has passed."""
        return now >= self.closes_at

    @property
    def is_evaluated(self) -> bool:
        """Whether the rules were applied since the deadline; an extension undoes that (W01)."""
        return self.evaluated_at is not None and self.evaluated_at >= self.closes_at

    @property
    def is_announced(self) -> bool:
        """Whether the winners are public."""
        return self.announced_at is not None

    def money(self, given: int) -> int:
        """What so many of these awards cost."""
        return self.amount * given


async def cycles_of(meeting: UUID) -> list[CycleInfo]:
    """The awards of a meeting in order; two statements, four more if one is tied to a call."""
    rows = (
        await AwardCycle.select()
        .where(AwardCycle.meeting == meeting)
        .order_by(AwardCycle.position)
        .order_by(AwardCycle.key)
    )
    own = (
        await AwardExtension.select()
        .where(AwardExtension.cycle.meeting == meeting)
        .order_by(AwardExtension.created_at)
    )
    tied = {c.id: c for c in await calls(meeting)} if any(r["call"] for r in rows) else {}
    return [_cycle(row, tied, own) for row in rows]


async def cycles_of_call(call: UUID) -> list[CycleInfo]:
    """The awards of the meeting to which a call belongs."""
    row = await Call.select(Call.meeting).where(Call.id == call).first()
    return await cycles_of(row["meeting"]) if row else []


async def cycles_by_id(ids: Collection[UUID]) -> dict[UUID, tuple[MeetingInfo, CycleInfo]]:
    """Awards of any meeting, with their meeting; a fixed number of statements for a meeting."""
    if not ids:
        return {}
    rows = await AwardCycle.select(AwardCycle.meeting).where(AwardCycle.id.is_in(list(ids)))
    known = await meetings.meetings_by_ids(list({row["meeting"] for row in rows}))
    return {
        cycle.id: (meeting, cycle)
        for meeting in known.values()
        for cycle in await cycles_of(meeting.id)
    }


async def cycle_of_key(meeting: UUID, key: str) -> CycleInfo:
    """One award by the key in its address. Raises UnknownAward."""
    found = next((each for each in await cycles_of(meeting) if each.key == key), None)
    if found is None:
        raise UnknownAward
    return found


async def count_applications(meeting: UUID) -> Mapping[UUID, Mapping[AwardState, int]]:
    """How many applications each award has in each state; one statement."""
    rows = (
        await AwardApplication.select(
            AwardApplication.cycle, AwardApplication.state, Count(alias="count")
        )
        .where(AwardApplication.cycle.meeting == meeting)
        .group_by(AwardApplication.cycle, AwardApplication.state)
    )
    order = list(AwardState)
    rows.sort(key=lambda row: order.index(AwardState(row["state"])))
    found: dict[UUID, dict[AwardState, int]] = {}
    for row in rows:
        found.setdefault(row["cycle"], {})[AwardState(row["state"])] = row["count"]
    return found


def encode_rules(rules: AwardRules) -> str:
    """The rules as they are stored."""
    return msgspec.json.encode(rules).decode()


def _cycle(
    row: dict[str, Any], tied: Mapping[UUID, CallInfo], own: list[dict[str, Any]]
) -> CycleInfo:
    call = tied.get(row["call"])
    return CycleInfo(
        **{name: row[name] for name in _PLAIN},
        closes_at=call.closes_at if call else row["closes_at"],
        zone=call.zone if call else row["zone"],
        rules=msgspec.json.decode(row["rules"], type=AwardRules),
        free_categories=frozenset(row["free_categories"].split()),
        extensions=call.extensions if call else _extensions(row["id"], own),
    )


def _extensions(cycle: UUID, rows: list[dict[str, Any]]) -> tuple[Extension, ...]:
    return tuple(
        Extension(row["previous_at"], row["extended_to"], row["reason"], row["by_name"])
        for row in rows
        if row["cycle"] == cycle
    )
