"""Withdrawing an abstract (A13, situation 5)."""

from __future__ import annotations

from datetime import datetime

from abstracts.actions.storing import lock_abstract
from abstracts.actions.writing import Desk
from abstracts.changes.letters import (
    Post,
    authors_of,
    chairs_as_readers,
    committee_of,
    submitter_of,
)
from abstracts.changes.programme import PlannedPlace, vacate
from abstracts.changes.reading import Hand, changeable
from abstracts.changes.rules import is_named_in_book
from abstracts.deciding.policy import policy_of
from abstracts.errors import NotPossible
from abstracts.queries.one import AbstractDetail
from abstracts.states import next_state
from abstracts.tables import Abstract
from abstracts.tables.deciding import HeldDecision
from abstracts.vocabulary import STATE_WORDS, AbstractEvent, AbstractState
from conference.orm import Action, action

TOLD_TO_COMMITTEE = (AbstractState.ACCEPTED, AbstractState.WAITLISTED)


async def withdraw_abstract(
    desk: Desk | Hand, code: str, now: datetime, *, reason: str = ""
) -> PlannedPlace | None:
    """Withdraws an abstract for good; no reference and no number is reused (A13).

    Its place in the draft stays, marked; co-authors, the session's chairs and, once it was
    decided, the committee hear of it at once. Returns that place. Raises UnknownAbstract, NotYours,
    NotPossible.
    """
    hand = (
        desk if isinstance(desk, Hand) else Hand(desk.meeting, desk.person, desk.by, desk.base_url)
    )
    async with action(
        "withdraw_abstract", by=hand.by, now=now, meeting=hand.meeting.id, reason=reason
    ) as act:
        await lock_abstract(hand.meeting.id, code)
        abstract = await changeable(hand, code)
        if next_state(abstract.state, AbstractEvent.WITHDRAW) is None:
            word = STATE_WORDS[abstract.state].lower()
            raise NotPossible(f"An abstract that is {word} cannot be withdrawn.")
        place = await vacate(act, abstract.id, "withdrawn")
        await _write(act, abstract, reason)
        if abstract.submitted_at:
            await _tell(act, hand, abstract, reason, place)
    return place


def _hand(desk: Desk | Hand) -> Hand:
    if isinstance(desk, Hand):
        return desk
    return Hand(desk.meeting, desk.person, desk.by, desk.base_url)


async def _write(act: Action, abstract: AbstractDetail, reason: str) -> None:
    await Abstract.update(
        {
            Abstract.state: AbstractState.WITHDRAWN.value,
            Abstract.decision: "",
            Abstract.left_as: abstract.decision.value if abstract.decision else "",
            Abstract.waiting_rank: None,
            Abstract.withdrawn_at: act.now,
            Abstract.withdrawal_reason: reason,
        }
    ).where(Abstract.id == abstract.id)
    await HeldDecision.delete().where(HeldDecision.abstract == abstract.id)
    act.note(
        "abstract",
        abstract.code,
        state=[abstract.state, AbstractState.WITHDRAWN],
        decision=[abstract.decision, None],
    )


async def _tell(
    act: Action, hand: Hand, abstract: AbstractDetail, reason: str, place: PlannedPlace | None
) -> None:
    # Who is several of these gets one letter: the last one names what concerns them most.
    readers = [*await chairs_as_readers(place.chairs)] if place else []
    if place or abstract.state in TOLD_TO_COMMITTEE:
        readers += await committee_of(hand.meeting.id)
    readers += [*authors_of(abstract), *await submitter_of(abstract)]
    policy = await policy_of(hand.meeting.id)
    await Post(act, hand.meeting, hand.base_url, abstract).send_all(
        "withdrawn",
        readers,
        f"Abstract {abstract.code} withdrawn",
        reason=reason,
        place=place,
        by=hand.by.name,
        is_own=abstract.submitter == hand.person,
        is_named=is_named_in_book(act.now, policy.frozen_at),
    )
