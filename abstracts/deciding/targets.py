"""How many of each kind the committee wants (V05): stored, or the default shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.query.functions import Count

from abstracts.deciding.proposing import ALL, default_targets
from abstracts.deciding.ranking import RANKED, RankedRow
from abstracts.queries.calls import topics
from abstracts.tables import Abstract
from abstracts.tables.deciding import DecisionTarget
from abstracts.vocabulary import Decision
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action

Targets = Mapping[tuple[str, Decision], int]
_TARGET: Any = DecisionTarget


async def stored_targets(meeting: UUID) -> dict[tuple[str, Decision], int]:
    """(topic's code, decision) -> how many; only what the committee has set; one statement."""
    rows = await DecisionTarget.select(
        DecisionTarget.decision, DecisionTarget.wanted, _TARGET.topic.code.as_alias("topic")
    ).where(DecisionTarget.meeting == meeting)
    return {(row["topic"] or ALL, Decision(row["decision"])): row["wanted"] for row in rows}


def targets_for(stored: Targets, rows: Iterable[RankedRow]) -> dict[tuple[str, Decision], int]:
    """The targets that hold: what is stored, and default shares where nothing at all is (V05)."""
    return dict(stored) or default_targets(Counter(row.topic for row in rows))


async def suggested_targets(meeting: UUID) -> dict[tuple[str, Decision], int]:
    """The default shares of what may be decided now (V05); one statement."""
    rows = (
        await Abstract.select(Abstract.topic.code.as_alias("topic"), Count(alias="count"))
        .where(Abstract.meeting == meeting, Abstract.state.is_in([each.value for each in RANKED]))
        .group_by(Abstract.topic.code)
    )
    return default_targets({row["topic"] or "-": row["count"] for row in rows})


async def set_targets(meeting: MeetingInfo, wanted: Targets, *, by: Actor, now: datetime) -> None:
    """Replaces the targets of a meeting; one that is not named is no limit."""
    async with action("set_decision_targets", by=by, now=now, meeting=meeting.id) as act:
        ids = {each.code: each.id for each in await topics(meeting.id)}
        await DecisionTarget.delete().where(DecisionTarget.meeting == meeting.id)
        rows = [
            DecisionTarget(
                id=uuid4(),
                created_at=now,
                meeting=meeting.id,
                topic=ids[topic] if topic else None,
                decision=decision.value,
                wanted=number,
            )
            for (topic, decision), number in wanted.items()
            if not topic or topic in ids
        ]
        if rows:
            await DecisionTarget.insert(*rows)
        act.note("decision_targets", meeting.slug, targets=len(rows))
