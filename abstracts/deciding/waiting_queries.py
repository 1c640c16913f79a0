"""The ranked waiting list, and the places that became free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from abstracts.deciding.ranking import RankedRow, ranking_of
from abstracts.deciding.scope import Scope
from abstracts.deciding.waiting_rules import FreePlace, Promotion, Waiting, next_for
from abstracts.tables import Abstract
from abstracts.vocabulary import AbstractState, Decision
from conference.web.marks import unmarked

LEFT = (AbstractState.DECLINED, AbstractState.FORFEITED, AbstractState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class FreedPlace:
    """A place that somebody gave back, and who is next for it."""

    place: FreePlace
    title: str
    state: AbstractState
    promotion: Promotion | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The list in its order, and the free places, each with a proposal."""

    rows: tuple[RankedRow, ...]
    freed: tuple[FreedPlace, ...]


async def waiting_list(meeting: UUID, scope: Scope) -> WaitingList:
    """Who waits, in order, and what has become free; a fixed number of statements.

    Proposals leave out what the viewer has a conflict with (V03); no place gets the same abstract
    as another.
    """
    rows = await ranking_of(meeting, scope)
    policy = await policy_of(meeting)
    waits = [row for row in rows if row.state is AbstractState.WAITLISTED]
    waits.sort(key=lambda row: (row.waiting_rank or len(rows), row.code))
    left = await places_left(meeting)
    talks = _talks(rows, policy)
    open_rows = [row for row in waits if scope.may_decide(row.id, row.topic)]
    freed: list[FreedPlace] = []
    given: set[str] = set()
    for place, title, state in left:
        candidates = [_waiting(row) for row in open_rows if row.code not in given]
        promotion = next_for(place, candidates, talks)
        if promotion:
            given.add(promotion.code)
        freed.append(FreedPlace(place, title, state, promotion))
    return WaitingList(tuple(waits), tuple(freed))


async def places_left(meeting: UUID) -> list[tuple[FreePlace, str, AbstractState]]:
    """What left after it was accepted and nobody has replaced yet; two statements.

    Who took a place and left again gives back that one place, under their own reference.
    """
    rows = (
        await Abstract.select(
            Abstract.code,
            Abstract.title,
            Abstract.state,
            Abstract.left_as,
            Abstract.topic.code.as_alias("topic"),
        )
        .where(
            Abstract.meeting == meeting,
            Abstract.left_as != "",
            Abstract.state.is_in([each.value for each in LEFT]),
        )
        .order_by(Abstract.code)
    )
    replaced = await Abstract.select(Abstract.replaces).where(
        Abstract.meeting == meeting,
        Abstract.replaces != "",
        Abstract.state.is_in([each.value for each in (AbstractState.ACCEPTED, *LEFT)]),
    )
    filled = {row["replaces"] for row in replaced}
    return [
        (
            FreePlace(row["code"], Decision(row["left_as"]), row["topic"] or ""),
            unmarked(row["title"]),
            AbstractState(row["state"]),
        )
        for row in rows
        if row["code"] not in filled
    ]


def _talks(rows: Sequence[RankedRow], policy: AbstractPolicyInfo) -> dict[str, str]:
    """Person -> the abstract with which they have a talk."""
    if not policy.has_one_talk:
        return {}
    kinds = {Decision.ORAL, Decision.LIGHTNING} if policy.is_lightning_a_talk else {Decision.ORAL}
    return {row.speaker: row.code for row in rows if row.speaker and row.decision in kinds}


def _waiting(row: RankedRow) -> Waiting:
    return Waiting(
        row.code, row.waiting_rank or 0, row.topic, row.speaker, row.presenter, row.barred
    )
