"""Holding decisions: by a proposal or by hand; nobody outside the committee learns of it (V07)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from abstracts.deciding.errors import NotYours, SeenOtherwise
from abstracts.deciding.held import Held, digest_of_held, held_of
from abstracts.deciding.ranking import RankedRow, ranking_of
from abstracts.deciding.scope import Scope
from abstracts.states import next_state
from abstracts.tables import Abstract
from abstracts.tables.deciding import HeldDecision
from abstracts.vocabulary import OUTCOME_WORDS, AbstractEvent, Decision, Outcome
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.web.problems import Invalid

MANY = 1_000
HELD_KIND = "held_decision"  # in the audit trail: from what to what, for the committee
EVENTS = {
    Outcome.ORAL: AbstractEvent.ACCEPT,
    Outcome.LIGHTNING: AbstractEvent.ACCEPT,
    Outcome.POSTER: AbstractEvent.ACCEPT,
    Outcome.WAITLISTED: AbstractEvent.WAITLIST,
    Outcome.REJECTED: AbstractEvent.REJECT,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be held for an abstract; `outcome` None: nothing any more.

    `was`: what the person saw held for it when they chose.
    """

    code: str
    outcome: Outcome | None
    why: str
    note: str = ""
    is_by_hand: bool = True
    waiting_rank: int | None = None
    was: Outcome | None = None


async def hold_decisions(
    meeting: MeetingInfo,
    choices: Sequence[Choice],
    scope: Scope,
    *,
    by: Actor,
    now: datetime,
    seen: str | None = None,
) -> int:
    """Holds what was chosen and returns how many changed; all of them or none.

    `seen` is the digest of everything held, for choices that rest on all of it, as a proposal's
    do; None: each choice says what it `was`, and others may decide other abstracts meanwhile.
    Raises SeenOtherwise when others were quicker, NotYours outside of the scope or in a conflict
    (V03), and Invalid with a sentence for an abstract that cannot become that (A06, V05).
    """
    verb = "decide_by_hand" if any(each.is_by_hand for each in choices) else "hold_proposal"
    async with action(verb, by=by, now=now, meeting=meeting.id) as act:
        await lock_abstracts(meeting.id)
        rows = {row.code: row for row in await ranking_of(meeting.id, scope)}
        held = await held_of(meeting.id)
        if seen is None:
            _refuse_overtaken(choices, rows)
        elif seen != digest_of_held(held.values()):
            raise SeenOtherwise
        changed = [each for each in choices if _is_new(each, rows, scope)]
        await _write(act, [(rows[each.code], each) for each in changed], by)
    return len(changed)


async def drop_held(act: Action, abstracts: Collection[UUID]) -> None:
    """A part of an action that takes abstracts out: nothing is held for one that is withdrawn."""
    ids = list(abstracts)
    for start in range(0, len(ids), MANY):
        await HeldDecision.delete().where(HeldDecision.abstract.is_in(ids[start : start + MANY]))


def refusal(row: RankedRow, outcome: Outcome) -> str:
    """Why this cannot be held for the abstract; "" if it can (A06, V05)."""
    word = OUTCOME_WORDS[outcome].lower()
    if outcome in _DECISIONS and (why := row.barred.get(Decision(outcome.value))):
        return f"{row.code} cannot become a {word}: {why}."
    if outcome is row.released_outcome:
        return f"The authors of {row.code} were told “{word}” already."
    if next_state(row.state, EVENTS[outcome]) is None:
        return f"{row.code} is {row.state} and cannot become “{word}”."
    return ""


_DECISIONS = {each.value for each in Decision}


def _refuse_overtaken(choices: Sequence[Choice], rows: dict[str, RankedRow]) -> None:
    for each in choices:
        row = rows.get(each.code)
        now = row.held.outcome if row and row.held else None
        if row and not row.is_conflicted and now not in (each.was, each.outcome):
            raise SeenOtherwise


def _is_new(choice: Choice, rows: dict[str, RankedRow], scope: Scope) -> bool:
    row = rows.get(choice.code)
    if row is None or not scope.may_decide(row.id, row.topic):
        raise NotYours(f"{choice.code} is not for you to decide.")
    if choice.outcome and (why := refusal(row, choice.outcome)):
        raise Invalid(why, errors={f"d-{choice.code}": why})
    return not _is_same(choice, row.held)


def _is_same(choice: Choice, held: Held | None) -> bool:
    if held is None:
        return choice.outcome is None
    kept = (held.outcome, held.note, held.is_by_hand, held.why, held.waiting_rank)
    return kept == (
        choice.outcome, choice.note, choice.is_by_hand, choice.why, choice.waiting_rank
    )  # fmt: skip


async def _write(act: Action, pairs: Sequence[tuple[RankedRow, Choice]], by: Actor) -> None:
    await drop_held(act, [row.id for row, _ in pairs])
    new = [
        HeldDecision(
            id=uuid4(),
            created_at=act.now,
            abstract=row.id,
            outcome=each.outcome.value,
            waiting_rank=each.waiting_rank,
            note=each.note,
            why=each.why[:250],
            is_by_hand=each.is_by_hand,
            by_name=by.name,
        )
        for row, each in pairs
        if each.outcome
    ]
    for start in range(0, len(new), MANY):
        await HeldDecision.insert(*new[start : start + MANY])
    for row, each in pairs:
        # A kind of its own: the office reads the trail too, and is not shown what this one says.
        before = row.held.outcome if row.held else None
        act.note(HELD_KIND, row.code, outcome=[before, each.outcome], why=each.why)


async def lock_abstracts(meeting: UUID) -> None:
    """Others who hold, release or withdraw wait: an UPDATE that changes nothing locks the rows."""
    await Abstract.update({Abstract.version: Abstract.version + 0}).where(
        Abstract.meeting == meeting, Abstract.submitted_at.is_not_null()
    )
