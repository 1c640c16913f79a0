"""Setting rounds of reviewing up, with defaults that suit a society of some hundred abstracts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from abstracts import queries
from abstracts.reviewers.errors import RoundInUse, UnknownRound
from abstracts.reviewers.rounds import RoundInfo, round_of_key, rounds_of
from abstracts.tables.review import Assignment, Criterion, ReviewRound
from abstracts.vocabulary import CallKind, RoundKind
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo, MilestoneKey
from conference.orm import Action, Actor, action

READING_TIME = timedelta(weeks=5)
BEFORE_DECISIONS = timedelta(days=7)


async def default_round(meeting: MeetingInfo, now: datetime) -> RoundInfo:
    """A round for the regular calls: from their closing until a week before the decisions (V01).

    Three reviews each, two at least, at most forty a reviewer, blind (V02).
    """
    calls = [each for each in await queries.calls(meeting.id) if each.kind is CallKind.REGULAR]
    opens = max((call.closes_at for call in calls), default=now)
    decisions = next(
        (m.at for m in await meetings.milestones(meeting.id) if m.key == MilestoneKey.DECISIONS),
        None,
    )
    closes = opens + READING_TIME
    if decisions and opens < decisions - BEFORE_DECISIONS:
        closes = decisions - BEFORE_DECISIONS
    return RoundInfo(
        id=uuid4(),
        meeting=meeting.id,
        key="regular",
        title="Review of abstracts",
        kind=RoundKind.ABSTRACTS,
        calls=frozenset(call.id for call in calls),
        award=None,
        opens_at=opens,
        closes_at=closes,
        zone=meeting.zone,
    )


async def save_round(round_: RoundInfo, *, by: Actor, now: datetime) -> None:
    """Opens a round, or changes the one of this id with all its criteria."""
    async with action("save_round", by=by, now=now, meeting=round_.meeting) as act:
        values = _values(round_)
        if await ReviewRound.exists().where(ReviewRound.id == round_.id):
            await ReviewRound.update(values).where(ReviewRound.id == round_.id)
            await Criterion.delete().where(Criterion.round == round_.id)
        else:
            known = await rounds_of(round_.meeting)
            await ReviewRound.insert(
                ReviewRound(
                    id=round_.id,
                    created_at=now,
                    meeting=round_.meeting,
                    key=round_.key,
                    position=len(known),
                    **values,
                )
            )
        await _write_criteria(act, round_)
        act.note(
            "review_round", round_.key, title=round_.title, closes_at=round_.closes_at,
            blind=round_.blind.value, criteria=[each.title for each in round_.criteria],
        )  # fmt: skip


async def remove_round(meeting: UUID, key: str, *, by: Actor, now: datetime) -> None:
    """Takes away a round in which nobody was given anything. Raises UnknownRound, RoundInUse."""
    found = await round_of_key(meeting, key)
    if found is None:
        raise UnknownRound
    async with action("remove_round", by=by, now=now, meeting=meeting) as act:
        if await Assignment.exists().where(Assignment.round == found.id):
            raise RoundInUse("Take its assignments back first; reviews that were sent stay.")
        await Criterion.delete().where(Criterion.round == found.id)
        await ReviewRound.delete().where(ReviewRound.id == found.id)
        act.note("review_round", key, removed=found.title)


def _values(round_: RoundInfo) -> dict[Any, Any]:
    plain = (
        "title", "opens_at", "closes_at", "zone", "lowest", "highest", "reviews_wanted",
        "reviews_least", "load_cap", "disagreement", "is_same_institution_barred", "instructions",
    )  # fmt: skip
    return {
        "kind": round_.kind.value,
        "calls": msgspec.json.encode(sorted(round_.calls)).decode(),
        "award": str(round_.award or ""),
        "blind": round_.blind.value,
        "others": round_.others.value,
        "counted": round_.counted.value,
        **{name: getattr(round_, name) for name in plain},
    }


async def _write_criteria(act: Action, round_: RoundInfo) -> None:
    rows = [
        Criterion(
            created_at=act.now,
            round=round_.id,
            key=each.key,
            title=each.title,
            hint=each.hint,
            weight=each.weight,
            position=position,
        )
        for position, each in enumerate(round_.criteria)
    ]
    if rows:
        await Criterion.insert(*rows)
